import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { EmbeddedPostgres, migrate } from '@lazaret/platform';
import { makePortalLogin } from '@lazaret/portal';

const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));

/** An empty house in a folder of its own, for as long as it is needed. */
export interface Scratch {
  readonly folder: string;
  readonly databaseUrl: string;
  /** The same database, for the portal. */
  readonly portalUrl: string;
}

/** Does `work` and leaves nothing behind, also on Ctrl-C. The database forgets what a power cut would take: it is thrown away. */
export async function inScratch<T>(
  tell: (text: string) => void,
  work: (scratch: Scratch, closing: (() => Promise<unknown>)[]) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'lazaret-demo-'));
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const leave = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step().catch(() => undefined);
  };
  const interrupted = (): void => void leave().then(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(signal, interrupted);
  try {
    tell('starting PostgreSQL');
    const postgres = await EmbeddedPostgres.start({
      dataDir: join(folder, 'postgres'),
      settings: {
        fsync: 'off',
        synchronous_commit: 'off',
        full_page_writes: 'off',
        jit: 'off',
        wal_level: 'minimal',
        max_wal_senders: '0',
        shared_buffers: '256MB',
        checkpoint_timeout: '60min',
        max_wal_size: '4GB',
      },
      onProgress: tell,
    });
    undo.push(() => postgres.stop());
    const databaseUrl = await postgres.ensureDatabase('lazaret');
    await migrate(databaseUrl, MIGRATIONS);
    const portalUrl = await makePortalLogin(databaseUrl);
    return await work({ folder, databaseUrl, portalUrl }, undo);
  } finally {
    await leave();
    for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.off(signal, interrupted);
  }
}
