import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';

import { EmbeddedPostgres, migrate } from '@lazaret/platform';

import './fresh-database.js';

/** One throw-away PostgreSQL a run, with a migrated template that specs clone. Durability is off: it is not the thing tested. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'lazaret-test-'));
  const server = await EmbeddedPostgres.start({
    dataDir: join(folder, 'pg'),
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  await client.query('create database lazaret_template');
  await client.end();
  await migrate(
    server.url('lazaret_template'),
    fileURLToPath(new URL('../../../migrations', import.meta.url)),
  );
  project.provide('postgres', server.url('postgres'));
  project.provide('template', 'lazaret_template');
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
