import { execFileSync } from 'node:child_process';
import { readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

import { Refused } from '@lazaret/kernel';

import { SUPERUSER, type Cluster } from './cluster.js';
import { processMark } from './process-mark.js';

/** What PostgreSQL writes into `postmaster.pid`, as far as we need it. */
export interface Postmaster {
  readonly pid: number;
  /** Seconds since 1970 of its start. */
  readonly started: string;
  readonly port: number;
}

/** Line 1 is the pid, 3 the start, 4 the port (PostgreSQL, `pidfile.h`). Undefined while it is half written. */
export function parsePostmaster(text: string): Postmaster | undefined {
  const [pid, , started = '', port] = text.split('\n').map((line) => line.trim());
  const numbers = [pid, started, port].every((field) => /^\d+$/.test(field ?? ''));
  return numbers ? { pid: Number(pid), started, port: Number(port) } : undefined;
}

export async function readPostmaster(cluster: Cluster): Promise<Postmaster | undefined> {
  return parsePostmaster(await readFile(join(cluster.folder, 'postmaster.pid'), 'utf8').catch(() => ''));
}

/** Whether the process with that number is a server of this cluster, and not a stranger with a used-up number. */
export async function servesCluster(pid: number, cluster: Cluster): Promise<boolean> {
  if (processMark(pid) === undefined) return false;
  if (process.platform === 'linux') {
    // A server's working directory is its data folder.
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    return cwd !== undefined && cwd === (await realpath(cluster.folder));
  }
  try {
    return execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8', timeout: 5_000 })
      .trim()
      .endsWith('postgres');
  } catch {
    return false;
  }
}

export type Answer = 'ready' | 'not-yet' | 'stranger';

/**
 * Connects with our password (SCRAM proves either side to the other) and asks the server for the `postmaster.pid` of
 * its own data folder. @throws Refused when the password is wrong.
 */
export async function ask(server: Postmaster, password: string): Promise<Answer> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: server.port,
    user: SUPERUSER,
    password,
    database: 'postgres',
    ssl: false,
    connectionTimeoutMillis: 3_000,
    query_timeout: 3_000,
    application_name: 'lazaret start',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ text: string }>(`select pg_read_file('postmaster.pid') as text`);
    const its = parsePostmaster(rows[0]?.text ?? '');
    return its?.pid === server.pid && its.started === server.started ? 'ready' : 'stranger';
  } catch (error) {
    // 28P01: invalid_password. Anything else is a server that is starting, stopping or gone.
    if ((error as { code?: string }).code === '28P01')
      throw new Refused('the database does not accept the password kept beside it', {
        problems: [{ at: 'password', message: 'restore the file that was made together with the database' }],
      });
    return 'not-yet';
  } finally {
    await client.end().catch(() => undefined);
  }
}
