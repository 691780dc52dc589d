import { describe, expect, it } from 'vitest';

import { Broken, Unavailable } from '@lazaret/kernel';

import { insist } from './insist.js';

const away = new Unavailable('PostgreSQL does not answer');

/** Throws what it is given, one after the other, then answers how often it was asked. */
function failing(...errors: readonly Error[]): () => Promise<number> {
  let asked = 0;
  return async () => {
    const error = errors[asked++];
    if (error !== undefined) throw error;
    return asked;
  };
}

describe('insist', () => {
  it('asks again until PostgreSQL is back', async () => {
    expect(await insist(failing(away, away))).toBe(3);
  });

  it('does not insist on what will fail again', async () => {
    await expect(insist(failing(new Broken('no such column')))).rejects.toThrow('no such column');
  });

  it('asks a last time once it has to stop, without waiting for it', async () => {
    const stop = new AbortController();
    const outage = [away, away, away, away, away, away, away, away];
    const asked = insist(failing(...outage), stop.signal);
    stop.abort();
    await expect(asked).rejects.toBe(away);
    expect(await insist(failing(), stop.signal)).toBe(1);
  });
});
