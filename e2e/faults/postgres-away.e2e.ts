import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { EmbeddedPostgres } from '@lazaret/platform';

import { until, type HouseWorker } from '../house.js';
import { Provider } from './provider.js';

const AWAY_MS = 20_000;

describe('PostgreSQL goes away in the middle', () => {
  let provider: Provider;
  let worker: HouseWorker;
  beforeAll(async () => {
    provider = await Provider.open(300);
    provider.house.mail.mood = { kind: 'accept-slowly', milliseconds: 50 };
  });
  afterAll(() => provider.house.close());
  afterEach(() => provider.house.kill(worker));

  const comeBack = async (): Promise<void> => {
    const dataDir = join(provider.house.folder, 'postgres');
    provider.house.postgres = await EmbeddedPostgres.start({ dataDir });
  };
  const answer = async (path: string): Promise<number> => (await fetch(new URL(path, worker.metrics))).status;

  it('for a restart: work goes on by itself, nothing lost, nothing twice, nothing in doubt', async () => {
    worker = await provider.house.worker();
    await provider.deliver({ reports: 3, lines: 50 });
    await provider.arrive(40);
    const { pid } = provider.house.postgres;
    await provider.house.postgres.stop();
    await comeBack();
    expect(provider.house.postgres.pid).not.toBe(pid);
    await provider.done();
    expect(worker.exitCode).toBeNull();
    expect(await provider.reckon()).toMatchObject({
      letters: 150,
      sent: 150,
      uncertain: [],
      lost: [],
      twice: [],
      strangers: [],
    });
  });

  it('for 20 s: the worker lives, says that it is not ready, and finishes when PostgreSQL is back', async () => {
    worker = await provider.house.worker();
    await provider.deliver({ reports: 3, lines: 50 });
    await provider.arrive(40);
    await provider.house.postgres.stop();
    const gone = Date.now();
    await until(
      () => answer('/readyz'),
      (status) => status === 503,
    );
    const answers = new Set<string>();
    const look = async (): Promise<number> => {
      answers.add(`healthz ${await answer('/healthz')}, readyz ${await answer('/readyz')}`);
      return Date.now() - gone;
    };
    await until(look, (ms) => ms >= AWAY_MS);
    expect([...answers]).toEqual(['healthz 200, readyz 503']);
    expect(worker.exitCode).toBeNull();

    await comeBack();
    await until(
      () => answer('/readyz'),
      (status) => status === 200,
    );
    await provider.done();
    expect(await provider.reckon()).toMatchObject({
      letters: 300,
      sent: 300,
      uncertain: [],
      lost: [],
      twice: [],
      strangers: [],
    });
    expect(worker.exitCode).toBeNull();
  });

  it('and its absence is told without an address or a secret', () => {
    expect(provider.house.said).toContain('"level":"warn"');
    expect(provider.leaks(provider.house.said)).toEqual([]);
    expect(provider.leaks([...provider.queued].join('\n'))).toEqual([]);
  });
});
