import type { Command } from 'commander';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Secret } from '@lazaret/kernel';
import { apiShape, houseShape } from '@lazaret/pipeline';
import { EmbeddedPostgres, migrate } from '@lazaret/platform';
import { makePortalLogin } from '@lazaret/portal';

import { environment, HOUSE_FILE, upDataDir } from '../config.js';
import { anyOperator, demoOperators, type SignIn } from '../first-operators.js';
import { freePort } from '../free-port.js';
import type { Output } from '../output.js';
import { program, MIGRATIONS } from '../places.js';
import { portalEnvironment } from '../portal-environment.js';
import { ProcessTree, type Message } from '../process-tree.js';
import { ownKeys } from '../own-keys.js';

/** Where the console is looked for first. */
const CONSOLE_PORT = 8_080;

interface UpOptions {
  readonly demo?: boolean;
  readonly data?: string;
  readonly seed: string;
  readonly port: string;
}

export function upCommand(root: Command, output: () => Output): void {
  root
    .command('up')
    .description('run everything in one process tree on an embedded PostgreSQL, until Ctrl-C')
    .option('--demo', 'with a made-up provider, its feed and a mailbox to read')
    .option('--data <dir>', 'where data lies (default: LAZARET_DATA_DIR, else the usual folder)')
    .option('--seed <number>', 'the demo provider to make', '7')
    .option('--port <number>', 'port of the demo page; another when it is taken', '8025')
    .action(async (options: UpOptions) => {
      await new Up(options, output()).run();
    });
}

/** `lazaret up`: PostgreSQL, then the programs that use it; and all of it down again in the other order. */
class Up {
  readonly #data: string;
  #tree: ProcessTree;
  #postgres: EmbeddedPostgres | undefined;
  #over: (code: number) => void = () => undefined;
  readonly #end = new Promise<number>((resolve) => (this.#over = resolve));

