import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Refused, Unavailable } from '@lazaret/kernel';
import { loadBrands } from '@lazaret/notices';
import { createLog, Health, Metrics, NestLog, ObserveServer, type Log } from '@lazaret/platform';
import { PortalDatabase, Visitors } from '@lazaret/portal';

import { AppModule } from './app.module.js';
import { loadAssets } from './assets.file.js';
import type { PortalConfig } from './config.js';
import { ErrorPages } from './error-pages.js';
import { FormTokens } from './form-token.js';
import { LeadToPortal } from './lead-to-portal.js';
import { PageMetrics } from './portal.metrics.js';
import { readForm } from './read-request.js';
import { Site } from './site.js';

/** Of everything we answer. No script, no frame, nothing from anywhere else, nothing kept. */
const HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}; // prettier-ignore

const LARGEST_FORM = 4_096;
const MOST_CONNECTIONS = 2_000;

/** The door for the subscriber: plain pages and the captive portal API. It stands alone. */
export class Portal {
  readonly #closing: (() => Promise<unknown>)[] = [];
  readonly #metrics = new Metrics().withProcess();
  readonly #health = new Health();

  private constructor(
    private readonly config: PortalConfig,
    private readonly log: Log,
  ) {}

  /** Starts everything, or nothing. PostgreSQL need not be there yet. @throws Refused, Unavailable */
  static async start(config: PortalConfig): Promise<Portal> {
    const portal = new Portal(config, createLog({ name: 'portal', level: config.LAZARET_LOG_LEVEL }));
    try {
      await portal.open();
      return portal;
    } catch (error) {
      await portal.stop();
      throw error;
    }
  }

  /** Where the pages are, as visitors reach them. */
  address = '';
  /** Where `/metrics` is. */
  metrics = '';

  /** Finishes what is under way and lets go of everything, in the other order. */
  async stop(): Promise<void> {
    for (const close of this.#closing.splice(0).reverse())
      await close().catch((error: unknown) => this.log.error('could not be closed', { err: error }));
  }

  private async open(): Promise<void> {
    const { config, log } = this;
    const [assets, brands] = await Promise.all([loadAssets(), loadBrands(config.LAZARET_BRANDS)]);
    const database = new PortalDatabase({
      url: config.LAZARET_PORTAL_DATABASE_URL.reveal(),
      onPoolError: (error) => log.warn('trouble', { where: 'PostgreSQL', err: error }),
    });
    const visitors = new Visitors(database);
    this.#closing.push(() => visitors.close());
    await this.look(visitors);
    this.#health.add('database', async () => {
      await visitors.reach();
      return { ok: true };
    });

    const site = new Site(config.LAZARET_PORTAL_URL, config.LAZARET_PORTAL_TRUST_PROXY);
    const app = await this.app(
      AppModule.register({
        site,
        assets,
        brands,
        tokens: new FormTokens(config.LAZARET_PORTAL_KEY),
        visitors,
        metrics: new PageMetrics(this.#metrics.registry),
        log,
      }),
    );
    await this.listen(app, site);

    const { LAZARET_PORTAL_OBSERVE_HOST: host, LAZARET_PORTAL_OBSERVE_PORT: port } = config;
    const observe = await ObserveServer.listen(
      { host, port },
      { metrics: this.#metrics, health: this.#health },
    );
    this.#closing.push(() => observe.close());
    this.metrics = `http://${host}:${observe.port}/metrics`;
    this.address = site.home;
    log.info('portal is ready');
  }

  /** A login that may do too much is refused at once; a database that is away is waited for by pages that say so. */
  private async look(visitors: Visitors): Promise<void> {
    try {
      await visitors.reach();
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      this.log.warn('PostgreSQL cannot be reached yet', { err: error });
    }
  }

  private async app(module: ReturnType<typeof AppModule.register>): Promise<NestFastifyApplication> {
    const adapter = new FastifyAdapter({
      logger: false,
      bodyLimit: LARGEST_FORM,
      requestTimeout: 10_000,
      keepAliveTimeout: 5_000,
      // Whom a proxy names is read by whoAsks alone.
      trustProxy: false,
      http: { headersTimeout: 5_000, maxHeaderSize: 8_192, connectionsCheckingInterval: 2_000 },
      frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
        sorry(error, request, reply),
    });
    const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
      bodyParser: false,
      logger: new NestLog(this.log.with({ part: 'nest' })),
      abortOnError: false,
    });
    this.#closing.push(() => app.close());
    const pages = app.get(ErrorPages);
    const sorry = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
      void reply.headers(HEADERS);
      pages.answer(error, request, reply);
    };
    app.useGlobalFilters(pages);

    const lead = app.get(LeadToPortal);
    const fastify = adapter.getInstance();
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => done(null, readForm(String(body))),
    );
    fastify.addHook('onRequest', async (request, reply) => {
      void reply.headers(HEADERS);
      return (await lead.answer(request, reply)) ? reply : undefined;
    });
    fastify.server.maxConnections = MOST_CONNECTIONS;
    return app;
  }

  private async listen(app: NestFastifyApplication, site: Site): Promise<void> {
    const { LAZARET_PORTAL_HOST: host, LAZARET_PORTAL_PORT: port } = this.config;
    try {
      await app.listen(port, host);
    } catch (error) {
      if (error instanceof Refused) throw error;
      throw new Unavailable(`cannot listen on ${host}:${port}`, { cause: error });
    }
    const bound = app.getHttpServer().address() as { port: number };
    site.listensAt(new URL(`http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`));
  }
}
