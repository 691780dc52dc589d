import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { DirectoryService } from '@lazaret/directory';
import type { Instant } from '@lazaret/kernel';
import { RequestsService } from '@lazaret/portal';

import { on } from './november.contract.js';
import { aSession, SmallProvider, type Home } from './small-provider.contract.js';

let provider: SmallProvider;
let made = 0;
beforeAll(async () => {
  provider = await SmallProvider.open({ connected: true });
  await provider.feed('sinkhole');
  await provider.feed('honeypot');
});
afterAll(() => provider.close());

/** Told on Monday the 2nd, and ripe for the garden on Monday the 9th at nine. */
async function ripe(ref: string): Promise<Home> {
  const home = await provider.home(ref, { nas: ref });
  await provider.accounting(on(2), [on(2, '07:00'), aSession(home, `203.0.113.${++made}`)]);
  await provider.see('sinkhole', home.address, on(2, '08:00'));
  await provider.work(on(2));
  await provider.acknowledge(home, on(2, '18:00'));
  await seen(home, 8);
  return home;
}

/** By both sources on the evening of that day. */
async function seen(home: Home, day: number): Promise<void> {
  for (const feed of ['sinkhole', 'honeypot']) await provider.see(feed, home.address, on(day, '20:00'));
  await provider.work(on(day, '20:30'));
}

/** From a telephone elsewhere, with the letter in the other hand. */
async function askByCode(home: Home, at: Instant): Promise<void> {
  const { code } = (await provider.story(home)).case;
  await provider.database.query('update platform.clock set at = $1', [at]);
  await provider.database.query(`insert into portal.request (kind, code, nonce) values ('safety', $1, $2)`, [
    code,
    randomUUID(),
  ]);
  await provider.work(at);
}

async function outcome({ lineId }: Home): Promise<string | undefined> {
  const sql = `select via || ' ' || outcome as what from portal.request where line_id = $1 order by id desc limit 1`;
  return (await provider.database.query<{ what: string }>(sql, [lineId]))[0]?.what;
}

async function isFlagged({ lineId }: Home): Promise<boolean> {
  const lines = await provider.database.run((tx) => provider.get(DirectoryService).lines(tx, [lineId]));
  return lines.get(lineId)?.confinable === false;
}

const isHeld = async (home: Home): Promise<boolean> => (await provider.stay(home))?.state === 'accepted';

describe('that safety needs the line, said with the code of a letter', () => {
  it('lets out at once and keeps out, and leaves the flag of the directory to a person', async () => {
    const home = await ripe('by-code');
    await provider.work(on(9, '09:00'));
    expect(await isHeld(home)).toBe(true);
    await askByCode(home, on(9, '10:00'));
    expect(await outcome(home)).toBe('code released');
    expect(await provider.stay(home)).toMatchObject({
      state: 'released', openWhy: 'safety', openBy: 'subscriber', overAt: on(9, '10:00'),
    }); // prettier-ignore
    expect(await isFlagged(home)).toBe(false);

    // Enough is seen again, and it is ripe again.
    await seen(home, 10);
    await provider.workUntil(on(10, '20:30'), on(11, '12:00'));
    expect(await isHeld(home)).toBe(false);
    const { decisions } = await provider.story(home);
    expect(decisions.at(-1)?.reason).toContain('must not be confined');

    // The desk has talked with them, and set no flag.
    const { tenureId } = (await provider.story(home)).case;
    const answer = () =>
      provider.database.run((tx) =>
        provider.get(RequestsService).answerSafety(tx, tenureId, on(11, '13:00')),
      );
    expect([await answer(), await answer()]).toEqual([1, 0]);
    await seen(home, 11);
    await provider.workUntil(on(11, '20:30'), on(12, '09:00'));
    expect(await isHeld(home)).toBe(true);
  });

  it('keeps out who was not in yet', async () => {
    const [home, other] = [await ripe('by-code-before'), await ripe('by-code-not')];
    await askByCode(home, on(8, '21:00'));
    expect(await outcome(home)).toBe('code desk');
    await provider.work(on(9, '09:00'));
    expect([await isHeld(home), await isHeld(other)]).toEqual([false, true]);
    expect(await isFlagged(home)).toBe(false);
  });

  it('binds nobody who has the line afterwards', async () => {
    const home = await ripe('by-code-moves-out');
    await askByCode(home, on(8, '21:00'));
    const { tenureId } = (await provider.story(home)).case;
    const kept = await provider.database.run((tx) =>
      provider.get(RequestsService).unansweredSafety(tx, [tenureId, tenureId + 1]),
    );
    expect([...kept]).toEqual([tenureId]);
  });
});
