import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Broken, Unavailable } from '@lazaret/kernel';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { openPostgresQueue } from './bullmq-postgres.js';
import { deliveryContract } from './delivery.contract.js';
import { queueContract } from './queue.contract.js';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.close());

// Two queues are worked at once at most; each worker keeps a connection.
queueContract('in PostgreSQL', () =>
  openPostgresQueue({ url: fresh.url, workers: 2, onError: () => undefined }),
);

deliveryContract(
  'in PostgreSQL',
  (url) => openPostgresQueue({ url, workers: 2, onError: () => undefined }),
  (queue) => queue.wipe(),
);

describe('openPostgresQueue', () => {
  it('refuses more workers than its pool was sized for, since they would do nothing and report nothing', async () => {
    const queue = await openPostgresQueue({ url: fresh.url, workers: 1, onError: () => undefined });
    try {
      const idle = async (): Promise<void> => undefined;
      const first = await queue.work('one', idle, { concurrency: 1 });
      await expect(queue.work('two', idle, { concurrency: 1 })).rejects.toThrow(Broken);
      await first.stop();
      const second = await queue.work('two', idle, { concurrency: 1 });
      await second.stop();
    } finally {
      await queue.close();
    }
  });

  it('says that PostgreSQL is away', async () => {
    const url = 'postgres://nobody@127.0.0.1:1/none';
    await expect(openPostgresQueue({ url, workers: 0, onError: () => undefined })).rejects.toThrow(
      Unavailable,
    );
  });
});
