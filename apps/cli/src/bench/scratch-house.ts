import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

import { Secret } from '@lazaret/kernel';
import { openHouse, type OpenHouse } from '@lazaret/pipeline';
import { EmbeddedPostgres, migrate } from '@lazaret/platform';

import { MIGRATIONS } from '../places.js';

export interface ScratchHouse extends OpenHouse {
  readonly folder: string;
  /** PostgreSQL's log. */
  readonly log: string;
}

const MB = 1024 * 1024;

/**
 * Does `work` in an empty house of its own, as durable as a real one, and leaves nothing behind, also on Ctrl-C.
 * A quarter of the memory goes to PostgreSQL's buffers, as its manual advises, but at most 4 GB.
 */
export async function inScratchHouse<T>(
  tell: (text: string) => void,
  work: (house: ScratchHouse) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'lazaret-bench-'));
  const undo: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const leave = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step().catch(() => undefined);
  };
  const interrupted = (): void => void leave().then(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    tell(`starting PostgreSQL in ${folder}`);
    const postgres = await EmbeddedPostgres.start({
      dataDir: join(folder, 'postgres'),
      settings: {
        fsync: 'on',
        synchronous_commit: 'on',
        shared_buffers: `${Math.min(4_096, Math.floor(totalmem() / 4 / MB))}MB`,
      },
      onProgress: tell,
    });
    undo.push(() => postgres.stop());
    const url = await postgres.ensureDatabase('bench');
    await migrate(url, MIGRATIONS);
    const house = await openHouse({
      LAZARET_DATABASE_URL: new Secret(url),
      LAZARET_ARCHIVE_DIR: join(folder, 'archive'),
      LAZARET_MAX_REPORT_MB: 4_096,
    });
    undo.push(() => house.close());
    return await work({ ...house, folder, log: postgres.log });
  } finally {
    await leave();
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}
