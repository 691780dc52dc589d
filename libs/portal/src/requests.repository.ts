import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import { only, type Tx } from '@lazaret/platform';

import type { RequestKind, RequestOutcome, RequestWay } from './words.js';

/** A request that waits to be carried out. */
export interface TakenRequest {
  readonly id: number;
  readonly kind: RequestKind;
  readonly via: RequestWay;
  readonly lineId: number;
  readonly tenureId: number;
  readonly caseId: number | null;
  readonly askedAt: Instant;
}

export interface SettledRequest {
  readonly id: number;
  readonly outcome: RequestOutcome;
  readonly at: Instant;
}

/** The worker's side of what visitors asked for. */
@Injectable()
export class RequestsRepository {
  async take(tx: Tx, limit: number): Promise<TakenRequest[]> {
    return tx.query<TakenRequest>(
      `select id, kind, via, line_id as "lineId", tenure_id as "tenureId", case_id as "caseId", asked_at as "askedAt"
         from portal.request where settled_at is null
        order by id limit $1 for update skip locked`,
      [limit],
    );
  }

  /** Answers the kind of each that was not settled before. */
  async settle(
    tx: Tx,
    settled: readonly SettledRequest[],
  ): Promise<{ kind: RequestKind; outcome: RequestOutcome }[]> {
    return tx.query(
      `update portal.request r set settled_at = s.at, outcome = s.outcome
         from unnest($1::bigint[], $2::text[], $3::timestamptz[]) as s (id, outcome, at)
        where r.id = s.id and r.settled_at is null
       returning r.kind, r.outcome`,
      [settled.map((s) => s.id), settled.map((s) => s.outcome), settled.map((s) => s.at)],
    );
  }

  /** Of these tenures the ones of which a code alone said that safety needs the line, and nobody has talked with them. */
  async unansweredSafety(tx: Tx, tenureIds: readonly number[]): Promise<number[]> {
    const rows = await tx.query<{ tenureId: number }>(
      `select distinct tenure_id as "tenureId" from portal.request
        where kind = 'safety' and via = 'code' and answered_at is null and tenure_id = any($1::bigint[])`,
      [tenureIds],
    );
    return rows.map(({ tenureId }) => tenureId);
  }

  async answerSafety(tx: Tx, tenureId: number, now: Instant): Promise<number> {
    return tx.execute(
      `update portal.request set answered_at = $2
        where kind = 'safety' and tenure_id = $1 and answered_at is null and settled_at is not null`,
      [tenureId, now],
    );
  }

  /** Settled before `before`, the oldest first, up to `limit`; but for what nobody has answered. Answers how many. */
  async forget(tx: Tx, before: Instant, limit: number): Promise<number> {
    return tx.execute(
      `delete from portal.request where id in (
         select id from portal.request
          where settled_at < $1 and not (kind = 'safety' and via = 'code' and answered_at is null)
          order by settled_at limit $2)`,
      [before, limit],
    );
  }

  async waiting(tx: Tx): Promise<number> {
    return only(
      await tx.query<{ count: number }>('select count(*) from portal.request where settled_at is null'),
    ).count;
  }
}
