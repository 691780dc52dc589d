import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import { only, type Tx } from '@lazaret/platform';

export type BulkAction = 'release' | 'note' | 'call-back';
export type BulkOutcome = 'done' | 'skipped' | 'failed';

export interface NewBulk {
  readonly action: BulkAction;
  readonly by: string;
  readonly why: string;
  readonly requestId: string;
}

/** One run, and how far it is. */
export interface BulkRun extends NewBulk {
  readonly id: number;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
  readonly total: number;
  /** Settled, whatever came of it. */
  readonly done: number;
  /** Of these, the ones that could not be done. */
  readonly failed: number;
}

export interface BulkItem {
  readonly caseId: number;
  readonly code: string;
  readonly lineId: number;
  readonly outcome: BulkOutcome | 'waiting';
  readonly why: string | null;
}

const RUN = `
  select b.id, b.action, b.by, b.why, b.request_id as "requestId", b.started_at as "startedAt", b.finished_at as "finishedAt",
    i.total, i.done, i.failed
  from cases.bulk b cross join lateral (
    select count(*)::int as total, (count(*) filter (where outcome <> 'waiting'))::int as done,
      (count(*) filter (where outcome in ('skipped', 'failed')))::int as failed
    from cases.bulk_item where bulk_id = b.id) i`;

const ITEM = `
  select i.case_id as "caseId", c.code, c.line_id as "lineId", i.outcome, i.why
  from cases.bulk_item i join cases.case c on c.id = i.case_id`;

@Injectable()
export class BulkRepository {
  async add(tx: Tx, bulk: NewBulk, caseIds: readonly number[], at: Instant): Promise<number> {
    const { id } = only(
      await tx.query<{ id: number }>(
        `insert into cases.bulk (action, by, why, request_id, started_at) values ($1, $2, $3, $4, $5) returning id`,
        [bulk.action, bulk.by, bulk.why, bulk.requestId, at],
      ),
    );
    await tx.execute(
      `insert into cases.bulk_item (bulk_id, case_id) select $1, unnest($2::bigint[]) on conflict do nothing`,
      [id, caseIds],
    );
    return id;
  }

  async find(tx: Tx, id: number): Promise<BulkRun | null> {
    const [found] = await tx.query<BulkRun>(`${RUN} where b.id = $1`, [id]);
    return found ?? null;
  }

  /** The next cases of a run that wait, taken until the transaction ends; those somebody else has are left to him. */
  async take(tx: Tx, id: number, limit: number): Promise<BulkItem[]> {
    return tx.query<BulkItem>(
      `${ITEM} where i.bulk_id = $1 and i.outcome = 'waiting' order by i.case_id limit $2 for update of i skip locked`,
      [id, limit],
    );
  }

  async settle(tx: Tx, id: number, caseId: number, outcome: BulkOutcome, why: string | null): Promise<void> {
    await tx.execute(
      `update cases.bulk_item set outcome = $3, why = left($4, 200) where bulk_id = $1 and case_id = $2`,
      [id, caseId, outcome, why],
    );
  }

  /** When nothing waits any more. */
  async finish(tx: Tx, id: number, at: Instant): Promise<void> {
    await tx.execute(
      `update cases.bulk b set finished_at = $2 where b.id = $1 and b.finished_at is null
         and not exists (select from cases.bulk_item where bulk_id = b.id and outcome = 'waiting')`,
      [id, at],
    );
  }

  async items(
    tx: Tx,
    id: number,
    outcome: BulkOutcome | undefined,
    after: number,
    limit: number,
  ): Promise<BulkItem[]> {
    return tx.query<BulkItem>(
      `${ITEM} where i.bulk_id = $1 and ($2::text is null or i.outcome = $2) and i.case_id > $3 order by i.case_id limit $4`,
      [id, outcome ?? null, after, limit],
    );
  }

  async forget(tx: Tx, before: Instant): Promise<number> {
    return tx.execute('delete from cases.bulk where finished_at < $1', [before]);
  }
}
