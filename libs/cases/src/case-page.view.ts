import { Injectable } from '@nestjs/common';

import { Refused, type Instant, type Role, type CaseState } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { Actor, ActorKind } from './case-event.js';
import { CASE_LINE, type CaseLine } from './case-list.view.js';
import { readCaseCode } from './read-case-code.js';

export interface TimelineEntry {
  readonly at: Instant;
  readonly kind: string;
  readonly actor: Actor;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface DecisionEntry {
  readonly at: Instant;
  readonly policyVersion: string;
  readonly tier: string | null;
  readonly rule: string;
  readonly reason: string;
  readonly state: CaseState;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly factsDigest: string;
  readonly actions: readonly Readonly<Record<string, unknown>>[];
  readonly wakeAt: Instant | null;
}

export interface SightingEntry {
  readonly observationId: number;
  readonly seenAt: Instant;
  readonly feedId: number;
  readonly upstream: string;
  readonly role: Role;
  readonly spoofable: boolean;
  readonly active: boolean;
  readonly severity: number;
  readonly malware: string | null;
  readonly detachedAt: Instant | null;
  readonly detachedWhy: string | null;
}

/** One case with its whole why. Lists are bounded by {@link LONGEST_LIST}; the newest entries are the ones kept. */
export interface CasePage {
  readonly case: CaseLine;
  /** In the order it was written. */
  readonly timeline: readonly TimelineEntry[];
  /** In the order they were taken. */
  readonly decisions: readonly DecisionEntry[];
  /** Newest first, withdrawn ones too. */
  readonly sightings: readonly SightingEntry[];
  /** Codes of the cases before and after it, of the same tenure and class. */
  readonly previous: string | null;
  readonly next: string | null;
}

const LONGEST_LIST = 200;

@Injectable()
export class CasePageView {
  /** @throws Refused when `code` is no case code, or of no case */
  async show(tx: Tx, code: string): Promise<CasePage> {
    const wanted = readCaseCode(code);
    const [found] = await tx.query<CaseLine & { previous: string | null; next: string | null }>(FOUND, [
      wanted,
    ]);
    if (found === undefined) throw new Refused(`there is no case ${wanted}`);
    const { previous, next, ...line } = found;
    const list = [line.id, LONGEST_LIST];
    const timeline = await tx.query<
      Omit<TimelineEntry, 'actor'> & { actorKind: ActorKind; actorName: string }
    >(TIMELINE, list);
    const decisions = await tx.query<DecisionEntry>(DECISIONS, list);
    const sightings = await tx.query<SightingEntry>(SIGHTINGS, list);
    return {
      case: line,
      timeline: timeline
        .map(({ at, kind, data, actorKind, actorName }) => ({
          at,
          kind,
          actor: { kind: actorKind, name: actorName },
          data,
        }))
        .reverse(),
      decisions: decisions.reverse(),
      sightings,
      previous,
      next,
    };
  }
}

const FOUND = `
  select ${CASE_LINE},
    (select code from cases.case where id = c.previous_id) as previous,
    (select code from cases.case where previous_id = c.id order by id desc limit 1) as next
  from cases.case c where c.code = $1`;

const TIMELINE = `
  select at, kind, actor_kind as "actorKind", actor_name as "actorName", data
  from cases.event where case_id = $1 order by id desc limit $2`;

const DECISIONS = `
  select at, policy_version as "policyVersion", tier, rule, reason, state, facts, facts_digest as "factsDigest", actions,
    wake_at as "wakeAt"
  from cases.decision where case_id = $1 order by id desc limit $2`;

const SIGHTINGS = `
  select observation_id as "observationId", seen_at as "seenAt", feed_id as "feedId", upstream, role, spoofable, active,
    severity, malware, detached_at as "detachedAt", detached_why as "detachedWhy"
  from cases.sighting where case_id = $1 order by seen_at desc, observation_id desc limit $2`;
