import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';

import { Refused, Unavailable } from '@lazaret/kernel';

import { migrate } from './migrate.js';

let folder: string;
let database: string;
let url: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lazaret-migrate-'));
  database = `m_${randomUUID().replaceAll('-', '')}`;
  await ask(inject('postgres'), `create database ${database}`);
  const own = new URL(inject('postgres'));
  own.pathname = `/${database}`;
  url = own.href;
  await file('202601010000_room_first.sql', 'create table first (n int); insert into first values (1);');
  await file('202601020000_room_second.sql', 'create table second as select n from first;');
});

afterEach(async () => {
  await ask(inject('postgres'), `drop database ${database}`);
  await rm(folder, { recursive: true, force: true });
});

async function file(name: string, sql: string): Promise<void> {
  await writeFile(join(folder, name), sql);
}

async function ask<Row extends object>(server: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function refusal(): Promise<Refused> {
  const error = await migrate(url, folder).then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof Refused)) throw new Error('expected a refusal', { cause: error });
  return error;
}

describe('migrate', () => {
  it('applies what is new, in name order, once', async () => {
    const told: string[] = [];
    const both = ['202601010000_room_first.sql', '202601020000_room_second.sql'];
    expect(await migrate(url, folder, (name) => told.push(name))).toEqual({ applied: both, already: 0 });
    expect(told).toEqual(both);
    await file('202601030000_room_third.sql', 'insert into second values (3);');
    expect(await migrate(url, folder)).toEqual({ applied: ['202601030000_room_third.sql'], already: 2 });
    expect(await migrate(url, folder)).toEqual({ applied: [], already: 3 });
    expect(await ask(url, 'select n from second order by n')).toEqual([{ n: 1 }, { n: 3 }]);
  });

  it('lets several start at once: each file is applied by one of them', async () => {
    await file('202601030000_room_slow.sql', 'select pg_sleep(0.2); create table slow (n int);');
    const all = await Promise.all([1, 2, 3, 4].map(() => migrate(url, folder)));
    expect(all.flatMap(({ applied }) => applied)).toHaveLength(3);
    expect(await ask(url, 'select n from first')).toEqual([{ n: 1 }]);
  });

  it('refuses a history that was changed, and names the file', async () => {
    await migrate(url, folder);
    await file('202601010000_room_first.sql', 'create table first (n bigint);');
    await file('202601030000_room_third.sql', 'create table third (n int);');
    expect((await refusal()).problems).toEqual([
      {
        at: 'migrations/202601010000_room_first.sql',
        message: 'was changed after it had been applied; restore it and write a new file',
      },
    ]);
    expect(await ask(url, `select to_regclass('third') as third`)).toEqual([{ third: null }]);
  });

  it('refuses to work on a database newer than the program', async () => {
    await migrate(url, folder);
    await rm(join(folder, '202601020000_room_second.sql'));
    expect((await refusal()).problems[0]?.message).toContain('older than the database');
  });

  it('takes a failing file back as a whole and keeps those before it', async () => {
    await file('202601030000_room_third.sql', 'create table third (n int); insert into nowhere values (1);');
    await expect(migrate(url, folder)).rejects.toThrow(
      'migration 202601030000_room_third.sql failed: relation',
    );
    expect(
      await ask(url, `select to_regclass('third') as third, to_regclass('second') is not null as second`),
    ).toEqual([{ third: null, second: true }]);
    await file('202601030000_room_third.sql', 'create table third (n int);');
    expect(await migrate(url, folder)).toEqual({ applied: ['202601030000_room_third.sql'], already: 2 });
  });

  it('refuses a name that has no place in the order', async () => {
    await file('third.sql', 'select 1;');
    expect((await refusal()).problems).toEqual([{ at: `${folder}/third.sql`, message: 'rename it' }]);
  });

  it('says when PostgreSQL cannot be reached', async () => {
    await expect(migrate('postgres://postgres:x@127.0.0.1:1/none', folder)).rejects.toBeInstanceOf(
      Unavailable,
    );
  });
});
