import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';

import { OperatorsService, SessionsService, type NewOperator } from '@lazaret/access';
import { API_BASE, type Route } from '@lazaret/contracts';
import type { OperatorRole, Permission } from '@lazaret/kernel';
import { createLog } from '@lazaret/platform';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { Api } from './api.js';
import { apiConfig } from './config.js';
import { Desk } from './desk.js';

export const PASSWORD = 'three otters under a lamp';

/** An API on a database of its own, asked without a network. Its real time stands still until told. */
export class AnApi {
  readonly lines: string[] = [];
  now = new Date('2026-11-25T09:00:00.000Z');
  #names = 0;
  #visitors = 0;

  private constructor(
    readonly fresh: FreshDatabase,
    readonly folder: string,
    public api: Api,
  ) {}

  static async start(env: NodeJS.ProcessEnv = {}): Promise<AnApi> {
    const fresh = await freshDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'lazaret-api-'));
    const made = new AnApi(fresh, folder, undefined as unknown as Api);
    const config = apiConfig({
      LAZARET_DATABASE_URL: fresh.url,
      LAZARET_ARCHIVE_DIR: join(folder, 'archive'),
      LAZARET_API_PORT: '0',
      LAZARET_API_OBSERVE_PORT: '0',
      ...env,
    });
    made.api = await Api.start(config, {
      log: createLog({
        name: 'api',
        level: 'debug',
        destination: { write: (line) => made.lines.push(line) },
      }),
      watch: () => made.now,
      consoleDir: join(folder, 'console'),
      newsEveryMs: 20,
    });
    return made;
  }

  /** It fails while a connection is still out. */
  async close(): Promise<void> {
    await this.api.stop();
    await this.fresh.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  get desk(): Desk {
    return this.api.get(Desk);
  }

  /** From now on whoever is signed in may do this, whatever his roles; null: what his roles say. */
  mayDo(permissions: ReadonlySet<Permission> | null): void {
    const sessions = this.desk.get(SessionsService);
    Reflect.deleteProperty(sessions, 'find');
    if (permissions === null) return;
    const find = sessions.find.bind(sessions);
    sessions.find = async (...asked) => {
      const session = await find(...asked);
      return session && { ...session, permissions };
    };
  }

  pass(minutes: number): void {
    this.now = new Date(this.now.getTime() + minutes * 60_000);
  }

  async addOperator(operator: Partial<NewOperator> = {}): Promise<string> {
    const name = operator.name ?? `op${(this.#names += 1)}`;
    await this.desk.run((tx) =>
      this.desk
        .get(OperatorsService)
        .add(tx, { name, displayName: name, roles: ['viewer'], password: PASSWORD, ...operator }, this.now),
    );
    return name;
  }

  /** Somebody new with these roles, signed in. */
  async someone(...roles: readonly OperatorRole[]): Promise<Visitor> {
    const visitor = this.stranger();
    await visitor.signIn(await this.addOperator({ roles }));
    return visitor;
  }

  stranger(): Visitor {
    this.#visitors += 1;
    return new Visitor(this, `10.0.${this.#visitors >> 8}.${this.#visitors & 255}`);
  }
}

/** A browser with the console in it. */
export class Visitor {
  cookie: string | undefined;
  name = '';

  constructor(
    private readonly at: AnApi,
    /** Everybody has one of his own: an address is locked out and slowed down as a whole. */
    readonly address: string,
  ) {}

  async signIn(name: string, password = PASSWORD): Promise<LightMyRequestResponse> {
    const answer = await this.ask('POST', '/session', { body: { name, password } });
    if (answer.statusCode === 200) this.name = name;
    return answer;
  }

  async ask(
    method: Route['method'] | 'HEAD',
    path: string,
    { body, headers = {} }: { readonly body?: unknown; readonly headers?: Record<string, string> } = {},
  ): Promise<LightMyRequestResponse> {
    const answer = await this.raw({
      method,
      url: `${API_BASE}${path}`,
      headers: {
        'x-lazaret': '1',
        'sec-fetch-site': 'same-origin',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    return answer;
  }

  async raw(options: InjectOptions): Promise<LightMyRequestResponse> {
    const answer = await this.at.api.fastify.inject({
      remoteAddress: this.address,
      ...options,
      headers: {
        host: 'localhost',
        ...(this.cookie === undefined ? {} : { cookie: this.cookie }),
        ...options.headers,
      },
    });
    const set = answer.cookies.find(({ name }) => name.endsWith('lazaret'));
    if (set !== undefined) this.cookie = set.value === '' ? undefined : `${set.name}=${set.value}`;
    return answer;
  }
}
