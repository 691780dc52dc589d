import { createPostgresBackend, Queue as Bullmq, runMigrations, Worker } from 'bullmq';
import pg from 'pg';

import { Broken, Unavailable } from '@lazaret/kernel';

import { BullmqQueue, type Ground } from './bullmq-queue.js';
import type { Queue } from './queue.js';

const SCHEMA = 'bullmq';
/** Connections beside the one LISTEN each worker keeps. With too few, workers do nothing and report nothing. */
const SPARE = 4;
const CALL_MS = 30_000;

export interface PostgresQueueOptions {
  readonly url: string;
  /** How many times `work` will be called: the pool is sized by it. 0 for a process that only adds. */
  readonly workers: number;
  /** Trouble met in the background, mostly PostgreSQL being away. */
  readonly onError: (error: Error) => void;
  /** How long a worker that died keeps its job, in milliseconds. Default 10 s. */
  readonly lockMs?: number;
}

/**
 * The queue of a house without Redis. It lives in a schema and on a pool of its own, for BullMQ's SQL names no schema.
 * @throws Unavailable
 */
export async function openPostgresQueue(options: PostgresQueueOptions): Promise<Queue> {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: 'lazaret queue',
    max: options.workers + SPARE,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 10_000,
    query_timeout: CALL_MS,
    options: `-c search_path=${SCHEMA} -c statement_timeout=${CALL_MS}`,
  });
  // Every BullMQ queue and worker adds a listener of its own.
  pool.setMaxListeners(0);
  pool.on('error', options.onError);
  try {
    const client = await pool.connect();
    try {
      await runMigrations(client, SCHEMA);
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end();
    throw new Unavailable('the queue in PostgreSQL cannot be opened', { cause: error });
  }
  return new BullmqQueue(onPostgres(pool, options));
}

function onPostgres(pool: pg.Pool, { workers, onError, lockMs = 10_000 }: PostgresQueueOptions): Ground {
  let working = 0;
  return {
    async producer(name) {
      const queue = new Bullmq(name, { connection: pool }, createPostgresBackend);
      queue.on('error', onError);
      await ready(queue);
      return queue;
    },
    async consumer(name, process, concurrency) {
      if (working >= workers)
        throw new Broken(
          `the queue was opened for ${workers} workers; open it for more before queue ${name} is worked`,
        );
      working += 1;
      const worker = new Worker(
        name,
        process,
        {
          connection: pool,
          concurrency,
          lockDuration: lockMs,
          stalledInterval: lockMs / 2,
          runRetryDelay: 500,
        },
        createPostgresBackend,
      );
      worker.on('error', onError);
      worker.on('closed', () => (working -= 1));
      await ready(worker);
      return worker;
    },
    wipe: () => truncateJobs(pool),
    async close() {
      await pool.end();
    },
  };
}

// BullMQ remembers a failed start for ever, so what did not come up is thrown away.
async function ready(part: {
  waitUntilReady(): Promise<unknown>;
  close(force?: boolean): Promise<void>;
}): Promise<void> {
  try {
    await part.waitUntilReady();
  } catch (error) {
    await part.close(true).catch(() => undefined);
    throw error;
  }
}

// deadlock_detected and lock_not_available: workers hold rows in another order than `truncate` takes tables.
const IN_THE_WAY = new Set(['40P01', '55P03']);
const WIPE_TRIES = 20;

/** Empties BullMQ's tables but the one of its migrations. Never `drop schema`: under load that deadlocks as well. */
async function truncateJobs(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ tables: string }>(
    `select string_agg(format('%I.%I', schemaname, tablename), ', ' order by tablename = 'job' desc) as tables
     from pg_tables where schemaname = $1 and tablename <> 'migration'`,
    [SCHEMA],
  );
  const client = await pool.connect();
  try {
    await client.query(`set lock_timeout = '2s'`);
    for (let tries = 1; ; tries += 1)
      try {
        await client.query(`truncate ${rows[0]?.tables ?? ''}`);
        return;
      } catch (error) {
        if (tries === WIPE_TRIES || !IN_THE_WAY.has(String((error as { code?: unknown }).code))) throw error;
      }
  } finally {
    // A connection with another lock_timeout does not go back into the pool.
    client.release(true);
  }
}
