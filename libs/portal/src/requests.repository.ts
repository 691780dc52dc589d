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

  async waiting(tx: Tx): Promise<number> {
    return only(
      await tx.query<{ count: number }>('select count(*) from portal.request where settled_at is null'),
    ).count;
  }
}
