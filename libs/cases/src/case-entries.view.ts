import { Injectable } from '@nestjs/common';

import { Refused, type CaseState, type Instant, type Role } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { ActorKind } from './case-event.js';

/** An entry of the timeline, as it was written. */
export interface DeskEntry {
  readonly id: number;
  readonly at: Instant;
  readonly kind: string;
  readonly actorKind: ActorKind;
  readonly actorName: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Of what was decided: which decision. */
  readonly decision: number | null;
}

export interface DeskSighting {
  readonly observationId: number;
  readonly seenAt: Instant;
  readonly detachedAt: Instant | null;
  readonly detachedWhy: string | null;
}

/** Who saw it first hand. */
export interface SeenBy {
  readonly name: string;
  readonly sightings: number;
  readonly lastSeenAt: Instant;
  /** Some of it may count towards the garden: active, of who did it, not to be forged. */
  readonly counts: boolean;
  /** The newest that may. */
  readonly lastProofAt: Instant | null;
}

/** A decision and the facts it was taken on. */
export interface DeskDecision {
  readonly id: number;
  readonly at: Instant;
  readonly policyVersion: string;
  readonly tier: string | null;
  readonly rule: string;
  readonly reason: string;
  readonly state: CaseState;
  readonly wakeAt: Instant | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly factsDigest: string;
  readonly actions: readonly Readonly<Record<string, unknown>>[];
}

export interface Paging {
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface Paged<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** What belongs to one case, page by page, the newest first. */
@Injectable()
export class CaseEntriesView {
  async timeline(tx: Tx, caseId: number, { after, limit }: Paging): Promise<Paged<DeskEntry>> {
    const rows = await tx.query<DeskEntry>(TIMELINE, [
      caseId,
      place(after, /^\d{1,15}$/)?.[0] ?? null,
      limit + 1,
    ]);
    return pageOf(rows, limit, ({ id }) => String(id));
  }

  /** Withdrawn ones too. */
  async sightings(tx: Tx, caseId: number, { after, limit }: Paging): Promise<Paged<DeskSighting>> {
    const [, ms, id] = place(after, /^(\d{1,15})\.(\d{1,15})$/) ?? [];
    const rows = await tx.query<DeskSighting>(SIGHTINGS, [caseId, ms ?? null, id ?? null, limit + 1]);
    return pageOf(rows, limit, ({ seenAt, observationId }) => `${seenAt.getTime()}.${observationId}`);
  }

  /** Of attached sightings, by upstream; at most 50, the last seen first. */
  async seenBy(tx: Tx, caseId: number): Promise<SeenBy[]> {
    return tx.query<SeenBy>(SEEN_BY, [caseId]);
  }

  /** Null when there is none of that number, or it is another case's. */
  async decision(tx: Tx, caseId: number, id: number): Promise<DeskDecision | null> {
    const [found] = await tx.query<DeskDecision>(`${DECISION} where case_id = $1 and id = $2`, [caseId, id]);
    return found ?? null;
  }

  async lastDecision(tx: Tx, caseId: number): Promise<DeskDecision | null> {
    const [found] = await tx.query<DeskDecision>(`${DECISION} where case_id = $1 order by id desc limit 1`, [
      caseId,
    ]);
    return found ?? null;
  }
}

function place(after: string | undefined, shape: RegExp): RegExpExecArray | null {
  if (after === undefined) return null;
  const read = shape.exec(after);
  if (read !== null) return read;
  throw new Refused('that is no place in this list', {
    problems: [{ at: 'after', message: 'hand back what the last page gave as next' }],
  });
}

function pageOf<Item>(rows: readonly Item[], limit: number, nameOf: (item: Item) => string): Paged<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? nameOf(last) : null };
}

const TIMELINE = `
  select e.id, e.at, e.kind, e.actor_kind as "actorKind", e.actor_name as "actorName", e.data,
    case when e.kind = 'decided' then (
      select max(d.id) from cases.decision d where d.case_id = e.case_id and d.at = e.at and d.rule = e.data ->> 'rule'
    ) end as decision
  from cases.event e where e.case_id = $1 and ($2::bigint is null or e.id < $2) order by e.id desc limit $3`;

const SIGHTINGS = `
  select observation_id as "observationId", seen_at as "seenAt", detached_at as "detachedAt", detached_why as "detachedWhy"
  from cases.sighting
  where case_id = $1 and ($2::bigint is null
    or (seen_at, observation_id) < (timestamptz 'epoch' + $2::bigint * interval '1 millisecond', $3::bigint))
  order by seen_at desc, observation_id desc limit $4`;

const SEEN_BY = `
  select upstream as name, count(*) as sightings, max(seen_at) as "lastSeenAt",
    coalesce(bool_or(active and role = '${'actor' satisfies Role}' and not spoofable), false) as counts,
    max(seen_at) filter (where active and role = 'actor' and not spoofable) as "lastProofAt"
  from cases.sighting where case_id = $1 and detached_why is null
  group by upstream order by 3 desc, 1 limit 50`;

const DECISION = `
  select id, at, policy_version as "policyVersion", tier, rule, reason, state, wake_at as "wakeAt", facts,
    facts_digest as "factsDigest", actions
  from cases.decision`;
