import { fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

import type { OperatorRole } from '@lazaret/kernel';
import { EmbeddedPostgres } from '@lazaret/platform';
import { makePortalLogin } from '@lazaret/portal';

import { MailServer } from './mail-server.js';
import { Operator } from './operator.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CLI = join(ROOT, 'apps/cli/dist/main.js');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A worker's process, and the address of its `/metrics`. */
export type HouseWorker = ChildProcess & { readonly metrics: string };

/** The API's process. */
export interface HouseApi {
  readonly child: ChildProcess;
  /** Where the console is. */
  readonly url: string;
  readonly metrics: string;
  /** Somebody new with these roles, who may sign in. */
  operator(...roles: readonly OperatorRole[]): Promise<Operator>;
  /** As `operator`, signed in. */
  signIn(...roles: readonly OperatorRole[]): Promise<Operator>;
}

const OPERATOR_PASSWORD = 'three otters under a lamp';

/** The whole house in one folder: its own PostgreSQL, a mail server, and the real programs as processes. */
export class House {
  readonly mail = new MailServer();
  #programs = new Set<ChildProcess>();
  #operators = 0;
  #looking: pg.Pool | undefined;
  #smtp = '';
  #portalUrl: string | undefined;

  private constructor(
    readonly folder: string,
    public postgres: EmbeddedPostgres,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static async open(env: NodeJS.ProcessEnv = {}): Promise<House> {
    const folder = await mkdtemp(join(tmpdir(), 'lazaret-house-'));
    const postgres = await EmbeddedPostgres.start({ dataDir: join(folder, 'postgres') });
    const house = new House(folder, postgres, env);
    try {
      await postgres.ensureDatabase('lazaret');
      house.#smtp = await house.mail.start();
      await house.file('brands.json', JSON.stringify(BRANDS));
      await house.must('migrate');
      return house;
    } catch (error) {
      await house.close();
      throw error;
    }
  }

  /** Puts a file into the house. @returns its path */
  async file(name: string, content: string | Buffer): Promise<string> {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    // Written a while ago: a watched folder takes it at first sight, for nobody is still writing it.
    const before = new Date(Date.now() - 120_000);
    await utimes(path, before, before);
    return path;
  }

  /** Stops the domain's time at `at`, for every process. */
  async clock(at: string): Promise<void> {
    await this.rows('update platform.clock set at = $1', [at]);
    await this.rows('notify clock');
  }

  /** Waits until nothing is left to do at this time of the clock. */
  async rest(seconds = 30): Promise<void> {
    await until(
      () => this.rows(LEFT_TO_DO),
      (left) => left.length === 0,
      seconds,
    );
  }

  get environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      HOME: this.folder,
      LAZARET_DATABASE_URL: this.postgres.url('lazaret'),
      LAZARET_ARCHIVE_DIR: join(this.folder, 'archive'),
      LAZARET_SMTP_URL: this.#smtp,
      LAZARET_BRANDS: join(this.folder, 'brands.json'),
      LAZARET_HTTP_PORT: '0',
      LAZARET_LOG_LEVEL: 'warn',
      ...this.env,
    };
  }

  /** Runs `lazaret …` to its end. */
  async run(...args: string[]): Promise<Ran> {
    return lazaret(args, this.environment);
  }

  /** Runs `lazaret …`, and fails when the command does. @returns what it printed */
  async must(...args: string[]): Promise<string> {
    const ran = await this.run(...args);
    if (ran.code !== 0) throw new Error(`lazaret ${args.join(' ')} ended with ${ran.code}: ${ran.stderr}`);
    return ran.stdout;
  }

  /** Runs `lazaret … --json` and reads its answer. Fails when the command does. */
  async ask<T>(...args: string[]): Promise<T> {
    return JSON.parse(await this.must(...args, '--json')) as T;
  }

  /** Everything the programs wrote to their outputs. */
  said = '';

  /** Starts a worker and waits until it says that it is ready. */
  async worker(env: NodeJS.ProcessEnv = {}): Promise<HouseWorker> {
    const { child, message } = await this.#start('worker', { ...this.environment, ...env });
    return Object.assign(child, { metrics: String(message['metrics']) });
  }

  /** Starts the portal, which knows visitors by what a proxy of this machine says. @returns its address */
  async portal(env: NodeJS.ProcessEnv = {}): Promise<{ readonly child: ChildProcess; readonly url: string }> {
    // Another password would lock out a portal that runs already.
    this.#portalUrl ??= await makePortalLogin(this.postgres.url('lazaret'));
    const { child, message } = await this.#start('portal', {
      PATH: process.env['PATH'],
      LAZARET_PORTAL_DATABASE_URL: this.#portalUrl,
      LAZARET_PORTAL_PORT: '0',
      LAZARET_PORTAL_OBSERVE_PORT: '0',
      LAZARET_PORTAL_KEY: 'a key of the portal that only tests know',
      LAZARET_PORTAL_TRUST_PROXY: '127.0.0.1/32',
      LAZARET_BRANDS: this.environment['LAZARET_BRANDS'],
      LAZARET_LOG_LEVEL: 'warn',
      ...env,
    });
    return { child, url: String(message['portal']) };
  }

  /** Starts the API with the console that was built, and tells how to sign in to it. */
  async api(env: NodeJS.ProcessEnv = {}): Promise<HouseApi> {
    const { child, message } = await this.#start('api', {
      ...this.environment,
      LAZARET_API_PORT: '0',
      LAZARET_API_OBSERVE_PORT: '0',
      ...env,
    });
    const url = String(message['console']);
    const operator = (...roles: readonly OperatorRole[]): Promise<Operator> => this.#operator(url, roles);
    const signIn = async (...roles: readonly OperatorRole[]): Promise<Operator> => {
      const made = await operator(...roles);
      const { status } = await made.signIn();
      if (status !== 200) throw new Error(`${made.name} cannot sign in: ${status}`);
      return made;
    };
    return { child, url, metrics: String(message['metrics']), operator, signIn };
  }

  async #operator(url: string, roles: readonly OperatorRole[]): Promise<Operator> {
    const name = `${roles.join('-')}-${(this.#operators += 1)}`;
    const words = ['operator', 'add', name, '--role', ...roles, '--password-stdin'];
    const ran = await lazaret(words, this.environment, `${OPERATOR_PASSWORD}\n`);
    if (ran.code !== 0) throw new Error(`lazaret ${words.join(' ')}: ${ran.stderr}`);
    return new Operator(url, name, OPERATOR_PASSWORD);
  }

  /** Starts a program and waits until it says that it is ready. */
  async #start(
    name: 'worker' | 'portal' | 'api',
    env: NodeJS.ProcessEnv,
  ): Promise<{ child: ChildProcess; message: Record<string, unknown> }> {
    const child = fork(join(ROOT, `apps/${name}/dist/main.js`), [], {
      env,
      // As anybody starts it: the test runner's own conditions would make it read sources.
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#programs.add(child);
    child.once('exit', () => this.#programs.delete(child));
    const from = this.said.length;
    child.stdout?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    const message = await new Promise<Record<string, unknown>>((ready, reject) => {
      child.once('message', (said: Record<string, unknown>) => ready(said));
      child.once('exit', (code) => reject(new Error(`${name} ended with ${code}: ${this.said.slice(from)}`)));
    });
    return { child, message };
  }

  /** Ends a program the hard way. */
  async kill(child: ChildProcess): Promise<void> {
    if (!this.#programs.has(child)) return;
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill('SIGKILL');
    await gone;
  }

  /** Rows of the truth. */
  async rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    if (!this.#looking) {
      this.#looking = new pg.Pool({ connectionString: this.postgres.url('lazaret'), max: 2 });
      this.#looking.on('error', () => undefined);
    }
    return (await this.#looking.query<Row>(sql, values)).rows;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#programs].map((child) => this.kill(child)));
    await this.#looking?.end();
    await this.mail.stop();
    await this.postgres.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Waits for a state, not for a time. Looks ten times a second; what it last saw is in the error. */
export async function until<T>(
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
  seconds = 60,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await look().catch((error: unknown) => error as T);
    if (!(seen instanceof Error) && holds(seen)) return seen;
    if (Date.now() > end)
      throw new Error(`not reached in ${seconds} s; last seen: ${JSON.stringify(seen) ?? String(seen)}`);
    await new Promise((next) => setTimeout(next, 100));
  }
}

/** Runs `lazaret …` to its end, by default in no house. */
export function lazaret(args: readonly string[], env: NodeJS.ProcessEnv = {}, input?: string): Promise<Ran> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [CLI, ...args], {
      env,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', failed);
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
}

/** One look at everything that is due or under way: whatever is done in between writes what follows from it first. */
const LEFT_TO_DO = `
  with clock as (select coalesce(at, now()) as now from platform.clock)
  select 'job ' || job as what from platform.outbox where failed_at is null
  union all select 'feed ' || name from feeds.feed, clock where due_at <= now
  union all select 'report ' || name from feeds.report where finished_at is null
  union all select 'question ' || observation_id from ledger.attribution, clock where due_at <= now
  union all select 'case ' || code from cases."case", clock where due_at <= now
  union all select 'stay ' || id from garden.confinement, clock where due_at <= now
  union all select 'request ' || id from portal.request where settled_at is null`;

const BRANDS = {
  default: 'harbour',
  brands: {
    harbour: {
      name: 'Harbour Net',
      short: 'Harbour',
      phone: '0800 555 0100',
      check: 'harbour.example/check',
      from: { name: 'Harbour Net', address: 'care@harbour.example' },
      bounceHost: 'notices.harbour.example',
      locale: 'en-GB',
    },
  },
};
