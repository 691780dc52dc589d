import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';
import { EXAMPLE_BRANDS } from '@lazaret/notices/testing';
import { freshDatabase } from '@lazaret/testing';

import { workerConfig } from './config.js';
import { Worker } from './worker.js';

async function settings(url: string): Promise<NodeJS.ProcessEnv> {
  return {
    LAZARET_DATABASE_URL: url,
    LAZARET_ARCHIVE_DIR: await mkdtemp(join(tmpdir(), 'lazaret-worker-')),
    // Nobody listens there, and nothing is sent.
    LAZARET_SMTP_URL: 'smtp://127.0.0.1:9',
    LAZARET_BRANDS: fileURLToPath(EXAMPLE_BRANDS),
    LAZARET_HTTP_PORT: '0',
    LAZARET_LOG_LEVEL: 'error',
  };
}

it('a worker is put together, shows what every room counts, and lets go of everything', async () => {
  const fresh = await freshDatabase();
  const env = await settings(fresh.url);
  const worker = await Worker.start(workerConfig(env));
  try {
    const metrics = await (await fetch(worker.address)).text();
    for (const counter of [
      'lazaret_feed_rows_total',
      'lazaret_ledger_answers_total',
      'lazaret_cases_decisions_total',
      'lazaret_notices_settled_total',
      'lazaret_outbox_rows',
      'process_cpu_seconds_total',
    ])
      expect(metrics).toContain(`# HELP ${counter} `);
    const ready = await fetch(new URL('/readyz', worker.address));
    expect(ready.status).toBe(200);
  } finally {
    await worker.stop();
    await rm(env['LAZARET_ARCHIVE_DIR'] ?? '', { recursive: true, force: true });
  }
  // It fails while a connection is still out.
  await fresh.close();
});

it('a worker that cannot be put together leaves nothing behind', async () => {
  const fresh = await freshDatabase();
  const env = await settings(fresh.url);
  const config = workerConfig({ ...env, LAZARET_BRANDS: '/nowhere/brands.json' });
  await expect(Worker.start(config)).rejects.toThrow(Refused);
  await rm(env['LAZARET_ARCHIVE_DIR'] ?? '', { recursive: true, force: true });
  await fresh.close();
});
