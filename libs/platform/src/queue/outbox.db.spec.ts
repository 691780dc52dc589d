import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { Broken } from '@lazaret/kernel';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { defineJobs, type JobCatalogue } from './job-catalogue.js';
import { Listener } from './listener.js';
import { Outbox, OUTBOX_CHANNEL } from './outbox.js';

const WAIT = { timeout: 10_000, interval: 5 };

const catalogue = defineJobs({
  queues: { notices: { concurrency: 1 } },
  jobs: { 'notice.send': { queue: 'notices', attempts: 3, backoffSeconds: () => 1 } },
});
const outbox = new Outbox(catalogue);
const ids = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.close());
afterEach(async () => {
  await fresh.database.run((tx) => tx.execute('delete from platform.outbox'));
});
const rows = (): Promise<{ ids: number[] }[]> =>
  fresh.database.query('select ids::float8[] as ids from platform.outbox order by id');

describe('Outbox', () => {
  it.each([
    [0, []],
    [1, [1]],
    [50, [50]],
    [51, [50, 1]],
    [120, [50, 50, 20]],
  ])('puts %i ids as rows of %j', async (count, sizes) => {
    await fresh.database.run((tx) => outbox.put(tx, 'notice.send', ids(count)));
    const put = await rows();
    expect(put.map((row) => row.ids.length)).toEqual(sizes);
    expect(put.flatMap((row) => row.ids)).toEqual(ids(count));
  });

  it('puts nothing when the transaction fails', async () => {
    const failed = fresh.database.run(async (tx) => {
      await outbox.put(tx, 'notice.send', [1]);
      throw new Broken('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await rows()).toEqual([]);
  });

  it('wakes whoever listens, by what was committed only', async () => {
    const listener = new Listener({ url: fresh.url, onError: () => undefined });
    let heard = 0;
    listener.on(OUTBOX_CHANNEL, () => (heard += 1));
    listener.start();
    try {
      await vi.waitFor(() => expect(heard).toBe(1), WAIT);
      await fresh.database
        .run(async (tx) => {
          await outbox.put(tx, 'notice.send', [1]);
          throw new Broken('no');
        })
        .catch(() => undefined);
      await fresh.database.run((tx) => outbox.put(tx, 'notice.send', ids(120)));
      await vi.waitFor(() => expect(heard).toBe(2), WAIT);
    } finally {
      await listener.stop();
    }
  });

  it('refuses a job that nobody would do', async () => {
    const put = fresh.database.run((tx) => new Outbox<JobCatalogue>(catalogue).put(tx, 'notice.burn', [1]));
    await expect(put).rejects.toThrow(Broken);
  });

  it('tells how much is left and since when', async () => {
    const { database } = fresh;
    expect(await outbox.state(database)).toEqual({ unsettled: 0, failed: 0, oldestDueMs: null });
    await database.run(async (tx) => {
      await outbox.put(tx, 'notice.send', ids(150));
      await tx.execute(`update platform.outbox set due_at = now() - interval '1 minute' where 1 = any(ids)`);
      await tx.execute(`update platform.outbox set due_at = now() + interval '1 hour' where 51 = any(ids)`);
      await tx.execute(`update platform.outbox set failed_at = now(), error = 'broken' where 101 = any(ids)`);
    });
    const state = await outbox.state(database);
    expect(state).toMatchObject({ unsettled: 2, failed: 1 });
    expect(state.oldestDueMs).toBeGreaterThanOrEqual(60_000);
    expect(state.oldestDueMs).toBeLessThan(120_000);
  });

  it('shows what was given up, and tries it afresh once', async () => {
    const { database } = fresh;
    await database.run(async (tx) => {
      await outbox.put(tx, 'notice.send', [7, 8]);
      await tx.execute(`update platform.outbox set failed_at = now(), error = 'refused: no', attempt = 3`);
    });
    const [failed] = await outbox.failed(database, 10);
    expect(failed).toMatchObject({ job: 'notice.send', ids: [7, 8], attempt: 3, error: 'refused: no' });
    const again = (): Promise<boolean> => database.run((tx) => outbox.again(tx, failed?.outboxId ?? 0));
    expect([await again(), await again()]).toEqual([true, false]);
    expect(await outbox.failed(database, 10)).toEqual([]);
    expect(await outbox.state(database)).toMatchObject({ unsettled: 1, failed: 0 });
  });
});
