import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { takeTurn } from './take-turn.js';

const DECIDER = 1;

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.close());
const turn = (key: number): Promise<boolean> => fresh.database.run((tx) => takeTurn(tx, key));

describe('takeTurn', () => {
  it('is had by one transaction, until that ends', async () => {
    const [mine, theirs] = await fresh.database.run(async (tx) => [
      await takeTurn(tx, DECIDER),
      await turn(DECIDER),
    ]);
    expect([mine, theirs, await turn(DECIDER)]).toEqual([true, false, true]);
  });

  it('is given back by a transaction that fails', async () => {
    const failing = fresh.database.run(async (tx) => {
      await takeTurn(tx, DECIDER);
      throw new Error('gave up');
    });
    await expect(failing).rejects.toThrow('gave up');
    expect(await turn(DECIDER)).toBe(true);
  });

  it('is had for each number apart', async () => {
    const [one, other] = await fresh.database.run(async (tx) => [await takeTurn(tx, 1), await turn(2)]);
    expect([one, other]).toEqual([true, true]);
  });
});
