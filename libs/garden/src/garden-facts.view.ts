import { Injectable } from '@nestjs/common';

import type { GardenProfile, GardenState, Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

/** Time a line may have been held: `[from, to)`, still going on when `to` is null. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant | null;
}

/** What policy knows of a line in the garden. */
export interface GardenFacts {
  readonly state: GardenState;
  /** Of the stay that is going on: since when. Of the last one: since when it is over. */
  readonly since: Instant | null;
  /** A release request or appeal that nobody has answered. */
  readonly releaseAskedAt: Instant | null;
  readonly confinements: readonly Span[];
  /** When the subscriber let the line out. */
  readonly selfReleases: readonly Instant[];
  /** The stay that goes on, or the last one. */
  readonly stay: LastStay | null;
}

/** What letters and pages say of a stay. */
export interface LastStay {
  readonly caseId: number;
  readonly profile: GardenProfile;
  /** When the network said yes; null while it has not. */
  readonly confirmedAt: Instant | null;
  readonly endsAt: Instant;
  /** When the network said that nothing is held any more. */
  readonly overAt: Instant | null;
  /** Why the line was, or is being, let out. */
  readonly openWhy: string | null;
  /** What the subscriber asked for last that a person was to answer. */
  readonly wantedWhy: 'cleaned' | 'not-me' | null;
}

/** One confinement that was asked for, as the caps count it. */
export interface SpentConfinement {
  readonly at: Instant;
  readonly bng: string;
}

/** Why the network would not take a line in is forgotten after so long: its files may have changed. */
const FORGET_REFUSAL_MS = 24 * 3_600_000;
/** The longest window of any rule that looks back, 90 days, and a little. What is older is forgotten. */
export const LOOK_BACK_DAYS = 92;
const NEVER: GardenFacts = {
  state: 'none',
  since: null,
  releaseAskedAt: null,
  confinements: [],
  selfReleases: [],
  stay: null,
};

@Injectable()
export class GardenFactsView {
  /** By line; every line asked for has an answer. */
  async of(tx: Tx, lineIds: readonly number[], now: Instant): Promise<Map<number, GardenFacts>> {
    const stays = await tx.query<StayRow>(
      `select line_id as "lineId", state, confirmed_at as "confirmedAt", asked_at as "askedAt", over_at as "overAt",
         release_wanted_at as "wantedAt", release_wanted_why as "wantedWhy", profile, ends_at as "endsAt",
         case_id as "caseId", open_asked_at as "openAskedAt", open_why as "openWhy",
         open_by = 'subscriber' and open_why = 'cleaned' as "selfReleased"
         from garden.confinement c
        where line_id = any($1::bigint[]) and (over_at is null or over_at > $2::timestamptz - make_interval(days => $3))
        order by line_id, asked_at, id`,
      [lineIds, now, LOOK_BACK_DAYS],
    );
    const byLine = new Map<number, StayRow[]>(lineIds.map((id) => [id, []]));
    for (const stay of stays) byLine.get(stay.lineId)?.push(stay);
    return new Map([...byLine].map(([lineId, of]) => [lineId, factsOf(of, now)]));
  }

  /** The confinements of the last 24 hours, in the whole network. */
  async spent(tx: Tx, now: Instant): Promise<SpentConfinement[]> {
    return tx.query<SpentConfinement>(
      `select asked_at as at, bng from garden.confinement where asked_at > $1::timestamptz - interval '24 hours'
        order by asked_at, id limit 100000`,
      [now],
    );
  }

  /** When the lines may have been held, as far as that reaches into `[from, to)`. Lines that were not are missing. */
  async heldDuring(
    tx: Tx,
    lineIds: readonly number[],
    from: Instant,
    to: Instant,
  ): Promise<Map<number, readonly Span[]>> {
    const rows = await tx.query<Span & { lineId: number }>(
      `select line_id as "lineId", asked_at as "from", over_at as "to" from garden.confinement
        where line_id = any($1::bigint[]) and asked_at < $3 and (over_at is null or over_at > $2)
          and (confirmed_at is not null or over_at is null)
        order by line_id, asked_at`,
      [lineIds, from, to],
    );
    const byLine = new Map<number, Span[]>();
    for (const { lineId, ...span } of rows) byLine.set(lineId, [...(byLine.get(lineId) ?? []), span]);
    return byLine;
  }
}

interface StayRow extends LastStay {
  readonly lineId: number;
  readonly state: GardenState;
  readonly askedAt: Instant;
  readonly wantedAt: Instant | null;
  readonly openAskedAt: Instant | null;
  readonly selfReleased: boolean | null;
}

function factsOf(stays: readonly StayRow[], now: Instant): GardenFacts {
  const last = stays.at(-1);
  if (last === undefined) return NEVER;
  const held = stays.filter((stay) => stay.overAt === null || stay.confirmedAt !== null);
  return {
    ...standing(last, now),
    // What is being let out was answered.
    releaseAskedAt: last.openAskedAt === null && last.overAt === null ? last.wantedAt : null,
    confinements: held.map((stay) => ({ from: stay.askedAt, to: stay.overAt })),
    selfReleases: stays.flatMap((stay) =>
      stay.selfReleased && stay.openAskedAt !== null ? [stay.openAskedAt] : [],
    ),
    stay: {
      caseId: last.caseId,
      profile: last.profile,
      confirmedAt: last.confirmedAt,
      endsAt: last.endsAt,
      overAt: last.overAt,
      openWhy: last.openWhy,
      wantedWhy: last.wantedWhy,
    },
  };
}

function standing(last: StayRow, now: Instant): Pick<GardenFacts, 'state' | 'since'> {
  if (last.overAt === null) return { state: last.state, since: last.askedAt };
  // What never began leaves nothing behind; what could not begin is remembered for a while.
  const isNews = now.getTime() < last.overAt.getTime() + FORGET_REFUSAL_MS;
  if (last.state === 'released' && last.confirmedAt === null) return { state: 'none', since: null };
  if (last.state === 'not-enforceable' && !isNews) return { state: 'none', since: null };
  return { state: last.state, since: last.overAt };
}
