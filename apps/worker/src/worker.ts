import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';

import { CasesService } from '@lazaret/cases';
import { CoaMetrics, GardenService, openNetwork } from '@lazaret/garden';
import { claimMs, loadBrands, loadLetters, SmtpMailer, smtpOptions } from '@lazaret/notices';
import {
  AskAgainStep,
  DecideStep,
  DeliveryStep,
  ForgetAccessStep,
  ForgetStep,
  GardenWatchStep,
  houseEntities,
  jobHandlers,
  JobOutbox,
  jobs,
  PipelineModule,
  PortalStep,
  PullStep,
  SilenceStep,
  type HouseConfig,
  type Jobs,
} from '@lazaret/pipeline';
import {
  createLog,
  Database,
  DomainClock,
  gaugeOutbox,
  Health,
  JobMetrics,
  Listener,
  Loop,
  type LoopOptions,
  Metrics,
  NestLog,
  ObserveServer,
  openPostgresQueue,
  openRedisQueue,
  OUTBOX_CHANNEL,
  Relay,
  Runner,
  type Log,
  type Queue,
} from '@lazaret/platform';
import { PORTAL_CHANNEL } from '@lazaret/portal';

/** Work that has been due for so long means that something is stuck. */
const LATE_SECONDS = 300;
/** Somebody who should be free and is not: that pages a person (design: within five minutes). */
const RELEASE_SECONDS = 300;
const GRACE_MS = 10_000;
/** Mails that one turn of the deliveries looks at: so many mean that there may be more. */
const MOST_MAILS = 200;
/** What is past its retention is dropped this often. */
const FORGET_EVERY_MS = 3_600_000;
/** Days that are over are judged this often. */
const SILENCE_EVERY_MS = 60_000;

type OnTrouble = (name: string, error: unknown) => void;

interface Parts {
  readonly app: INestApplicationContext;
  readonly database: Database;
  readonly clock: DomainClock;
}

/** The door for the queue: runs jobs, moves the outbox, looks at feeds, asks again, decides. */
export class Worker {
  readonly #closing: (() => Promise<unknown>)[] = [];
  readonly #metrics = new Metrics().withProcess();
  readonly #health = new Health();

  private constructor(
    private readonly config: HouseConfig,
    private readonly log: Log,
  ) {}

  /** Starts everything, or nothing. @throws Refused, Unavailable */
  static async start(config: HouseConfig): Promise<Worker> {
    const worker = new Worker(config, createLog({ name: 'worker', level: config.LAZARET_LOG_LEVEL }));
    try {
      await worker.open();
      return worker;
    } catch (error) {
      await worker.stop();
      throw error;
    }
  }

  /** Where `/metrics` is. */
  address = '';

