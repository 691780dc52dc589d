import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

/** What the subscriber can ask for that a person must answer, whether or not a line is held. */
export type Ask = 'not-me' | 'call';

/** What was said about a case that its state does not tell. */
export interface CaseWords {
  readonly caseId: number;
  /** Asked, and nobody of the desk has acted since. */
  readonly asked: { readonly kind: Ask; readonly at: Instant } | null;
  /** When somebody of the desk acted last. */
  readonly actedAt: Instant | null;
  /** When the case came to wait for the desk, the last time. */
  readonly waitingFrom: Instant | null;
}

interface Row extends Omit<CaseWords, 'asked'> {
  readonly kind: string | null;
  readonly at: Instant | null;
}

/**
 * Words on timelines. An ask is an event `portal.not-me`, `portal.call` or `portal.safety` of a subscriber (who said that
 * safety needs the line is asked afterwards, by a call), or `phone.…` of the operator who was called; it is answered by
 * whatever the desk does next: an event `desk.…` of an operator. A note answers nothing.
 */
@Injectable()
export class CaseWordsView {
  /** By case; every case asked for has an answer. */
  async of(tx: Tx, caseIds: readonly number[]): Promise<ReadonlyMap<number, CaseWords>> {
    if (caseIds.length === 0) return new Map();
    const rows = await tx.query<Row>(WORDS, [caseIds]);
    return new Map(
      rows.map(({ caseId, actedAt, waitingFrom, kind, at }) => {
        const ask: Ask = kind?.endsWith('.not-me') === true ? 'not-me' : 'call';
        const asked = kind === null || at === null ? null : { kind: ask, at };
        return [caseId, { caseId, asked, actedAt, waitingFrom }];
      }),
    );
  }
}

const WORDS = `
  select c.id as "caseId", acted.at as "actedAt", asked.kind, asked.at,
    case when c.state = 'waiting' then (
      select e.at from cases.event e
       where e.case_id = c.id and e.kind = 'decided' and e.data ->> 'state' = 'waiting' and e.data ->> 'from' <> 'waiting'
       order by e.id desc limit 1
    ) end as "waitingFrom"
  from cases.case c
  left join lateral (
    select e.id, e.at from cases.event e
     where e.case_id = c.id and e.actor_kind in ('operator', 'subscriber') and e.kind like 'desk.%' order by e.id desc limit 1
  ) acted on true
  left join lateral (
    select e.kind, e.at from cases.event e
     where e.case_id = c.id and e.actor_kind in ('operator', 'subscriber')
       and e.kind in ('portal.not-me', 'portal.call', 'portal.safety', 'phone.not-me', 'phone.call') and e.id > coalesce(acted.id, 0)
     order by e.id desc limit 1
  ) asked on true
  where c.id = any($1::bigint[])`;
