import { Injectable } from '@nestjs/common';

import type { CaseState, Instant, ThreatClass } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { Actor } from './case-event.js';

/** A case somebody of the desk is about to change. */
export interface TakenCase {
  readonly id: number;
  readonly code: string;
  readonly lineId: number;
  readonly tenureId: number;
  readonly class: ThreatClass;
  readonly state: CaseState;
  /** Raised by every change. */
  readonly version: number;
  /** When the decider must look again; what changed and is not decided yet is due already. */
  readonly dueAt: Instant | null;
}

@Injectable()
export class ByHandRepository {
  /** Nobody else changes it until the transaction ends. */
  async take(tx: Tx, code: string): Promise<TakenCase | null> {
    const [found] = await tx.query<TakenCase>(
      `select id, code, line_id as "lineId", tenure_id as "tenureId", class, state, version, due_at as "dueAt"
         from cases.case where code = $1 for no key update`,
      [code],
    );
    return found ?? null;
  }

  /** Takes every sighting off a case and has it decided at once. Answers how many there were. */
  async withdraw(tx: Tx, caseId: number, at: Instant, by: Actor, why: string): Promise<number> {
    const [{ count } = { count: 0 }] = await tx.query<{ count: number }>(WITHDRAW, [
      caseId,
      at,
      by.kind,
      by.name,
      why,
    ]);
    return count;
  }
}

const WITHDRAW = `
  with detached as (
    update cases.sighting set detached_at = $2, detached_why = 'desk' where case_id = $1 and detached_at is null
    returning seen_at, observation_id
  ),
  summed as (
    select count(*)::int as count, min(seen_at) as first_seen, max(seen_at) as last_seen,
      to_jsonb((array_agg(observation_id order by seen_at desc))[:20]) as observations from detached
  ),
  decided_again as (
    update cases.case c set first_seen = null, last_seen = null, observing = true, due_at = least(c.due_at, $2), version = c.version + 1
      from summed where c.id = $1 and summed.count > 0
  ),
  told as (
    insert into cases.event (case_id, at, kind, actor_kind, actor_name, data)
    select $1, $2, 'attribution-withdrawn', $3, $4, jsonb_build_object('count', count, 'observations', observations,
      'firstSeenAt', first_seen, 'lastSeenAt', last_seen, 'answer', 'desk', 'why', $5::text)
      from summed where count > 0
  )
  select count from summed`;
