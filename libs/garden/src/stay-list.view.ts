import { Injectable } from '@nestjs/common';

import type { GardenProfile, GardenState, Instant } from '@lazaret/kernel';
import { only, type Tx } from '@lazaret/platform';

import type { Opener } from './confinement.entity.js';

/** One stay as the desk lists it. */
export interface ListedStay {
  readonly id: number;
  readonly lineId: number;
  readonly caseId: number;
  readonly profile: GardenProfile;
  readonly desired: 'confined' | 'open';
  readonly state: Exclude<GardenState, 'none'>;
  /** The BNG whose cap it counts against. */
  readonly nas: string;
  readonly askedAt: Instant;
  readonly confirmedAt: Instant | null;
  readonly endsAt: Instant;
  /** Until when the network may hold a session of it at most; null when it certainly holds none. */
  readonly heldUntil: Instant | null;
  readonly openWhy: string | null;
  readonly openBy: Opener | null;
  readonly overAt: Instant | null;
  readonly wantedAt: Instant | null;
  /** What we want and what the network says differ. */
  readonly drift: boolean;
}

/** Which stays. Everything given must hold. */
export interface StayFilter {
  readonly state?: { readonly only: readonly GardenState[]; readonly not: readonly GardenState[] } | undefined;
  readonly over?: boolean | undefined;
  readonly drift?: boolean | undefined;
  readonly nas?: string | undefined;
  readonly lineId?: number | undefined;
} // prettier-ignore

/** How the whole garden stands. */
export interface GardenCounts {
  /** Of the stays that are not over, and of those that ended in the last 24 hours. */
  readonly states: readonly { readonly state: GardenState; readonly count: number }[];
  readonly drift: number;
  /** When the release was asked for that has waited longest for the network's word. */
  readonly oldestRelease: Instant | null;
}

/** What the network has not confirmed after so long is drift; until then it is on its way. A late release pages somebody. */
const LATE_MINUTES = 5;

/** Stays in the garden, the newest first. For looking, never for deciding. */
@Injectable()
export class StayListView {
  /** Up to `limit` with a smaller id than `before`. */
  async page(tx: Tx, filter: StayFilter, before: number | null, limit: number, now: Instant): Promise<ListedStay[]> {
    const values: unknown[] = [now];
    const give = (value: unknown): string => `$${values.push(value)}`;
    const { state } = filter;
    const where = [
      ...(state && state.only.length > 0 ? [`c.state = any(${give(state.only)})`] : []),
      ...(state && state.not.length > 0 ? [`c.state <> all(${give(state.not)})`] : []),
      ...(filter.over === undefined ? [] : [`c.over_at is ${filter.over ? 'not ' : ''}null`]),
      ...(filter.drift === true ? [DRIFT] : []),
      ...(filter.nas === undefined ? [] : [`c.bng = ${give(filter.nas)}`]),
      ...(filter.lineId === undefined ? [] : [`c.line_id = ${give(filter.lineId)}`]),
      ...(before === null ? [] : [`c.id < ${give(before)}`]),
    ];
    return tx.query<ListedStay>(
      `select ${STAY}
         from garden.confinement c ${where.length === 0 ? '' : `where ${where.join(' and ')}`}
        order by c.id desc limit ${give(limit)}`,
      values,
    );
  }

  async counts(tx: Tx, now: Instant): Promise<GardenCounts> {
    const states = await tx.query<{ state: GardenState; count: number }>(
      `select state, count(*) from (
         select state from garden.confinement where over_at is null
         union all
         select state from garden.confinement where over_at > $1::timestamptz - interval '24 hours'
       ) c group by state order by state`,
      [now],
    );
    const { drift, oldestRelease } = only(
      await tx.query<{ drift: number; oldestRelease: Instant | null }>(
        `select count(*) filter (where ${DRIFT}) as drift, min(c.open_asked_at) as "oldestRelease"
           from garden.confinement c where c.over_at is null`,
        [now],
      ),
    );
    return { states, drift, oldestRelease };
  }
} // prettier-ignore

// $1 is now. `unknown`: no answer, or the accounting read back something else than was ordered. `requested` long after it was
// confirmed: the line has another session, which is not held yet.
const LATE = `$1::timestamptz - interval '${LATE_MINUTES} minutes'`;
const DRIFT = `(c.over_at is null and (
  c.state = 'unknown'
  or (c.desired = 'open' and c.open_asked_at <= ${LATE})
  or (c.desired = 'confined' and c.confirmed_at is not null and c.state = 'requested' and c.state_since <= ${LATE})))`;

const STAY = `
  c.id, c.line_id as "lineId", c.case_id as "caseId", c.profile, c.desired, c.state, c.bng as nas, c.asked_at as "askedAt",
  c.confirmed_at as "confirmedAt", c.ends_at as "endsAt", c.open_why as "openWhy", c.open_by as "openBy", c.over_at as "overAt",
  c.release_wanted_at as "wantedAt", ${DRIFT} as drift,
  (select max(h.held_until) from garden.hold h
    where h.confinement_id = c.id and h.state <> 'lifted' and h.held_until > $1::timestamptz) as "heldUntil"`;
