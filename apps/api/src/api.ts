import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import files from '@fastify/static';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { CoaMetrics, openNetwork } from '@lazaret/garden';
import { API_BASE, routes } from '@lazaret/contracts';
import { Refused, Unavailable } from '@lazaret/kernel';
import { Brands, loadBrands, loadLetters } from '@lazaret/notices';
import { houseEntities, type ApiConfig } from '@lazaret/pipeline';
import {
  createLog,
  Database,
  DomainClock,
  Health,
  Listener,
  Metrics,
  NestLog,
  ObserveServer,
  type Log,
} from '@lazaret/platform';

import { ApiMetrics } from './api.metrics.js';
import { AppModule } from './app.module.js';
import { assertServed } from './assert-served.js';
import { ConsoleFiles } from './console-files.js';
import { ErrorAnswers } from './error-answers.js';
import { Gate } from './gate.js';
import { commonHeaders } from './headers.js';
import { News } from './health/news.js';
import { serveProblemsPage } from './problems-page.js';
import { NoMailer } from './no-mailer.js';
import { RateLimits } from './rate-limits.js';
import { readJson } from './read-json.js';
import { Site } from './site.js';

const LARGEST_BODY = 64 * 1024;
/** A whole policy. */
const LARGEST_POLICY = 1024 * 1024;
const MOST_CONNECTIONS = 2_000;

/** The door for operators and systems: the API, and the console it serves. */
export class Api {
  readonly #closing: (() => Promise<unknown>)[] = [];
  readonly #metrics = new Metrics().withProcess();
  readonly #health = new Health();

  private constructor(
    private readonly config: ApiConfig,
    private readonly parts: ApiParts,
    private readonly log: Log,
  ) {}

  /** Starts everything, or nothing. @throws Refused, Unavailable */
  static async start(config: ApiConfig, parts: ApiParts = {}): Promise<Api> {
    const log = parts.log ?? createLog({ name: 'api', level: config.LAZARET_LOG_LEVEL });
    const api = new Api(config, parts, log);
    try {
      await api.open();
      return api;
    } catch (error) {
      await api.stop();
      throw error;
    }
  }

  /** Where the console is, as operators reach it. */
  address = '';
  /** Where `/metrics` is. */
  metrics = '';
  /** For tests, which ask without a network. */
  fastify!: FastifyInstance;
  get!: <T>(what: Type<T>) => T;

  /** Finishes what is under way and lets go of everything, in the other order. */
  async stop(): Promise<void> {
    for (const close of this.#closing.splice(0).reverse())
      await close().catch((error: unknown) => this.log.error('could not be closed', { err: error }));
  }

  private async open(): Promise<void> {
    const { config } = this;
    const trouble = (name: string, error: unknown): void =>
      this.log.warn('trouble', { where: name, err: error });
    const url = config.LAZARET_DATABASE_URL.reveal();
    const database = await Database.connect({
      url,
      entities: houseEntities,
      poolSize: 12,
      applicationName: 'lazaret api',
      onPoolError: (error) => trouble('PostgreSQL', error),
    });
    this.#closing.push(() => database.close());
    const listener = new Listener({ url, onError: trouble });
    this.#closing.push(() => listener.stop());
    const clock = await DomainClock.follow({ database, listener, onError: trouble });
    this.#closing.push(() => clock.stop());
    this.#health.add('database', async () => {
      await database.query('select 1');
      return { ok: true };
    });

    const site = new Site(
      config.LAZARET_API_URL,
      config.LAZARET_API_TRUST_PROXY,
      config.LAZARET_DEMO_URL ?? null,
    );
    const metrics = new ApiMetrics(this.#metrics.registry);
    const app = await this.app(site, metrics, await this.module(database, clock, site, metrics));
    const news = app.get(News);
    clock.onSet(() => news.clockIsSet());
    news.start();
    listener.start();
    await this.listen(app, site);
    // Readers of news never leave by themselves; they go before the server waits for everybody.
    this.#closing.push(() => news.stop());
    await this.observe();
    this.address = site.url.href;
    this.log.info('the API is ready');
  }

