import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

import { Refused, Unavailable } from '@lazaret/kernel';

/** A number only this program uses, so that two starters wait for each other and for nobody else. */
const LOCK = 7_255_201;
const NAME = /^\d{12}_[a-z]+_[a-z0-9_]+\.sql$/;

export interface Migrated {
  readonly applied: readonly string[];
  readonly already: number;
}

/**
 * Brings the database to the newest state: files in name order, each in a transaction of its own, its SHA-256
 * recorded. Two processes may start at once. @throws Refused when an applied file was changed or removed.
 */
export async function migrate(
  url: string,
  folder: string,
  onApplied?: (name: string) => void,
): Promise<Migrated> {
  const files = await readMigrations(folder);
  const client = new pg.Client({
    connectionString: url,
    application_name: 'lazaret migrate',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw new Unavailable('PostgreSQL cannot be reached', { cause: error });
  }
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query('create schema if not exists platform');
    await client.query(
      'create table if not exists platform.migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string; sha256: string }>(
      'select name, sha256 from platform.migration',
    );
    refuseChangedHistory(files, new Map(rows.map((r) => [r.name, r.sha256])));
    const done = new Set(rows.map((r) => r.name));
    const applied: string[] = [];
    for (const file of files.filter((f) => !done.has(f.name))) {
      await apply(client, file);
      applied.push(file.name);
      onApplied?.(file.name);
    }
    return { applied, already: done.size };
  } finally {
    // Ending the session frees the lock, whatever happened.
    await client.end().catch(() => undefined);
  }
}

interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

async function readMigrations(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((n) => n.endsWith('.sql')).sort();
  const wrong = names.filter((n) => !NAME.test(n));
  if (wrong.length > 0)
    throw new Refused('migration names must be YYYYMMDDHHMM_room_what.sql', {
      problems: wrong.map((n) => ({ at: `${folder}/${n}`, message: 'rename it' })),
    });
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

function refuseChangedHistory(files: readonly MigrationFile[], applied: ReadonlyMap<string, string>): void {
  const known = new Map(files.map((f) => [f.name, f.sha256]));
  const problems = [...applied]
    .filter(([name, sha256]) => known.get(name) !== sha256)
    .map(([name]) => ({
      at: `migrations/${name}`,
      message: known.has(name)
        ? 'was changed after it had been applied; restore it and write a new file'
        : 'was applied to this database but is missing here; this program is older than the database',
    }));
  if (problems.length > 0)
    throw new Refused('the migration history does not match the database', { problems });
}

async function apply(client: pg.Client, file: MigrationFile): Promise<void> {
  await client.query('begin');
  try {
    await client.query(file.sql);
    await client.query('insert into platform.migration (name, sha256) values ($1, $2)', [
      file.name,
      file.sha256,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw new Error(`migration ${file.name} failed: ${(error as Error).message}`, { cause: error });
  }
}
