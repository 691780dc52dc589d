import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { DomainClock, setClock } from '../clock/domain-clock.js';
import { EmbeddedPostgres } from '../embedded/embedded-postgres.js';
import { Database } from '../postgres/database.js';
import { migrate } from '../postgres/migrate.js';
import { openPostgresQueue } from './bullmq-postgres.js';
import { defineJobs } from './job-catalogue.js';
import { Listener } from './listener.js';
import { Loop } from './loop.js';
import { Outbox } from './outbox.js';
import { JobMetrics } from './queue.metrics.js';
import { Relay } from './relay.js';
import { Runner } from './runner.js';
import { takeTurn } from './take-turn.js';

const WAIT = { timeout: 60_000, interval: 20 };
const ids = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const catalogue = defineJobs({
  queues: { notices: { concurrency: 4 } },
  jobs: { 'notice.send': { queue: 'notices', attempts: 8, backoffSeconds: () => 0.1 } },
});
const outbox = new Outbox(catalogue);
const ignore = (): void => undefined;

describe('PostgreSQL restarts under a working house', () => {
  let dataDir: string;
  let server: EmbeddedPostgres;
  let database: Database;
  let url: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'lazaret-restart-'));
    server = await EmbeddedPostgres.start({ dataDir });
    url = await server.ensureDatabase('house');
    await migrate(url, fileURLToPath(new URL('../../../../migrations', import.meta.url)));
    database = await Database.connect({ url });
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it(
    'and everything goes on by itself: each job once, turns again, the right time',
    { timeout: 120_000 },
    async () => {
      const queue = await openPostgresQueue({ url, workers: 1, onError: ignore, lockMs: 2_000 });
      const metrics = new JobMetrics(new Registry());
      const listener = new Listener({ url, onError: ignore });
      const clock = await DomainClock.follow({ database, listener, onError: ignore });
      const relay = new Relay({
        catalogue,
        database,
        queue,
        metrics,
        batch: 50,
        leaseMs: 3_000,
        addAgainMs: 1_000,
      });
      const relaying = new Loop({
        name: 'relay',
        run: () => relay.turn(),
        onError: ignore,
        backoffMs: [200, 1_000],
      });
      listener.on('outbox', () => relaying.wake());
      let turns = 0;
      const deciding = new Loop({
        name: 'decider',
        pollMs: 20,
        backoffMs: [200, 1_000],
        onError: ignore,
        run: async () => {
          if (await database.run((tx) => takeTurn(tx, 1))) turns += 1;
          return false;
        },
      });
      const done: number[] = [];
      const runner = new Runner({
        catalogue,
        database,
        queue,
        metrics,
        onError: ignore,
        leaseMs: 3_000,
        handlers: [
          {
            job: 'notice.send',
            handle: async (got) => {
              await new Promise((resolve) => setTimeout(resolve, 5));
              done.push(...got);
            },
          },
        ],
      });
      try {
        for (const part of [listener, relaying, deciding]) part.start();
        await runner.start();
        await database.run(async (tx) => {
          for (const id of ids(600)) await outbox.put(tx, 'notice.send', [id]);
        });
        await vi.waitFor(() => expect(done.length).toBeGreaterThan(100), WAIT);
        await vi.waitFor(() => expect(turns).toBeGreaterThan(0), WAIT);

        await server.stop();
        const [doneThen, turnsThen] = [done.length, turns];
        server = await EmbeddedPostgres.start({ dataDir });
        expect(doneThen).toBeLessThan(600);

        await vi.waitFor(
          async () => expect(await outbox.state(database)).toMatchObject({ unsettled: 0 }),
          WAIT,
        );
        expect(done.toSorted((a, b) => a - b)).toEqual(ids(600));
        expect((await outbox.state(database)).failed).toBe(0);
        await vi.waitFor(() => expect(turns).toBeGreaterThan(turnsThen), WAIT);
        await setClock(database, new Date('2026-11-12T10:00:00Z'));
        await vi.waitFor(() => expect(clock.now()).toEqual(new Date('2026-11-12T10:00:00Z')), WAIT);
      } finally {
        await runner.stop(5_000);
        await Promise.all([deciding.stop(), relaying.stop()]);
        await clock.stop();
        await listener.stop();
        await queue.close();
      }
    },
  );
});
