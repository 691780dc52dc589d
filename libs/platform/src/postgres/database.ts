import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataSource, QueryRunnerAlreadyReleasedError, type EntityManager } from 'typeorm';

import { Broken, Unavailable } from '@lazaret/kernel';

import { copyLines, type CopyValue } from './copy-lines.js';

/** A class with TypeORM's `@Entity` on it. Every room exports its list; the pipeline hands them over. */
export type EntityClass = new () => object;

/** The one transaction a step works in. Rooms receive it, never open one. */
export class Tx {
  constructor(
    /** For rows one at a time. Never on the hot path. */
    readonly manager: EntityManager,
    readonly client: pg.PoolClient,
  ) {}

  /** One SQL statement. `bigint` columns come as numbers, `timestamptz` as `Date`, `inet` as text. */
  async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await this.client.query<Row>(sql, values as unknown[]);
    return result.rows;
  }

  /** As `query`, but answers how many rows the statement touched. */
  async execute(sql: string, values: readonly unknown[] = []): Promise<number> {
    const result = await this.client.query(sql, values as unknown[]);
    return result.rowCount ?? 0;
  }

  /**
   * Does `work` as a part of the transaction that may fail by itself: then it alone is undone, and the rest goes on.
   * @throws Unavailable for trouble that passes, a deadlock among it: the whole is done again, nothing is judged by it
   */
  async attempt<T>(work: () => Promise<T>): Promise<{ readonly value: T } | { readonly error: unknown }> {
    await this.client.query('savepoint attempt');
    try {
      const value = await work();
      await this.client.query('release savepoint attempt');
      return { value };
    } catch (thrown) {
      const error = asPassing(thrown);
      if (error instanceof Unavailable) throw error;
      await this.client.query('rollback to savepoint attempt');
      return { error };
    }
  }

  /** Rows into a table by COPY, streamed; memory does not grow with their number. `table` and `columns` are ours, never input. */
  async copy(table: string, columns: readonly string[], rows: Iterable<readonly CopyValue[]>): Promise<void> {
    const into = this.client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
    await pipeline(Readable.from(copyLines(rows)), into);
  }
}

/** PostgreSQL, the truth. One pool, owned by TypeORM, shared with plain SQL and COPY. */
export class Database {
  private constructor(readonly source: DataSource) {}

  static async connect(options: {
    url: string;
    entities?: readonly EntityClass[];
    poolSize?: number;
    applicationName?: string;
    onPoolError?: (error: Error) => void;
  }): Promise<Database> {
    // Keys of 64 bits are read as text where they may exceed 2^53; every other bigint is an id.
    pg.types.setTypeParser(pg.types.builtins.INT8, Number);
    const source = new DataSource({
      type: 'postgres',
      url: options.url,
      entities: [...(options.entities ?? [])],
      synchronize: false,
      migrationsRun: false,
      logging: false,
      poolSize: options.poolSize ?? 10,
      applicationName: options.applicationName ?? 'lazaret',
      // An idle connection that PostgreSQL cuts must not end the process.
      poolErrorHandler: options.onPoolError ?? ((): void => undefined),
      // A batch is rewritten by every room it passes; what outgrows these buffers goes to disk and back for each.
      // In UTC a day has 24 hours: retention and its wake-ups must not move with the server's summer time.
      extra: {
        connectionTimeoutMillis: 10_000,
        keepAlive: true,
        keepAliveInitialDelayMillis: 10_000,
        // A program that hangs in the middle of a transaction must not hold its locks for ever.
        options: '-c temp_buffers=64MB -c timezone=UTC -c idle_in_transaction_session_timeout=10min',
      },
    });
    try {
      await source.initialize();
    } catch (error) {
      throw new Unavailable('PostgreSQL cannot be reached', { cause: error });
    }
    return new Database(source);
  }

  /** Runs `work` in one transaction: all of it, or nothing. A lost connection is `Unavailable`. */
  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    try {
      const client = (await runner.connect()) as pg.PoolClient;
      await runner.startTransaction();
      const result = await work(new Tx(runner.manager, client));
      await runner.commitTransaction();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw asPassing(error);
    } finally {
      await runner.release().catch(() => undefined);
    }
  }

  /** One statement in a transaction of its own, for looking only. */
  async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    try {
      return await this.source.query<Row[]>(sql, values as unknown[]);
    } catch (error) {
      throw asPassing(error);
    }
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }
}

// SQLSTATE classes 08 (connection), 57P0x (shutdown), 53 (resources), 40 (serialization, deadlock): trouble that passes.
const PASSING = /^(08|57P0|53|40)/;
const CUT = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);

/** Tells an outage of PostgreSQL from a defect of ours; anything else is handed back untouched. */
export function asPassing(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const cut =
    CUT.has(code) ||
    // TypeORM lets go of a connection that broke; whoever still works on it hears this.
    error instanceof QueryRunnerAlreadyReleasedError ||
    /Connection terminated|connection timeout|Client has encountered a connection/i.test(error.message);
  if (cut || PASSING.test(code)) return new Unavailable('PostgreSQL does not answer', { cause: error });
  return error;
}

/** The one row a statement must give. */
export function only<Row>(rows: readonly Row[]): Row {
  if (rows.length !== 1) throw new Broken(`expected one row, got ${rows.length}`);
  return rows[0] as Row;
}
