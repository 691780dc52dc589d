import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Broken, Unavailable } from '@lazaret/kernel';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { EmbeddedPostgres } from '../embedded/embedded-postgres.js';

import { asPassing, Database, only } from './database.js';

@Entity({ name: 'probe' })
class Probe {
  @PrimaryColumn('bigint')
  id!: number;

  @Column('text')
  how!: string;
}

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase([Probe]);
  await fresh.database.query('create table probe (id bigint primary key, how text not null)');
});
afterAll(() => fresh.close());

async function count(database: Database): Promise<number> {
  return only(await database.query<{ n: number }>('select count(*) as n from probe')).n;
}

describe('run', () => {
  it('takes SQL, COPY and the ORM back together', async () => {
    const work = fresh.database.run(async (tx) => {
      await tx.query(`insert into probe values (1, 'sql')`);
      await tx.copy('probe', ['id', 'how'], [[2, 'copy']]);
      await tx.manager.insert(Probe, { id: 3, how: 'orm' });
      expect(await tx.manager.count(Probe)).toBe(3);
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await count(fresh.database)).toBe(0);
  });

  it('keeps them together, and says how many rows a statement touched', async () => {
    const touched = await fresh.database.run(async (tx) => {
      await tx.copy('probe', ['id', 'how'], [[10, 'copy']]);
      await tx.manager.insert(Probe, { id: 11, how: 'orm' });
      return tx.execute(`update probe set how = how || '!'`);
    });
    expect(touched).toBe(2);
    expect(await fresh.database.query('select id, how from probe order by id')).toEqual([
      { id: 10, how: 'copy!' },
      { id: 11, how: 'orm!' },
    ]);
  });

  it('reckons in UTC wherever the server lives', async () => {
    const [here] = await fresh.database.query<{ name: string }>('select current_database() as name');
    await fresh.database.query(`alter database ${here?.name} set timezone = 'Europe/Berlin'`);
    const database = await Database.connect({ url: fresh.url, poolSize: 1 });
    try {
      expect(await database.query('show timezone')).toEqual([{ TimeZone: 'UTC' }]);
    } finally {
      await database.close();
    }
  });

  it('gives the connection back after a defect, which stays what it is', async () => {
    for (let i = 0; i < 20; i++)
      await expect(fresh.database.run((tx) => tx.query('select nonsense'))).rejects.toMatchObject({
        code: '42703',
      });
    expect(await fresh.database.query('select 1 as n')).toEqual([{ n: 1 }]);
  });

  it('a connection cut in the middle is passing trouble; the next one works', async () => {
    const work = fresh.database.run(async (tx) => {
      await tx.query(`insert into probe values (20, 'cut')`);
      const { pid } = only(await tx.query<{ pid: number }>('select pg_backend_pid() as pid'));
      await fresh.database.query('select pg_terminate_backend($1)', [pid]);
      await tx.query('select 1');
    });
    await expect(work).rejects.toBeInstanceOf(Unavailable);
    expect(await fresh.database.query('select id from probe where id = 20')).toEqual([]);
  });

  it('a connection cut before the commit is passing trouble as well', async () => {
    const work = fresh.database.run(async (tx) => {
      const { pid } = only(await tx.query<{ pid: number }>('select pg_backend_pid() as pid'));
      const ended = new Promise<void>((done) => tx.client.once('end', done));
      await fresh.database.query('select pg_terminate_backend($1)', [pid]);
      await ended;
    });
    await expect(work).rejects.toBeInstanceOf(Unavailable);
  });
});

describe('while PostgreSQL is away', () => {
  it('everything is Unavailable, and works again when it is back', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lazaret-outage-'));
    const options = { dataDir: join(folder, 'pg'), settings: { fsync: 'off' } };
    let server = await EmbeddedPostgres.start(options);
    const errors: Error[] = [];
    const url = server.url('postgres');
    const database = await Database.connect({ url, onPoolError: (error) => errors.push(error) });
    try {
      // Two connections idle in the pool when the server goes.
      await Promise.all([database.query('select pg_sleep(0.05)'), database.query('select pg_sleep(0.05)')]);
      await server.stop();
      await expect(database.query('select 1')).rejects.toBeInstanceOf(Unavailable);
      await expect(database.run((tx) => tx.query('select 1'))).rejects.toBeInstanceOf(Unavailable);
      await expect(Database.connect({ url })).rejects.toBeInstanceOf(Unavailable);
      server = await EmbeddedPostgres.start(options);
      expect(server.url('postgres')).toBe(url);
      expect(await database.query('select 1 as n')).toEqual([{ n: 1 }]);
      expect(errors).toHaveLength(2);
    } finally {
      await database.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('asPassing', () => {
  it.each(['08006', '57P01', '57P03', '53300', '40001', '40P01', 'ECONNREFUSED', 'EPIPE'])(
    '%s passes',
    (code) => {
      expect(asPassing(Object.assign(new Error('x'), { code }))).toBeInstanceOf(Unavailable);
    },
  );

  it.each(['23505', '42703', '22P02', '57014'])('%s is not an outage', (code) => {
    const error = Object.assign(new Error('x'), { code });
    expect(asPassing(error)).toBe(error);
  });

  it('leaves what is no error alone', () => {
    expect(asPassing('text')).toBe('text');
  });
});

describe('only', () => {
  it('is the one row there must be', () => {
    expect(only([7])).toBe(7);
    expect(() => only([])).toThrow(Broken);
    expect(() => only([1, 2])).toThrow(Broken);
  });
});
