import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

import { Broken, Refused, Secret, Unavailable } from '@lazaret/kernel';

import { installedBinaries, usableBinaries, type Binaries } from './binaries.js';
import { clusterIn, entry, prepareCluster, SUPERUSER, type Cluster } from './cluster.js';
import { freePort, isFree } from './free-port.js';
import { ask, readPostmaster, servesCluster, type Postmaster } from './postmaster.js';
import { processMark } from './process-mark.js';
import { logPath, logTail, openLog } from './server-log.js';
import { serverProcess } from './server-process.js';
import { serverUser } from './server-user.js';
import { StarterLock } from './starter-lock.js';

export interface EmbeddedPostgresOptions {
  /** Ours alone: cluster, password, log and lock lie in it. Made when missing. */
  readonly dataDir: string;
  /** Server settings, `max_connections: '200'`. A server found running keeps those it has. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly onProgress?: (text: string) => void;
}

// The log is for the people who run it: no row contents, hence neither the statement nor the detail of an error.
const SETTINGS = {
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};
/** Recovery after a power cut may take a while; a server that says nothing for so long is stuck. */
const READY_WITHIN_MS = 180_000;

/** A PostgreSQL server of our own on 127.0.0.1, from the binaries npm installed. It outlives a killed parent. */
export class EmbeddedPostgres {
  private stopping: Promise<void> | undefined;

  private constructor(
    private readonly server: Postmaster,
    private readonly mark: string,
    private readonly password: Secret,
    private readonly lock: StarterLock,
    /** PostgreSQL's log file. */
    readonly log: string,
  ) {}

  /**
   * Starts the server, or takes over the one a killed program left running.
   * @throws Refused when another program runs it, on an unsupported machine, or when the folder cannot be used.
   */
  static async start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const home = resolve(options.dataDir);
    const onProgress = options.onProgress ?? ((): void => undefined);
    const installed = await installedBinaries();
    await makeHome(home);
    const lock = await StarterLock.take(home);
    try {
      const cluster = await clusterIn(home, await serverUser(join(home, 'cluster')));
      const binaries = await usableBinaries(installed, cluster.user, onProgress);
      const { password } = await prepareCluster(cluster, binaries, onProgress);
      const running = await findRunning(cluster, password);
      if (running !== undefined) onProgress('PostgreSQL is still running from last time; using it');
      const server = running ?? (await launch(cluster, binaries, password, options.settings ?? {}));
      await lock.confirm(home);
      const mark = processMark(server.pid) ?? '';
      return new EmbeddedPostgres(server, mark, new Secret(password), lock, logPath(home));
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  get pid(): number {
    return this.server.pid;
  }

  get port(): number {
    return this.server.port;
  }

  /** Connection string, password included: print it nowhere. */
  url(database: string): string {
    const name = encodeURIComponent(database);
    return `postgres://${SUPERUSER}:${this.password.reveal()}@127.0.0.1:${this.server.port}/${name}`;
  }

  /** Makes the database unless it exists, and answers its connection string. */
  async ensureDatabase(name: string): Promise<string> {
    const client = new pg.Client({ connectionString: this.url('postgres') });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
      if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
    } catch (error) {
      // duplicate_database, or unique_violation in the catalogue: somebody else made it meanwhile.
      if (!['42P04', '23505'].includes((error as { code?: string }).code ?? ''))
        throw new Unavailable(`the database ${name} could not be made`, { cause: error });
    } finally {
      await client.end().catch(() => undefined);
    }
    return this.url(name);
  }

