import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { EmbeddedPostgres } from './embedded-postgres.js';
import { processMark } from './process-mark.js';

const QUICK = { fsync: 'off', max_connections: '10', shared_buffers: '16MB' };
const started = new Set<EmbeddedPostgres>();
const children = new Set<ChildProcess>();
let folder: string;
let dataDir: string;
let bundle: string;
let number = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lazaret-embedded-'));
  await chmod(folder, 0o755);
  // A process of its own needs JavaScript; below the package it finds the same dependencies.
  bundle = fileURLToPath(new URL(`../../dist/spec-${process.pid}`, import.meta.url));
  await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['lazaret-source'] },
    ssr: { noExternal: [/^@lazaret/], resolve: { conditions: ['lazaret-source'] } },
    build: {
      ssr: fileURLToPath(new URL('./embedded-postgres.ts', import.meta.url)),
      outDir: bundle,
      rollupOptions: { output: { entryFileNames: 'embedded.mjs' } },
    },
  });
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const server of started) await server.stop();
  children.clear();
  started.clear();
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(bundle, { recursive: true, force: true });
});

function fresh(): string {
  dataDir = join(folder, String(++number));
  return dataDir;
}

async function start(onProgress?: (text: string) => void): Promise<EmbeddedPostgres> {
  const server = await EmbeddedPostgres.start({
    dataDir,
    settings: QUICK,
    ...(onProgress ? { onProgress } : {}),
  });
  started.add(server);
  return server;
}

