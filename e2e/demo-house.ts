import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

import type { OperatorRole } from '@lazaret/kernel';

import { lazaret } from './house.js';
import { Operator } from './operator.js';

const CLI = fileURLToPath(new URL('../apps/cli/dist/main.js', import.meta.url));
const OPERATOR_PASSWORD = 'three otters under a lamp';

/** What `up --demo` says once it is ready. */
interface Ready {
  readonly console: string;
  readonly portal: string;
  readonly metrics: string;
  readonly user: string;
  readonly password: string;
  readonly second: { readonly user: string; readonly password: string };
}

/** The demo, as `npm start` runs it, in a folder of its own: worker, portal, api, network and mail, with days behind them. */
export class DemoHouse {
  #admin: Operator | undefined;
  #operators = 0;
  #looking: pg.Pool | undefined;

  private constructor(
    readonly folder: string,
    readonly ready: Ready,
    private readonly child: ChildProcess,
    private readonly heard: { said: string },
    /** The environment of the house, as commands beside it read it. */
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async open(env: NodeJS.ProcessEnv = {}, seed = '7'): Promise<DemoHouse> {
    const folder = await mkdtemp(join(tmpdir(), 'lazaret-demo-'));
    const own = { PATH: process.env['PATH'], HOME: folder, LAZARET_LOG_LEVEL: 'warn', LAZARET_PORTAL_PORT: '0', LAZARET_API_PORT: '0', ...env }; // prettier-ignore
    const child = spawn(
      process.execPath,
      [CLI, '--json', 'up', '--demo', '--data', folder, '--seed', seed, '--port', '0'],
      { env: own, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const heard = { said: '' };
    child.stderr.on('data', (chunk: Buffer) => (heard.said += chunk.toString()));
    try {
      const ready = await firstWords(child, heard);
      const environment = JSON.parse(await readFile(join(folder, 'house.json'), 'utf8')) as Record<string, string>; // prettier-ignore
      return new DemoHouse(folder, ready, child, heard, environment);
    } catch (error) {
      await stop(child);
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** What all programs of the house have logged. */
  get said(): string {
    return this.heard.said;
  }

  /** Rows of the truth. */
  async rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    if (!this.#looking) {
      this.#looking = new pg.Pool({ connectionString: this.environment['LAZARET_DATABASE_URL'], max: 2 });
      this.#looking.on('error', () => undefined);
    }
    return (await this.#looking.query<Row>(sql, values)).rows;
  }

  /** Runs `lazaret …` beside the house. @throws Error when it fails @returns what it printed */
  async must(args: readonly string[], input?: string): Promise<string> {
    const env = { PATH: process.env['PATH'], HOME: this.folder, LAZARET_DATA_DIR: this.folder, ...this.environment }; // prettier-ignore
    const ran = await lazaret(args, env, input);
    if (ran.code !== 0) throw new Error(`lazaret ${args.join(' ')} ended with ${ran.code}: ${ran.stderr}`);
    return ran.stdout;
  }

  /** Somebody new with these roles, who has chosen a password and is signed in. */
  async operator(...roles: readonly OperatorRole[]): Promise<Operator> {
    const { console: url, user, password } = this.ready;
    this.#admin ??= new Operator(url, user, password);
    if (this.#admin.cookie.value === '') await this.#admin.signIn();
    const name = `${roles.join('-')}-${(this.#operators += 1)}`;
    const { body } = await this.#admin.ask<{ firstPassword: string }>('POST', '/operators', { name, displayName: name, roles }); // prettier-ignore
    const made = new Operator(url, name, OPERATOR_PASSWORD);
    await made.signIn(body.firstPassword);
    const chosen = await made.ask('POST', '/session/password', { current: body.firstPassword, next: OPERATOR_PASSWORD }); // prettier-ignore
    if (chosen.status !== 204) throw new Error(`${name} cannot choose a password: ${chosen.status}`);
    return made;
  }

  async close(): Promise<void> {
    await this.#looking?.end();
    await stop(this.child);
    await rm(this.folder, { recursive: true, force: true });
  }
}

function firstWords(child: ChildProcess, heard: { readonly said: string }): Promise<Ready> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const line = text.split('\n').find((one) => one.startsWith('{') && one.includes('"ready":true'));
      if (line?.endsWith('}')) resolve(JSON.parse(line) as Ready);
    });
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code}: ${heard.said.slice(-2_000)}`)));
  }); // prettier-ignore
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGINT');
  await ended;
}
