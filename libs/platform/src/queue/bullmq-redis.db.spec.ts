import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { Unavailable } from '@lazaret/kernel';

import { openRedisQueue } from './bullmq-redis.js';
import { deliveryContract } from './delivery.contract.js';
import { queueContract } from './queue.contract.js';
import type { QueuedJob } from './queue.js';
import { noRedis, startRedis, type TestRedis } from './redis-server.contract.js';

const WAIT = { timeout: 20_000, interval: 20 };

describe.skipIf(noRedis !== undefined)(`Redis (${noRedis ?? 'found'})`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  const prefix = `test-${process.pid}`;
  queueContract('in Redis', () => openRedisQueue({ url: redis.url, prefix, onError: () => undefined }));

  it('fails at once while Redis is away, and its workers go on when it is back', async (test) => {
    if (!redis.own) test.skip('skipped: this Redis is not ours to kill');
    const queue = await openRedisQueue({ url: redis.url, onError: () => undefined });
    const job = (outboxId: number): QueuedJob => ({ outboxId, attempt: 0, job: 'notice.send' });
    const seen: number[] = [];
    try {
      const work = await queue.work('notices', async (j) => void seen.push(j.outboxId), { concurrency: 1 });
      await queue.add('notices', [job(1)]);
      await vi.waitFor(() => expect(seen).toEqual([1]), WAIT);
      await redis.kill();
      await expect(queue.add('notices', [job(2)])).rejects.toThrow(Unavailable);
      await redis.start();
      await vi.waitFor(() => queue.add('notices', [job(3)]), WAIT);
      await vi.waitFor(() => expect(seen).toEqual([1, 3]), WAIT);
      await work.stop();
    } finally {
      await queue.close();
    }
  });

  deliveryContract(
    'in Redis',
    () => openRedisQueue({ url: redis.url, prefix, onError: () => undefined }),
    async (queue) => {
      if (!redis.own) return queue.wipe();
      const client = new Redis(redis.url);
      await client.flushall();
      client.disconnect();
    },
  );
});

describe('openRedisQueue', () => {
  it('says that Redis is away', async () => {
    const opened = openRedisQueue({ url: 'redis://127.0.0.1:1', onError: () => undefined });
    await expect(opened).rejects.toThrow(Unavailable);
  });
});