/** Starts the same folder in another process that then waits; resolves with what it prints first. */
async function startElsewhere(): Promise<{ child: ChildProcess; says: string }> {
  const program = `
    const { EmbeddedPostgres } = await import(${JSON.stringify(join(bundle, 'embedded.mjs'))});
    try {
      const server = await EmbeddedPostgres.start(${JSON.stringify({ dataDir, settings: QUICK })});
      console.log(server.pid);
    } catch (error) {
      console.log(error.name + ': ' + error.message);
    }
    setInterval(() => undefined, 60_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const says = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()));
    child.once('exit', (code) => reject(new Error(`the other process ended with ${code}`)));
  });
  return { child, says };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null)
    await new Promise((resolve) => child.once('exit', resolve));
}

async function ask<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function refusal(work: Promise<unknown>): Promise<Refused> {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof Refused)) throw new Error('expected a refusal', { cause: error });
  return error;
}

describe('the embedded PostgreSQL', () => {
  it('answers on this machine only, to its password only, and never as root', async () => {
    fresh();
    const server = await start();
    const [row] = await ask<{ listen: string; sockets: string }>(
      server.url('postgres'),
      `select current_setting('listen_addresses') as listen, current_setting('unix_socket_directories') as sockets`,
    );
    expect(row).toEqual({ listen: '127.0.0.1', sockets: '' });
    const wrong = new URL(server.url('postgres'));
    wrong.password = 'guess';
    await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'cluster'))).uid).not.toBe(0);
  });

  it('keeps data and port from one start to the next', async () => {
    fresh();
    const first = await start();
    const url = await first.ensureDatabase('kept');
    await ask(url, 'create table t as select 42 as answer');
    await first.stop();
    const second = await start();
    expect(second.url('kept')).toBe(url);
    expect(await ask(await second.ensureDatabase('kept'), 'select answer from t')).toEqual([{ answer: 42 }]);
  });

  it('lives below a folder closed to everybody else', async () => {
    const closed = fresh();
    await mkdir(closed, { mode: 0o700 });
    dataDir = join(closed, 'inner');
    const url = await (await start()).ensureDatabase('kept');
    await ask(url, 'create table t as select generate_series(1, 1000) as n');
    await [...started][0]?.stop();
    expect(await ask((await start()).url('kept'), 'select count(*)::int as n from t')).toEqual([{ n: 1000 }]);
    expect((await stat(join(dataDir, 'cluster', 'PG_VERSION'))).isFile()).toBe(true);
  });

  it('makes a database once, whoever asks', async () => {
    fresh();
    const server = await start();
    const urls = await Promise.all([1, 2, 3].map(() => server.ensureDatabase('with "quotes"')));
    expect(new Set(urls).size).toBe(1);
    expect(await ask(urls[0] ?? '', 'select current_database() as name')).toEqual([
      { name: 'with "quotes"' },
    ]);
  });

  it('leaves no process and no lock when stopped, even twice', async () => {
    fresh();
    const server = await start();
    const client = new pg.Client({ connectionString: server.url('postgres') });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('begin');
    await Promise.all([server.stop(), server.stop()]);
    expect(processMark(server.pid)).toBeUndefined();
    expect(existsSync(join(dataDir, 'starter.lock'))).toBe(false);
    expect(existsSync(join(dataDir, 'cluster', 'postmaster.pid'))).toBe(false);
    await client.end().catch(() => undefined);
  });
});

describe('two starters', () => {
  it('refuses the second in the same program', async () => {
    fresh();
    await start();
    expect((await refusal(start())).message).toContain(`process ${process.pid} already runs the database`);
  });

  it('names the other program, and lets that one go on', async () => {
    fresh();
    const { child, says } = await startElsewhere();
    expect(says).toMatch(/^\d+$/);
    expect((await refusal(start())).message).toContain(`process ${child.pid}`);
    expect(processMark(Number(says))).toBeDefined();
    child.kill('SIGKILL');
    await ended(child);
    expect((await start()).pid).toBe(Number(says));
  });

  it('at the same moment on an empty folder: one gets it', async () => {
    fresh();
    const all = await Promise.all([startElsewhere(), startElsewhere(), startElsewhere()]);
    const said = all.map(({ says }) => says);
    expect(said.filter((says) => /^\d+$/.test(says))).toHaveLength(1);
    expect(said.filter((says) => says.startsWith('Refused: process '))).toHaveLength(2);
    for (const { child } of all) child.kill('SIGKILL');
    await Promise.all(all.map(({ child }) => ended(child)));
    await start();
  });
});

describe('after a crash', () => {
  it('a killed parent: its server is used further', async () => {
    fresh();
    const { child, says } = await startElsewhere();
    child.kill('SIGKILL');
    await ended(child);
    const told: string[] = [];
    const server = await start((text) => told.push(text));
    expect(server.pid).toBe(Number(says));
    expect(told).toEqual(['PostgreSQL is still running from last time; using it']);
    await server.stop();
    expect(processMark(server.pid)).toBeUndefined();
  });

  it('a killed server: what was committed is there again', async () => {
    fresh();
    const first = await start();
    await ask(first.url('postgres'), 'create table t as select 1 as n');
    process.kill(first.pid, 'SIGKILL');
    await first.stop();
    const second = await start();
    expect(second.pid).not.toBe(first.pid);
    expect(await ask(second.url('postgres'), 'select n from t')).toEqual([{ n: 1 }]);
  });

  it('a lock and a postmaster.pid whose numbers now belong to somebody else', async () => {
    fresh();
    await (await start()).stop();
    await writeFile(
      join(dataDir, 'starter.lock'),
      JSON.stringify({ pid: process.pid, mark: 'another life', token: 'x' }),
    );
    const used = `${process.pid}\n/elsewhere\n1700000000\n5432\n\n127.0.0.1\n\nready\n`;
    await writeFile(join(dataDir, 'cluster', 'postmaster.pid'), used);
    expect((await start()).pid).not.toBe(process.pid);
  });

  it('a first start that died half-way', async () => {
    fresh();
    await mkdir(join(dataDir, 'cluster.new', 'base'), { recursive: true });
    await writeFile(join(dataDir, 'password'), 'chosen before\n');
    const server = await start();
    expect(await ask(server.url('postgres'), 'select 1 as n')).toEqual([{ n: 1 }]);
  });
});

describe('a folder it cannot use', () => {
  it('was made by another major release', async () => {
    fresh();
    await mkdir(join(dataDir, 'cluster'), { recursive: true });
    await writeFile(join(dataDir, 'cluster', 'PG_VERSION'), '14\n');
    const { message, problems } = await refusal(start());
    expect(message).toMatch(/was made by PostgreSQL 14, this is \d\d$/);
    expect(problems[0]?.at).toBe(join(dataDir, 'cluster'));
    expect(await readFile(join(dataDir, 'cluster', 'PG_VERSION'), 'utf8')).toBe('14\n');
  });

  it('holds something else where the cluster belongs', async () => {
    fresh();
    await mkdir(join(dataDir, 'cluster'), { recursive: true });
    await writeFile(join(dataDir, 'cluster', 'letter.txt'), 'keep me');
    expect((await refusal(start())).message).toContain('has no PG_VERSION');
    expect(existsSync(join(dataDir, 'cluster', 'letter.txt'))).toBe(true);
  });

  it('has lost its password, or has a wrong one', async () => {
    fresh();
    await (await start()).stop();
    const path = join(dataDir, 'password');
    await writeFile(path, 'wrong\n');
    expect((await refusal(start())).message).toContain('does not accept the password');
    await rm(path);
    expect((await refusal(start())).problems[0]?.at).toBe(path);
    expect(existsSync(join(dataDir, 'cluster', 'postmaster.pid'))).toBe(false);
  });

  it('is not a folder', async () => {
    const file = fresh();
    await writeFile(file, '');
    expect((await refusal(start())).problems).toEqual([
      { at: file, message: 'choose another folder with --data' },
    ]);
  });
});
