import { describe, expect, it } from 'vitest';

import { oneAhead } from './one-ahead.js';

/** Numbers from 1, written down as they are made; the last one may fail. */
async function* numbers(upTo: number, made: string[], fails = false): AsyncGenerator<number> {
  try {
    for (let n = 1; n <= upTo; n++) {
      made.push(`made ${n}`);
      if (fails && n === upTo) throw new Error('torn');
      yield n;
    }
  } finally {
    made.push('closed');
  }
}

describe('oneAhead', () => {
  it('gives the same in the same order', async () => {
    const seen: number[] = [];
    for await (const n of oneAhead(numbers(3, []))) seen.push(n);
    expect(seen).toEqual([1, 2, 3]);
  });

  it('makes the next while one is in hand, and no more than that', async () => {
    const made: string[] = [];
    const ahead = oneAhead(numbers(5, made));
    await ahead.next();
    expect(made).toEqual(['made 1', 'made 2']);
    await ahead.return(undefined);
    expect(made).toEqual(['made 1', 'made 2', 'closed']);
  });

  it('gives what came before an error, then the error', async () => {
    const seen: number[] = [];
    const reading = async (): Promise<void> => {
      for await (const n of oneAhead(numbers(3, [], true))) seen.push(n);
    };
    await expect(reading()).rejects.toThrow('torn');
    expect(seen).toEqual([1, 2]);
  });

  it('closes the source when its user gives up, even if the next one has failed meanwhile', async () => {
    const made: string[] = [];
    const reading = async (): Promise<void> => {
      for await (const n of oneAhead(numbers(2, made, true))) throw new Error(`no use for ${n}`);
    };
    await expect(reading()).rejects.toThrow('no use for 1');
    expect(made).toEqual(['made 1', 'made 2', 'closed']);
  });
});
