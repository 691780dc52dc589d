import { Queue as Bullmq, Worker } from 'bullmq';
import { Redis } from 'ioredis';

import { Unavailable } from '@lazaret/kernel';

import { BullmqQueue, type Ground } from './bullmq-queue.js';
import type { Queue } from './queue.js';

const CALL_MS = 10_000;

export interface RedisQueueOptions {
  readonly url: string;
  /** Begins every key of ours; two houses on one Redis need two. Default `lazaret`. */
  readonly prefix?: string;
  /** Trouble met in the background, mostly Redis being away. */
  readonly onError: (error: Error) => void;
  /** How long a worker that died keeps its job, in milliseconds. Default 10 s. */
  readonly lockMs?: number;
}

/**
 * The queue of a house with Redis, which needs `maxmemory-policy noeviction`.
 * @throws Unavailable
 */
export async function openRedisQueue(options: RedisQueueOptions): Promise<Queue> {
  // Producers fail at once while Redis is away: the outbox keeps the row, and nothing piles up in memory.
  const producing = connection(options, { enableOfflineQueue: false, commandTimeout: CALL_MS });
  // Workers wait for Redis to come back.
  const working = connection(options, { enableOfflineQueue: true });
  try {
    await Promise.all([producing.connect(), working.connect()]);
  } catch (error) {
    producing.disconnect();
    working.disconnect();
    throw new Unavailable('the queue in Redis cannot be opened', { cause: error });
  }
  return new BullmqQueue(onRedis(producing, working, options));
}

function connection(
  { url, onError }: RedisQueueOptions,
  options: { enableOfflineQueue: boolean; commandTimeout?: number },
): Redis {
  const redis = new Redis(url, {
    ...options,
    lazyConnect: true,
    connectTimeout: CALL_MS,
    keepAlive: 10_000,
    // BullMQ asks for it: a blocking read may outlive any number of reconnections.
    maxRetriesPerRequest: null,
    retryStrategy: (tries) => Math.min(100 * tries, 2_000),
  });
  redis.on('error', onError);
  return redis;
}

function onRedis(
  producing: Redis,
  working: Redis,
  { prefix = 'lazaret', onError, lockMs = 10_000 }: RedisQueueOptions,
): Ground {
  return {
    async producer(name) {
      const queue = new Bullmq(name, { connection: producing, prefix });
      queue.on('error', onError);
      await queue.waitUntilReady();
      return queue;
    },
    async consumer(name, process, concurrency) {
      const worker = new Worker(name, process, {
        connection: working,
        prefix,
        concurrency,
        lockDuration: lockMs,
        stalledInterval: lockMs / 2,
        runRetryDelay: 500,
      });
      worker.on('error', onError);
      await worker.waitUntilReady();
      return worker;
    },
    async wipe() {
      for await (const keys of producing.scanStream({ match: `${prefix}:*`, count: 1000 }) as AsyncIterable<
        string[]
      >)
        if (keys.length > 0) await producing.unlink(keys);
    },
    async close() {
      producing.disconnect();
      working.disconnect();
      return Promise.resolve();
    },
  };
}
