import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Unavailable } from '@lazaret/kernel';

import { openRedisQueue } from './bullmq-redis.js';
import { deliveryContract } from './delivery.contract.js';
import { queueContract } from './queue.contract.js';
import { noRedis, startRedis, type TestRedis } from './redis-server.contract.js';

describe.skipIf(noRedis !== undefined)(`Redis (${noRedis ?? 'found'})`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  const prefix = `test-${process.pid}`;
  queueContract('in Redis', () => openRedisQueue({ url: redis.url, prefix, onError: () => undefined }));

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
