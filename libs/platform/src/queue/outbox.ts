import { Broken, type Instant } from '@lazaret/kernel';

import { only, type Database, type Tx } from '../postgres/database.js';
import { IDS_A_JOB, type JobCatalogue, type JobName } from './job-catalogue.js';

/** NOTIFY channel: something was put and committed. */
export const OUTBOX_CHANNEL = 'outbox';

export interface OutboxState {
  /** Rows not yet done, whether due, queued, running or waiting for another try. */
  readonly unsettled: number;
  /** Rows given up and kept for the desk. */
  readonly failed: number;
  /** How long the oldest due row has been due, in milliseconds; null when none is. The health of the house. */
  readonly oldestDueMs: number | null;
}

export interface FailedJob {
  readonly outboxId: number;
  readonly job: string;
  readonly ids: readonly number[];
  /** Tries made. */
  readonly attempt: number;
  readonly failedAt: Instant;
  readonly error: string;
}

/** What must be done outside, written in the transaction that decided it. */
export class Outbox<C extends JobCatalogue> {
  constructor(private readonly catalogue: C) {}

  /** In rows of at most 50 ids. Wakes the relay when `tx` commits. No ids, no job. */
  async put(tx: Tx, job: JobName<C>, ids: readonly number[]): Promise<void> {
    if (!Object.hasOwn(this.catalogue.jobs, job)) throw new Broken(`there is no job ${job}`);
    await tx.query(
      `insert into platform.outbox (job, ids)
       select $1, ($2::bigint[])[first : first + $3 - 1]
       from generate_series(1, cardinality($2::bigint[]), $3::int) as first
       returning pg_notify($4, '')`,
      [job, ids, IDS_A_JOB, OUTBOX_CHANNEL],
    );
  }

  /** As `put`, for what a look finds again and again: ids that such a job has already, and has not settled, are left out. */
  async putOnce(tx: Tx, job: JobName<C>, ids: readonly number[]): Promise<number> {
    const rows = await tx.query<{ id: number }>(
      `select id from unnest($2::bigint[]) as id
       where not exists (select from platform.outbox o where o.job = $1 and o.failed_at is null and id = any(o.ids))`,
      [job, ids],
    );
    await this.put(
      tx,
      job,
      rows.map((row) => row.id),
    );
    return rows.length;
  }

  async state(database: Database): Promise<OutboxState> {
    return only(
      await database.query<OutboxState>(
        `select count(*) filter (where failed_at is null) as "unsettled",
           count(*) filter (where failed_at is not null) as "failed",
           (extract(epoch from max(now() - due_at)
             filter (where failed_at is null and due_at <= now())) * 1000)::float8 as "oldestDueMs"
         from platform.outbox`,
      ),
    );
  }

  /** What was given up, newest first. */
  async failed(database: Database, limit: number): Promise<FailedJob[]> {
    return database.query<FailedJob>(
      `select id as "outboxId", job, ids::float8[] as ids, attempt, failed_at as "failedAt", error
       from platform.outbox where failed_at is not null order by failed_at desc, id desc limit $1`,
      [limit],
    );
  }

  /** Tries a failed row afresh, once somebody removed the cause. Answers whether there was one. */
  async again(tx: Tx, outboxId: number): Promise<boolean> {
    const rows = await tx.query(
      `update platform.outbox
       set failed_at = null, attempt = 0, due_at = clock_timestamp(), queued_at = null
       where id = $1 and failed_at is not null returning pg_notify($2, '')`,
      [outboxId, OUTBOX_CHANNEL],
    );
    return rows.length === 1;
  }
}
