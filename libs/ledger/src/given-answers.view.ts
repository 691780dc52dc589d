import { Injectable } from '@nestjs/common';

import type { Instant, Outcome } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { Reason } from './explain-answer.js';
import type { LeaseEvidence } from './ledger.repository.js';

/** An answer as it was given, and the lease it rests on. */
export interface GivenAnswer {
  readonly observationId: number;
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly source: string | null;
  readonly answeredAt: Instant;
  /** When it is asked again; null when nothing waits. */
  readonly dueAt: Instant | null;
  readonly lease: Pick<
    LeaseEvidence,
    'leaseId' | 'holder' | 'heldFrom' | 'heldTo' | 'certainTo' | 'ended' | 'ports' | 'nas' | 'file' | 'line'
  > | null;
}

export interface OutcomeCount {
  readonly outcome: Outcome;
  readonly count: number;
  /** One observation with this answer, the newest. */
  readonly observationId: number;
}

/** What the ledger has answered so far. For looking, never for deciding. */
@Injectable()
export class GivenAnswersView {
  /** For at most some hundreds of observations. Those never asked are missing. */
  async given(tx: Tx, observationIds: readonly number[]): Promise<GivenAnswer[]> {
    const rows = await tx.query<GivenAnswer>(
      `select a.observation_id as "observationId", a.outcome, a.why as reason, s.name as source,
              a.answered_at as "answeredAt", coalesce(a.due_at, a.waits_until) as "dueAt",
              case when l.id is not null then json_build_object(
                'leaseId', l.id, 'holder', json_build_object('kind', h.kind, 'value', h.value),
                'heldFrom', nullif(l.held_from, '-infinity'), 'heldTo', nullif(l.held_to, 'infinity'),
                'certainTo', nullif(coalesce(e.last_at, l.certain_to), 'infinity'), 'ended', l.ended,
                'ports', l.port_from || '-' || l.port_to, 'nas', e.nas, 'file', f.name, 'line', l.line) end as lease
         from ledger.attribution a
         left join ledger.source s on s.id = a.source_id
         left join ledger.lease l on l.id = a.lease_id
         left join ledger.holder h on h.id = l.holder_id
         left join ledger.session e on e.id = l.session_id
         left join ledger.file f on f.id = l.file_id
        where a.observation_id = any($1::bigint[])`,
      [observationIds],
    );
    return rows.map((row) => ({ ...row, lease: row.lease === null ? null : withInstants(row.lease) }));
  }

  /** How many observations have which answer now. */
  async outcomes(tx: Tx): Promise<OutcomeCount[]> {
    return tx.query<OutcomeCount>(
      `select outcome, count(*), max(observation_id) as "observationId" from ledger.attribution group by outcome order by count(*) desc, outcome`,
    );
  }
}

type Lease = NonNullable<GivenAnswer['lease']>;

/** JSON has no instants. */
function withInstants(lease: Lease): Lease {
  const instant = (text: unknown): Instant | null => (typeof text === 'string' ? new Date(text) : null);
  return {
    ...lease,
    heldFrom: instant(lease.heldFrom),
    heldTo: instant(lease.heldTo),
    certainTo: instant(lease.certainTo),
  };
}