  /** Ends the server: open transactions are rolled back, then harder ways if it does not go. May be called twice. */
  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  private async end(): Promise<void> {
    // PostgreSQL, "Shutting Down the Server": SIGINT fast, SIGQUIT immediate (recovery at the next start).
    const ways = [
      ['SIGINT', 30_000],
      ['SIGQUIT', 10_000],
      ['SIGKILL', 10_000],
    ] as const;
    for (const [signal, patience] of ways) {
      if (!this.lives()) break;
      process.kill(this.server.pid, signal);
      const until = Date.now() + patience;
      while (this.lives() && Date.now() < until) await wait(10);
    }
    await this.lock.release();
    if (this.lives()) throw new Broken(`PostgreSQL (process ${this.server.pid}) does not end`);
  }

  private lives(): boolean {
    return processMark(this.server.pid) === this.mark;
  }
}

async function makeHome(home: string): Promise<void> {
  try {
    await mkdir(home, { recursive: true });
    const probe = join(home, `.probe-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw new Refused(`${home} cannot be written: ${(error as Error).message}`, {
      problems: [{ at: home, message: 'choose another folder with --data' }],
      cause: error,
    });
  }
}

/** The server a killed program left behind, once it answers; undefined when there is none or it was just stopping. */
async function findRunning(cluster: Cluster, password: string): Promise<Postmaster | undefined> {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until) {
    const server = await readPostmaster(cluster);
    if (server === undefined) return undefined;
    if (!(await servesCluster(server.pid, cluster))) {
      // PostgreSQL itself would refuse to start while any process of its user has that number.
      await rm(join(cluster.folder, 'postmaster.pid'), { force: true });
      return undefined;
    }
    if ((await ask(server, password)) === 'ready') return server;
    await wait(50);
  }
  throw new Unavailable(`the PostgreSQL left running in ${cluster.home} does not answer`, {
    problems: [{ at: logPath(cluster.home), message: 'see its log; end that process and start again' }],
  });
}

async function launch(
  cluster: Cluster,
  binaries: Binaries,
  password: string,
  settings: Readonly<Record<string, string>>,
): Promise<Postmaster> {
  // The port of last time, so that an address somebody noted, or a program waiting for the server, stays right.
  const portFile = join(cluster.home, 'port');
  const last = Number(await readFile(portFile, 'utf8').catch(() => '0'));
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(Number.isInteger(last) && last > 1023 && last < 65_536 ? last : 0);
    const outcome = await launchOn(port, cluster, binaries, password, settings);
    if (typeof outcome !== 'string') {
      await writeFile(portFile, `${port}\n`);
      return outcome;
    }
    // Between looking and listening somebody else may have taken the port.
    if (attempt === 5 || (await isFree(port))) throw new Broken(`PostgreSQL did not start: ${outcome}`);
  }
}

/** @returns the server, or why it ended at once. */
async function launchOn(
  port: number,
  cluster: Cluster,
  binaries: Binaries,
  password: string,
  settings: Readonly<Record<string, string>>,
): Promise<Postmaster | string> {
  const log = await openLog(cluster.home);
  const { argument, cwd } = entry(cluster);
  const fixed = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port) };
  const wanted = Object.entries({ ...SETTINGS, ...settings, ...fixed });
  const args = ['-D', argument, ...wanted.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const program = join(binaries.folder, 'bin', 'postgres');
  // Detached: a terminal's Ctrl-C must not end the server before the programs that use it have drained.
  const started = serverProcess(program, args, { user: cluster.user, cwd, log: log.fd, detached: true });
  await log.close();
  let end: number | string | undefined;
  void started.ended.then(({ how }) => (end = how));
  const until = Date.now() + READY_WITHIN_MS;
  try {
    while (end === undefined && Date.now() < until) {
      const server = await readPostmaster(cluster);
      if (
        server?.pid === started.child.pid &&
        server !== undefined &&
        (await ask(server, password)) === 'ready'
      ) {
        started.child.unref();
        return server;
      }
      await wait(15);
    }
  } catch (error) {
    started.child.kill('SIGINT');
    await started.ended;
    throw error;
  }
  if (end === undefined) started.child.kill('SIGQUIT');
  const { how } = await started.ended;
  return `${how}, ${await logTail(cluster.home)}`;
}
