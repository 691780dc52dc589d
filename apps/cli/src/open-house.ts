import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext, Type } from '@nestjs/common';

import { FeedsMetrics } from '@lazaret/feeds';
import { Broken } from '@lazaret/kernel';
import { Brands, loadLetters, Mailer, NoticesMetrics, type MailReceipt } from '@lazaret/notices';
import { Database, Metrics, readClock } from '@lazaret/platform';
import { houseEntities, PipelineModule } from '@lazaret/pipeline';

import { handConfig } from './config.js';

/** A running house, for one command. */
export interface OpenHouse {
  readonly database: Database;
  readonly clock: { now(): Date };
  get<T>(what: Type<T>): T;
}

/** Opens what the settings describe, does `work`, and leaves nothing open behind. */
export async function withHouse<T>(work: (house: OpenHouse) => Promise<T>): Promise<T> {
  const config = handConfig();
  const database = await Database.connect({
    url: config.LAZARET_DATABASE_URL.reveal(),
    entities: houseEntities,
    poolSize: 4,
    applicationName: 'lazaret cli',
  });
  let app: INestApplicationContext | undefined;
  try {
    // The domain's clock may be a stopped one; commands act at its time.
    const at = await readClock(database);
    const { registry } = new Metrics();
    const options = {
      database,
      feeds: {
        archiveDir: config.LAZARET_ARCHIVE_DIR,
        maxReportBytes: config.LAZARET_MAX_REPORT_MB * 1024 * 1024,
        metrics: new FeedsMetrics(registry),
      },
      notices: {
        letters: await loadLetters(Brands.none()),
        mailer: new NoMailer(),
        metrics: new NoticesMetrics(registry),
        claimMs: 60_000,
      },
    };
    app = await NestFactory.createApplicationContext(PipelineModule.register(options), {
      logger: ['error', 'warn'],
      abortOnError: false,
    });
    const context = app;
    return await work({
      database,
      clock: { now: () => at ?? new Date() },
      get: (what) => context.get(what, { strict: false }),
    });
  } finally {
    await app?.close();
    await database.close();
  }
}

/** Letters leave from the worker alone. */
class NoMailer extends Mailer {
  override async send(): Promise<MailReceipt> {
    throw new Broken('a command by hand sends no mail');
  }

  override async close(): Promise<void> {
    await Promise.resolve();
  }
}
