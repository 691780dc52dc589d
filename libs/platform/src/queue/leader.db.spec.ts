import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { Leader, takeTurn } from './leader.js';

const WAIT = { timeout: 10_000, interval: 5 };
const DECIDER = 1;

let fresh: FreshDatabase;
let leaders: Leader[] = [];
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterEach(async () => {
  await Promise.all(leaders.map((leader) => leader.stop()));
  leaders = [];
});
afterAll(() => fresh.close());
const campaign = (key = DECIDER): Leader => {
  const leader = new Leader({ url: fresh.url, key, beatMs: 20, onError: () => undefined });
  leader.start();
  leaders.push(leader);
  return leader;
};
const leading = (): number => leaders.filter((leader) => leader.leads).length;

describe('Leader', () => {
  it('is one of all that campaign, and another when it goes', async () => {
    const [first, second, third] = [campaign(), campaign(), campaign()];
    await vi.waitFor(() => expect(leading()).toBe(1), WAIT);
    await leaders.find((leader) => leader.leads)?.stop();
    await vi.waitFor(() => expect(leading()).toBe(1), WAIT);
    expect([first, second, third].filter((leader) => leader.leads)).toHaveLength(1);
  });

  it('leads each thing apart', async () => {
    campaign(1);
    campaign(2);
    await vi.waitFor(() => expect(leading()).toBe(2), WAIT);
  });

  it('knows that it lost the lead with its connection, wins it back, and says so', async () => {
    const leader = campaign();
    let gained = 0;
    leader.onGain(() => (gained += 1));
    await vi.waitFor(() => expect(leader.leads).toBe(true), WAIT);
    const before = gained;
    await fresh.database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'lazaret leader ${DECIDER}'`,
    );
    await vi.waitFor(() => expect(gained).toBe(before + 1), WAIT);
    expect(leader.leads).toBe(true);
  });
});

describe('takeTurn', () => {
  it('is had by one transaction, until that ends, whoever leads', async () => {
    campaign();
    await vi.waitFor(() => expect(leading()).toBe(1), WAIT);
    const { database } = fresh;
    const turn = (): Promise<boolean> => database.run((tx) => takeTurn(tx, DECIDER));
    const [mine, theirs] = await database.run(async (tx) => [await takeTurn(tx, DECIDER), await turn()]);
    expect([mine, theirs, await turn()]).toEqual([true, false, true]);
  });
});