  constructor(
    private readonly options: UpOptions,
    private readonly output: Output,
  ) {
    this.#data = upDataDir(options);
    this.#tree = new ProcessTree(
      (name, code) => {
        this.output.progress(`${name} ended (exit code ${code ?? 'none'}); stopping`);
        this.#over(1);
      },
      (text) => this.output.progress(text),
    );
  }

  async run(): Promise<void> {
    // Ctrl-C reaches the whole group, and npm passes it on once more; one is enough.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => this.#over(0));
    process.once('disconnect', () => this.#over(0));
    try {
      const ready = await Promise.race([this.start(), this.#end]);
      if (typeof ready !== 'number') this.announce(ready);
      process.exitCode = await this.#end;
    } finally {
      await this.stop();
    }
  }

  private async start(): Promise<Record<string, unknown>> {
    const tell = (text: string): void => this.output.progress(text);
    await mkdir(this.#data, { recursive: true });
    tell(`starting PostgreSQL in ${this.#data}`);
    this.#postgres = await EmbeddedPostgres.start({
      dataDir: join(this.#data, 'postgres'),
      onProgress: tell,
    });
    const url = await this.#postgres.ensureDatabase('lazaret');
    const { applied } = await migrate(url, MIGRATIONS);
    if (applied.length > 0) tell(`database brought up to date (${applied.length} steps)`);

    const keys = await ownKeys(this.#data);
    const env: NodeJS.ProcessEnv = {
      LAZARET_GARDEN_KEY: keys.garden,
      LAZARET_PORTAL_KEY: keys.portal,
      LAZARET_PORTAL_PORT: '8081',
      LAZARET_PORTAL_OBSERVE_PORT: '0',
      LAZARET_API_OBSERVE_PORT: '0',
      ...environment(),
      LAZARET_DATABASE_URL: url,
      LAZARET_PORTAL_DATABASE_URL: await makePortalLogin(url),
      LAZARET_ARCHIVE_DIR: join(this.#data, 'archive'),
      LAZARET_HTTP_PORT: environment()['LAZARET_HTTP_PORT'] ?? '0',
      LAZARET_LOG_LEVEL: environment()['LAZARET_LOG_LEVEL'] ?? 'warn',
    };
    const demo = this.options.demo ? await this.startDemo(env) : undefined;
    Object.assign(env, demo?.['environment']);
    await this.remember(env);
    const worker = await this.#tree.start('worker', program('worker'), only(env, Object.keys(houseShape)));
    tell('worker is running');
    const portal = await this.#tree.start('portal', program('portal'), portalEnvironment(env));
    tell('portal is running');
    const people = await this.people(url);
    const api = await this.startApi(env);
    tell('console is running');
    if (demo) {
      const { story } = await this.#tree.hear('demo', 'story', 300);
      this.output.say(String(story));
    }
    return {
      ready: true,
      console: api['console'],
      ...people,
      // The page of the demo has its letters as well, and programs know it by that name.
      ...(demo ? { demo: demo['mail'], mail: demo['mail'] } : {}),
      portal: portal['portal'],
      metrics: worker['metrics'],
      data: this.#data,
    };
  }

  private async startDemo(env: NodeJS.ProcessEnv): Promise<Message> {
    return this.#tree.start('demo', program('demo'), {
      ...env,
      LAZARET_DEMO_DIR: join(this.#data, 'demo'),
      LAZARET_DEMO_SEED: this.options.seed,
      LAZARET_DEMO_PORT: this.options.port,
    });
  }

  private async startApi(env: NodeJS.ProcessEnv): Promise<Message> {
    const wanted = environment()['LAZARET_API_PORT'] ?? String(await freePort(CONSOLE_PORT));
    const own = only({ ...env, LAZARET_API_PORT: wanted }, Object.keys(apiShape));
    return this.#tree.start('api', program('api'), own);
  }

  /** Who can sign in: in the demo two people of its own, else whoever was let in by hand. */
  private async people(url: string): Promise<{ readonly second?: SignIn } & Partial<SignIn>> {
    const config = {
      LAZARET_DATABASE_URL: new Secret(url),
      LAZARET_ARCHIVE_DIR: join(this.#data, 'archive'),
      LAZARET_MAX_REPORT_MB: 1,
    };
    if (this.options.demo) {
      const { first, second } = await demoOperators(this.#data, config);
      return { ...first, second };
    }
    if (!(await anyOperator(config)))
      this.output.say(
        'Nobody can sign in to the console yet. Let somebody in: lazaret operator add NAME --role admin',
      );
    return {};
  }

  /** Other commands find the running house here. It holds the database's password, hence 0600. */
  private async remember(env: NodeJS.ProcessEnv): Promise<void> {
    const names = [...Object.keys(houseShape), 'LAZARET_DEMO_URL'].filter(
      (name) => name !== 'LAZARET_HTTP_PORT',
    );
    const own = Object.entries(env).filter(([name]) => names.includes(name));
    await writeFile(join(this.#data, HOUSE_FILE), JSON.stringify(Object.fromEntries(own)), { mode: 0o600 });
  }

  private announce(ready: Record<string, unknown>): void {
    this.output.result(ready, () =>
      [
        '',
        'Lazaret is running. Ctrl-C stops it; the data stays.',
        ...Object.entries(ready)
          .filter(([name]) => name !== 'ready' && name !== 'mail')
          .map(([name, value]) => `  ${name.padEnd(8)} ${tellOf(value)}`),
      ].join('\n'),
    );
  }

  private async stop(): Promise<void> {
    await this.#tree.stop();
    await this.#postgres?.stop();
    await rm(join(this.#data, HOUSE_FILE), { force: true });
  }
}

function tellOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { user, password } = value as SignIn;
  return `${user}  ${password}  (agrees to what takes two people)`;
}

/** The environment of a program: what any program has, and of ours what it knows. */
function only(env: NodeJS.ProcessEnv, known: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('LAZARET_') || known.includes(name)),
  );
}
