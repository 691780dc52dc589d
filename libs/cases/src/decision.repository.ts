import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import { only, type Tx } from '@lazaret/platform';

import type { CaseDecision } from './case-decision.js';
import type { Standing } from './case-state.js';

/** A case as its next decision finds it. */
export interface Found extends Standing {
  readonly caseId: number;
  readonly version: number;
}

/** Decisions as they are written: history is added to, the case moves. */
@Injectable()
export class DecisionRepository {
  /** The cases as they are now, locked until the transaction ends. */
  async lock(tx: Tx, caseIds: readonly number[]): Promise<Found[]> {
    return tx.query<Found>(
      `select id as "caseId", version, state, cleared_at as "clearedAt", closed_at as "closedAt", close_reason as "closeReason"
       from cases.case where id = any($1) order by id for no key update`,
      [caseIds],
    );
  }

  /** All in one statement. Answers how many differed from the last decision on the same case. */
  async write(
    tx: Tx,
    decided: readonly { decision: CaseDecision; moved: Standing }[],
    now: Instant,
  ): Promise<number> {
    if (decided.length === 0) return 0;
    const rows = decided.map(({ decision: d, moved }) => ({
      case_id: d.caseId, policy_version: d.policyVersion, tier: d.tier, rule: d.rule, reason: d.reason, facts: d.facts,
      actions: d.actions, state: moved.state, cleared_at: moved.clearedAt, closed_at: moved.closedAt,
      close_reason: moved.closeReason, wake_at: moved.state === 'closed' ? null : d.wakeAt,
    })); // prettier-ignore
    return only(await tx.query<{ appended: number }>(WRITE, [JSON.stringify(rows), now])).appended;
  }
}

// $1 decisions, $2 now. A decision that says what the last one said is not written again.
const WRITE = `
  with decided as materialized (
    select d.*, encode(sha256(convert_to(d.facts::text, 'UTF8')), 'hex') as facts_digest,
      c.state as old_state, c.tier as old_tier
    from jsonb_to_recordset($1::jsonb) as d(case_id bigint, policy_version text, tier text, rule text, reason text,
      facts jsonb, actions jsonb, state text, cleared_at timestamptz, closed_at timestamptz, close_reason text,
      wake_at timestamptz)
    join cases.case c on c.id = d.case_id
  ),
  fresh as materialized (
    select d.* from decided d
    left join lateral (select * from cases.decision where case_id = d.case_id order by id desc limit 1) as last on true
    where (d.facts_digest, d.policy_version, d.tier, d.rule, d.state, d.actions)
      is distinct from (last.facts_digest, last.policy_version, last.tier, last.rule, last.state, last.actions)
  ),
  written as (
    insert into cases.decision (case_id, at, policy_version, tier, rule, reason, state, facts, facts_digest, actions, wake_at)
    select case_id, $2, policy_version, tier, rule, reason, state, facts, facts_digest, actions, wake_at
    from fresh order by case_id
  ),
  told as (
    insert into cases.event (case_id, at, kind, actor_kind, actor_name, data)
    select case_id, $2, 'decided', 'system', 'policy ' || policy_version, jsonb_strip_nulls(jsonb_build_object(
      'from', old_state, 'state', state, 'tier', tier, 'rule', rule, 'reason', reason, 'actions', actions,
      'closeReason', close_reason))
    from fresh
    where state <> old_state or tier is distinct from old_tier or jsonb_array_length(actions) > 0
    order by case_id
  ),
  moved as (
    update cases.case c set state = d.state, tier = d.tier, due_at = d.wake_at, cleared_at = d.cleared_at,
      closed_at = d.closed_at, close_reason = d.close_reason, version = c.version + 1
    from decided d where c.id = d.case_id
  )
  select count(*) as appended from fresh`;
