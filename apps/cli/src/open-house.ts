import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext, Type } from '@nestjs/common';

import { Database, readClock } from '@lazaret/platform';
import { houseEntities, PipelineModule } from '@lazaret/pipeline';

import { houseConfig } from './config.js';

/** A running house, for one command. */
export interface OpenHouse {
  readonly database: Database;
  readonly clock: { now(): Date };
  get<T>(what: Type<T>): T;
}

/** Opens what the settings describe, does `work`, and leaves nothing open behind. */
export async function withHouse<T>(work: (house: OpenHouse) => Promise<T>): Promise<T> {
  const config = houseConfig();
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
    app = await NestFactory.createApplicationContext(await PipelineModule.register({ database, config }), {
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