  private async module(
    database: Database,
    clock: DomainClock,
    site: Site,
    metrics: ApiMetrics,
  ): Promise<ReturnType<typeof AppModule.register>> {
    const { config } = this;
    const network = await openNetwork(config, new CoaMetrics(this.#metrics.registry));
    if (network !== undefined) this.#closing.push(() => network.enforcer.close());
    const brands =
      config.LAZARET_BRANDS === undefined ? Brands.none() : await loadBrands(config.LAZARET_BRANDS);
    return AppModule.register({
      house: {
        database,
        metrics: this.#metrics,
        feeds: {
          archiveDir: config.LAZARET_ARCHIVE_DIR,
          maxReportBytes: config.LAZARET_MAX_REPORT_MB * 1024 * 1024,
        },
        notices: { letters: await loadLetters(brands), mailer: new NoMailer(), claimMs: 60_000 },
        network,
      },
      brands,
      clock,
      site,
      log: this.log,
      metrics,
      ...(this.parts.watch === undefined ? {} : { watch: this.parts.watch }),
      ...(this.parts.newsEveryMs === undefined ? {} : { newsEveryMs: this.parts.newsEveryMs }),
    });
  }

  private async app(
    site: Site,
    metrics: ApiMetrics,
    module: ReturnType<typeof AppModule.register>,
  ): Promise<NestFastifyApplication> {
    const adapter = new FastifyAdapter({
      logger: false,
      bodyLimit: LARGEST_BODY,
      requestTimeout: 15_000,
      keepAliveTimeout: 65_000,
      // Whom a proxy names is read by whoAsks alone.
      trustProxy: false,
      requestIdHeader: false,
      genReqId: () => randomUUID(),
      routerOptions: { maxParamLength: 300 },
      http: { headersTimeout: 10_000, maxHeaderSize: 16_384, connectionsCheckingInterval: 5_000 },
      frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
        void reply.headers({ ...commonHeaders(site), 'x-request-id': String(request.id) });
        answers.answer(error, request, reply);
      },
    });
    const fastify = adapter.getInstance<FastifyInstance>();
    this.fastify = fastify;
    const served = assertServed(fastify);
    const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
      bodyParser: false,
      logger: new NestLog(this.log.with({ part: 'nest' })),
      abortOnError: false,
    });
    this.#closing.push(() => app.close());
    this.get = (what) => app.get(what, { strict: false });
    const answers = app.get(ErrorAnswers);
    app.useGlobalFilters(answers);
    await this.hooks(fastify, site, metrics, app.get(Gate));
    await app.init();
    served();
    return app;
  }

  private async hooks(fastify: FastifyInstance, site: Site, metrics: ApiMetrics, gate: Gate): Promise<void> {
    for (const name of ['by', 'address', 'asked', 'seen'] as const) fastify.decorateRequest(name, null);
    fastify.addHook('onRoute', (options) => {
      if (options.config?.route === routes.putPolicy) options.bodyLimit = LARGEST_POLICY;
    });
    fastify.addHook('onRequest', async (request, reply) => {
      void reply.headers({ ...commonHeaders(site), 'x-request-id': String(request.id) });
    });
    await fastify.register(cookie);
    await fastify.register(rateLimit, { global: false, cache: 20_000 });
    const limits = new RateLimits(fastify, this.config.LAZARET_API_REQUESTS_PER_MINUTE, (bucket) =>
      metrics.limited.inc({ bucket }),
    );
    fastify.addHook('onRequest', async (request, reply) => gate.pass(request, reply, limits));
    fastify.addHook('onResponse', async (request, reply) =>
      metrics.count(
        request.routeOptions.config.route,
        request.url.startsWith(API_BASE),
        reply.statusCode,
        reply.elapsedTime / 1_000,
      ),
    );
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
      readJson(String(body), done),
    );
    const folder = this.parts.consoleDir ?? CONSOLE;
    await fastify.register(files, { root: folder, serve: false });
    serveProblemsPage(fastify);
    new ConsoleFiles(folder).serve(fastify);
    fastify.server.maxConnections = MOST_CONNECTIONS;
  }

  private async listen(app: NestFastifyApplication, site: Site): Promise<void> {
    const { LAZARET_API_HOST: host, LAZARET_API_PORT: port } = this.config;
    try {
      await app.listen(port, host);
    } catch (error) {
      if (error instanceof Refused) throw error;
      throw new Unavailable(`cannot listen on ${host}:${port}`, { cause: error });
    }
    const bound = app.getHttpServer().address() as { port: number };
    site.listensAt(new URL(`http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`));
  }

  private async observe(): Promise<void> {
    const { LAZARET_API_OBSERVE_HOST: host, LAZARET_API_OBSERVE_PORT: port } = this.config;
    const observe = await ObserveServer.listen(
      { host, port },
      { metrics: this.#metrics, health: this.#health },
    );
    this.#closing.push(() => observe.close());
    this.metrics = `http://${host}:${observe.port}/metrics`;
  }
}

/** What tests put in the place of the real thing. */
export interface ApiParts {
  readonly log?: Log;
  /** Real time. */
  readonly watch?: () => Date;
  readonly consoleDir?: string;
  readonly newsEveryMs?: number;
}

/** Where the console lies once it is built. */
const CONSOLE = fileURLToPath(new URL('../../console/dist', import.meta.url));