  /** Finishes what is under way and lets go of everything, in the other order. */
  async stop(): Promise<void> {
    for (const close of this.#closing.splice(0).reverse())
      await close().catch((error: unknown) => this.log.error('could not be closed', { err: error }));
  }

  private async open(): Promise<void> {
    const trouble = (name: string, error: unknown): void =>
      this.log.warn('trouble', { where: name, err: error });
    const url = this.config.LAZARET_DATABASE_URL.reveal();
    const database = await Database.connect({
      url,
      entities: houseEntities,
      poolSize: 16,
      applicationName: 'lazaret worker',
      onPoolError: (error) => trouble('PostgreSQL', error),
    });
    this.#closing.push(() => database.close());
    const listener = new Listener({ url, onError: trouble });
    this.#closing.push(() => listener.stop());
    const clock = await DomainClock.follow({ database, listener, onError: trouble });
    this.#closing.push(() => clock.stop());

    const app = await this.rooms(database);
    const queue = await this.queue((error) => trouble('queue', error));
    const jobMetrics = new JobMetrics(this.#metrics.registry);
    const outbox = app.get(JobOutbox);
    gaugeOutbox(this.#metrics.registry, () => outbox.state(database));

    const leaseMs = this.config.LAZARET_JOB_LEASE_SECONDS * 1_000;
    const runner = new Runner<Jobs>({
      catalogue: jobs,
      handlers: jobHandlers(app, () => clock.now()),
      database,
      queue,
      metrics: jobMetrics,
      onError: trouble,
      leaseMs,
    });
    this.#closing.push(() => runner.stop(GRACE_MS));
    await runner.start();

    const relay = new Relay({
      catalogue: jobs,
      database,
      queue,
      metrics: jobMetrics,
      leaseMs,
      addAgainMs: leaseMs,
    });
    this.loops({ app, clock, listener, relay }, trouble);
    listener.start();
    this.checks({ app, database, clock, outbox });
    const { LAZARET_HTTP_HOST: host, LAZARET_HTTP_PORT: port } = this.config;
    const observe = await ObserveServer.listen(
      { host, port },
      { metrics: this.#metrics, health: this.#health },
    );
    this.#closing.push(() => observe.close());
    this.address = `http://${host}:${observe.port}/metrics`;
    this.log.info('worker is ready', { queue: this.config.REDIS_URL === undefined ? 'postgresql' : 'redis' });
  }

  /** What goes on for ever beside the jobs. Each looks again when woken, or after its wait. */
  private loops(
    { app, clock, listener, relay }: Omit<Parts, 'database'> & { listener: Listener; relay: Relay },
    onError: OnTrouble,
  ): void {
    const loop = (name: string, run: LoopOptions['run'], pollMs?: number): Loop => {
      const made = new Loop({ name, run, onError, ...(pollMs === undefined ? {} : { pollMs }) });
      this.#closing.push(() => made.stop());
      made.start();
      return made;
    };
    const moving = loop('relay', () => relay.turn());
    listener.on(OUTBOX_CHANNEL, () => moving.wake());
    const asking = loop('portal', async () => (await app.get(PortalStep).run(clock.now())) > 0);
    listener.on(PORTAL_CHANNEL, () => asking.wake());
    loop(
      'deliveries',
      async (signal) => (await app.get(DeliveryStep).run(clock.now(), signal)) >= MOST_MAILS,
    );
    const dated = [
      loop('feeds', () => app.get(PullStep).schedule(clock.now())),
      loop('ask again', async () => (await app.get(AskAgainStep).run(clock.now())) > 0),
      loop('silence', () => app.get(SilenceStep).run(clock.now()), SILENCE_EVERY_MS),
      loop('decide', async () => (await app.get(DecideStep).run(clock.now())).cases > 0, 250),
      loop('garden', async () => (await app.get(GardenWatchStep).run(clock.now())) > 0, 250),
    ];
    // A clock that is set brings what was due in between.
    clock.onSet(() => dated.forEach((one) => one.wake()));
    loop('forget', () => app.get(ForgetStep).run(clock.now()), FORGET_EVERY_MS);
    loop('forget access', () => app.get(ForgetAccessStep).run(new Date()), FORGET_EVERY_MS);
  }

  /** Healthy means that no work is late. */
  private checks({ app, database, clock, outbox }: Parts & { outbox: JobOutbox }): void {
    this.#health.add('outbox', async () => {
      const { oldestDueMs } = await outbox.state(database);
      const ageSeconds = Math.round((oldestDueMs ?? 0) / 1_000);
      return { ok: ageSeconds < LATE_SECONDS, ageSeconds };
    });
    this.#health.add('cases', async () => {
      const due = await database.run((tx) => app.get(CasesService).nextDue(tx));
      const ageSeconds =
        due === null ? 0 : Math.max(0, Math.round((clock.now().getTime() - due.getTime()) / 1_000));
      return { ok: ageSeconds < LATE_SECONDS, ageSeconds };
    });
    this.#health.add('releases', async () => {
      const asked = await database.run((tx) => app.get(GardenService).oldestRelease(tx));
      const ageSeconds =
        asked === null ? 0 : Math.max(0, Math.round((clock.now().getTime() - asked.getTime()) / 1_000));
      return { ok: ageSeconds < RELEASE_SECONDS, ageSeconds };
    });
  }

  private async rooms(database: Database): Promise<INestApplicationContext> {
    const app = await NestFactory.createApplicationContext(
      PipelineModule.register({
        database,
        metrics: this.#metrics,
        feeds: {
          archiveDir: this.config.LAZARET_ARCHIVE_DIR,
          maxReportBytes: this.config.LAZARET_MAX_REPORT_MB * 1024 * 1024,
        },
        notices: {
          letters: await loadLetters(await loadBrands(this.config.LAZARET_BRANDS)),
          mailer: new SmtpMailer(smtpOptions(this.config)),
          claimMs: claimMs(this.config),
          bouncesDir: this.config.LAZARET_BOUNCES_DIR,
        },
        network: await openNetwork(this.config, new CoaMetrics(this.#metrics.registry)),
      }),
      { logger: new NestLog(this.log.with({ part: 'nest' })), abortOnError: false },
    );
    this.#closing.push(() => app.close());
    return app;
  }

  private async queue(onError: (error: Error) => void): Promise<Queue> {
    const redis = this.config.REDIS_URL;
    const queue =
      redis === undefined
        ? await openPostgresQueue({
            url: this.config.LAZARET_DATABASE_URL.reveal(),
            workers: Object.keys(jobs.queues).length,
            onError,
          })
        : await openRedisQueue({ url: redis.reveal(), onError });
    this.#closing.push(() => queue.close());
    return queue;
  }
}
