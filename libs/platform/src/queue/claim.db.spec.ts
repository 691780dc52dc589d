import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { Claim } from './claim.js';

let fresh: FreshDatabase;
let outboxId: number;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.close());
beforeEach(async () => {
  const [row] = await fresh.database.run((tx) =>
    tx.query<{ id: number }>(
      `insert into platform.outbox (job, ids) values ('notice.send', '{7,8}') returning id`,
    ),
  );
  outboxId = row?.id ?? 0;
});
const take = (attempt: number): Promise<Claim | undefined> =>
  Claim.take(fresh.database, { outboxId, attempt }, 60_000);
const row = async (): Promise<Record<string, unknown> | undefined> => {
  const sql = `select attempt, claimed_until > clock_timestamp() as claimed, error,
     failed_at is not null as failed, round(extract(epoch from due_at - clock_timestamp()))::int as due
   from platform.outbox where id = $1`;
  const [found] = await fresh.database.query<Record<string, unknown>>(sql, [outboxId]);
  return found;
};

describe('Claim', () => {
  it('is had once', async () => {
    const claims = await Promise.all([take(0), take(0), take(0)]);
    expect(claims.filter((claim) => claim !== undefined).map((claim) => claim.ids)).toEqual([[7, 8]]);
    expect(await row()).toMatchObject({ attempt: 0, claimed: true });
  });

  it('is of one try only', async () => {
    expect(await take(1)).toBeUndefined();
    const first = await take(0);
    expect(await first?.retryIn(30, 'unavailable: not now')).toBe(true);
    expect(await row()).toEqual({
      attempt: 1,
      claimed: null,
      error: 'unavailable: not now',
      failed: false,
      due: 30,
    });
    expect(await take(0)).toBeUndefined();
    expect(await take(1)).toBeDefined();
  });

  it('is had no more once the row is done or given up', async () => {
    const first = await take(0);
    expect(await first?.fail('broken: no')).toBe(true);
    expect(await row()).toMatchObject({ attempt: 1, failed: true, error: 'broken: no' });
    expect(await take(1)).toBeUndefined();
  });

  it('is nothing once it was lost, though another holds the row', async () => {
    const dead = await take(0);
    await fresh.database.run((tx) =>
      tx.execute('update platform.outbox set attempt = 1, claimed_until = null where id = $1', [outboxId]),
    );
    const alive = await take(1);
    const said = [
      await dead?.extend(),
      await dead?.retryIn(5, 'x'),
      await dead?.fail('x'),
      await dead?.settle(),
    ];
    expect(said).toEqual([false, false, false, false]);
    expect(await row()).toMatchObject({ attempt: 1, claimed: true, error: null, failed: false });
    expect(await alive?.settle()).toBe(true);
    expect(await row()).toBeUndefined();
  });
});
