import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { openPostgresQueue, openRedisQueue, type Queue } from '@lazaret/platform';

import type { HouseWorker } from '../house.js';
import { MORTAL, Provider } from './provider.js';
import { noRedis, startRedis, type Redis } from './redis.js';

const CONNECTIONS = 5;
const ignore = (): void => undefined;

describe('letters under way', () => {
  let provider: Provider;
  let redis: Redis | undefined;
  beforeAll(async () => {
    provider = await Provider.open(1_300);
    // So slowly that there is a middle to be met in.
    provider.house.mail.mood = { kind: 'accept-slowly', milliseconds: 50 };
    if (noRedis === undefined) redis = await startRedis(provider.house.folder);
  });
  afterAll(async () => {
    await redis?.close();
    await provider.house.close();
  });

  const workers: HouseWorker[] = [];
  const start = async (env: NodeJS.ProcessEnv = {}): Promise<HouseWorker> => {
    const worker = await provider.house.worker(env);
    workers.push(worker);
    return worker;
  };
  afterEach(async () => {
    for (const worker of workers.splice(0)) await provider.house.kill(worker);
    await provider.forgotten();
  });

  it.each([20, 100])(
    'arrive all, and none twice, when the worker is killed after %i of 200',
    async (some) => {
      const before = await provider.reckon();
      const worker = await start(MORTAL);
      await provider.deliver({ lines: 200 });
      await provider.arrive(some);
      await provider.house.kill(worker);
      await provider.forgotten();
      const { sending } = await provider.reckon();
      expect(sending.length).toBeGreaterThanOrEqual(1);

      await start(MORTAL);
      await provider.done();
      const after = await provider.reckon();
      expect(after).toMatchObject({ letters: before.letters + 200, lost: [], twice: [], strangers: [] });
      // In doubt are those alone whose first byte may have left; of them, what the server had in its hands arrived.
      expect(after.uncertain).toEqual([...before.uncertain, ...sending]);
      expect(after.unarrived.length - before.unarrived.length).toBeLessThanOrEqual(CONNECTIONS);
    },
  );

  describe.each([
    ['PostgreSQL', undefined],
    ['Redis', noRedis],
  ] as const)('over a queue in %s that is wiped again and again', (ground, missing) => {
    let queue: Queue;
    afterAll(() => queue?.close());

    it.skipIf(missing)(missing ?? 'arrive all, each once', async () => {
      const url = ground === 'Redis' ? (redis?.url ?? '') : provider.house.postgres.url('lazaret');
      queue = await (ground === 'Redis'
        ? openRedisQueue({ url, onError: ignore })
        : openPostgresQueue({ url, workers: 0, onError: ignore }));
      let forgotten = 0;
      const wipe = async (): Promise<void> => {
        for (const name of ['intake', 'notices']) {
          const { waiting, active } = await queue.depth(name);
          forgotten += waiting + active;
        }
        await (ground === 'Redis' ? redis?.flush() : queue.wipe());
      };
      const before = await provider.reckon();

      await start(ground === 'Redis' ? { REDIS_URL: url } : {});
      await provider.deliver({ reports: 6, lines: 50 });
      await wipe();
      for (const some of [10, 50, 50, 50]) {
        await provider.arrive(some);
        await wipe();
      }
      await provider.done();
      expect(forgotten).toBeGreaterThan(4);
      expect(await provider.reckon()).toEqual({
        ...before,
        letters: before.letters + 300,
        sent: before.sent + 300,
      });
    });
  });

  it('arrive all, each once, when two workers send them', async () => {
    const before = await provider.reckon();
    const both = await Promise.all([start({ LAZARET_LOG_LEVEL: 'debug' }), start()]);
    await provider.deliver({ reports: 6, lines: 50 });
    await provider.done();
    expect(await provider.reckon()).toEqual({
      ...before,
      letters: before.letters + 300,
      sent: before.sent + 300,
    });
    for (const { metrics } of both) {
      const text = await (await fetch(metrics)).text();
      expect(text).toMatch(/lazaret_job_events_total\{job="notice.send",event="settled"\} [1-9]/);
    }
  });

  it('leave no address and no secret in logs and queue', () => {
    expect(provider.house.said).toContain('"level":"info"');
    expect(provider.leaks(provider.house.said)).toEqual([]);
    expect(provider.queued.size).toBeGreaterThan(50);
    expect(provider.leaks([...provider.queued].join('\n'))).toEqual([]);
    // The test itself can see: this is what a leak would look like.
    expect(provider.leaks('mail to <person-1@inbox.example>')).toEqual(['person-1@inbox.example']);
  });
});
