import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { Broken, type Instant } from '@lazaret/kernel';
import { Brands, loadLetters, Mailer, type MailReceipt } from '@lazaret/notices';
import { Database, Metrics, readClock } from '@lazaret/platform';

import type { HandConfig } from './house.config.js';
import { houseEntities, PipelineModule, type PipelineOptions } from './pipeline.module.js';

/** A house opened by hand: for commands and the demo, beside whatever workers run. */
export interface OpenHouse {
  readonly database: Database;
  /** The domain's time. Its clock may be a stopped one; who acts by hand acts at its time. */
  now(): Promise<Instant>;
  get<T>(what: Type<T>): T;
  close(): Promise<void>;
}

/** The ways out of the house: to the mail server, and to the network that confines. */
export type Doors = Pick<PipelineOptions, 'notices' | 'network'>;

/**
 * Opens what the settings describe.
 * @param doors for who plays the worker as well; without them no letter leaves and nobody is confined
 * @throws Unavailable
 */
export async function openHouse(config: HandConfig, doors?: Doors): Promise<OpenHouse> {
  const database = await Database.connect({
    url: config.LAZARET_DATABASE_URL.reveal(),
    entities: houseEntities,
    poolSize: 4,
    applicationName: 'lazaret by hand',
  });
  let app: INestApplicationContext;
  try {
    app = await NestFactory.createApplicationContext(
      PipelineModule.register({
        database,
        metrics: new Metrics(),
        feeds: {
          archiveDir: config.LAZARET_ARCHIVE_DIR,
          maxReportBytes: config.LAZARET_MAX_REPORT_MB * 1024 * 1024,
        },
        ...(doors ?? { notices: await closed() }),
      }),
      { logger: false, abortOnError: false },
    );
  } catch (error) {
    await database.close();
    throw error;
  }
  return {
    database,
    now: async () => (await readClock(database)) ?? new Date(),
    get: (what) => app.get(what, { strict: false }),
    close: async () => {
      await app.close();
      await database.close();
    },
  };
}

async function closed(): Promise<Doors['notices']> {
  return { letters: await loadLetters(Brands.none()), mailer: new NoMailer(), claimMs: 60_000 };
}

/** Letters leave from the worker alone. */
class NoMailer extends Mailer {
  override async send(): Promise<MailReceipt> {
    throw new Broken('a house opened by hand sends no mail');
  }

  override async close(): Promise<void> {
    await Promise.resolve();
  }
}
