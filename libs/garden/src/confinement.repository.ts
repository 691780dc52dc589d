import { Injectable } from '@nestjs/common';

import type { GardenProfile, GardenState, Instant } from '@lazaret/kernel';
import { only, type Tx } from '@lazaret/platform';

import type { Opener } from './confinement.entity.js';
import { mayBeHeld, type Hold, type Stay } from './stay.js';

/** A stay that is not over, with what its sessions were told. */
export interface OpenStay extends Stay {
  readonly id: number;
  readonly lineId: number;
  readonly tenureId: number;
  readonly caseId: number;
  readonly state: Exclude<GardenState, 'none'>;
  readonly dueAt: Instant | null;
  readonly holds: readonly Hold[];
}

/** A line to be put into the garden. */
export interface Asked {
  readonly lineId: number;
  readonly tenureId: number;
  readonly caseId: number;
  readonly profile: GardenProfile;
  /** Behind which BNG, for the caps. */
  readonly bng: string;
  readonly endsAt: Instant;
  readonly holdSeconds: number;
}

/** Which stays, of those that are not over. */
export type WhichStays =
  | { readonly lineIds: readonly number[] }
  | { readonly caseIds: readonly number[] }
  | { readonly ids: readonly number[] };

/** A stay that has just been asked to end. */
export interface Opened {
  readonly id: number;
  readonly lineId: number;
  readonly caseId: number;
}

/** What became of a stay. */
export interface Written extends Opened {
  readonly from: GardenState;
  readonly state: GardenState;
  readonly over: boolean;
  readonly why: string | null;
}

/** A hold that may be in the network, and whose it is. */
export interface HeldNow extends Hold {
  readonly id: number;
  readonly lineId: number;
  readonly profile: GardenProfile;
  /** Of the stay. */
  readonly endsAt: Instant;
}

/** Everything judged of a stay, as it is written. */
export interface StayUpdate {
  readonly id: number;
  /** What was desired when it was judged. */
  readonly judgedAs: Stay['desired'];
  readonly state: Exclude<GardenState, 'none'>;
  readonly over: boolean;
  /** Why it ends, when it does. */
  readonly openWhy: string | null;
  readonly confirmed: boolean;
  readonly dueAt: Instant | null;
  readonly holds: readonly Hold[];
}

/** What the sessions of a stay were told. */
type Told = Pick<StayUpdate, 'id' | 'holds'>;
type Id = Pick<StayUpdate, 'id'>;

const STAY = `c.id, c.line_id as "lineId", c.case_id as "caseId", c.state, c.desired, c.profile, c.asked_at as "askedAt",
  c.ends_at as "endsAt", c.hold_seconds as "holdSeconds", c.confirmed_at as "confirmedAt", c.due_at as "dueAt",
  c.release_wanted_at as "releaseWantedAt", c.tenure_id as "tenureId"`;
const WHICH = { lineIds: 'line_id', caseIds: 'case_id', ids: 'id' } as const;

/** The only place that writes the tables of the garden. */
@Injectable()
export class ConfinementRepository {
  /** Adds what is not there yet: a line that is in the garden, or on its way out, is left as it is. Answers the new ids. */
  async add(tx: Tx, asked: readonly Asked[], now: Instant): Promise<number[]> {
    const rows = await tx.query<{ id: number }>(
      `insert into garden.confinement
         (line_id, tenure_id, case_id, profile, bng, state_since, asked_at, ends_at, hold_seconds, due_at)
       select "lineId", "tenureId", "caseId", profile, bng, $2, $2, "endsAt", "holdSeconds", $2
         from jsonb_to_recordset($1::jsonb) as a("lineId" bigint, "tenureId" bigint, "caseId" bigint, profile text, bng text,
           "endsAt" timestamptz, "holdSeconds" int)
       on conflict (line_id) where over_at is null do nothing
       returning id`,
      [JSON.stringify(asked), now],
    );
    return rows.map((row) => row.id);
  }

  /** Lets lines out: from here on nothing holds their flag, and the network is told. Those on their way out are left. */
  async open(tx: Tx, which: WhichStays, why: string, by: Opener, now: Instant): Promise<Opened[]> {
    const [name, ids] = Object.entries(which)[0] as [keyof typeof WHICH, readonly number[]];
    return tx.query<Opened>(
      `with chosen as (
         select id from garden.confinement
          where ${WHICH[name]} = any($1::bigint[]) and over_at is null and desired = 'confined' order by id for update
       )
       update garden.confinement c
          set desired = 'open', confinable = null, open_asked_at = $2, open_why = $3, open_by = $4, state = 'releasing',
              state_since = $2, due_at = $2
         from chosen where c.id = chosen.id
       returning c.id, c.line_id as "lineId", c.case_id as "caseId"`,
      [ids, now, why, by],
    );
  }

  /** Notes that the subscriber asks to be let out. Answers whether there is somebody to let out who had not asked. */
  async want(tx: Tx, lineId: number, why: 'cleaned' | 'not-me', now: Instant): Promise<boolean> {
    const touched = await tx.execute(
      `update garden.confinement set release_wanted_at = $2, release_wanted_why = $3
        where line_id = $1 and over_at is null and desired = 'confined' and release_wanted_at is null`,
      [lineId, now, why],
    );
    return touched > 0;
  }

  /** Stays of lines that are to be held, also those that somebody is at; up to `limit` behind the stay `after`. */
  async confined(tx: Tx, after: number, limit: number): Promise<Opened[]> {
    return tx.query<Opened>(
      `select id, line_id as "lineId", case_id as "caseId" from garden.confinement
        where over_at is null and desired = 'confined' and id > $1 order by id limit $2`,
      [after, limit],
    );
  }

  /** Stays that are not over and that nobody is at, in the order of their ids; up to `limit` behind the stay `after`. */
  async all(tx: Tx, after: number, limit: number): Promise<OpenStay[]> {
    return this.stays(
      tx,
      `select * from garden.confinement where over_at is null and id > $1
          and (claimed_until is null or claimed_until < clock_timestamp()) order by id limit $2`,
      [after, limit],
    );
  }

  /** Takes stays that are not over and that nobody else is at, for `claimMs` of real time. */
  async claim(tx: Tx, ids: readonly number[], claimMs: number): Promise<OpenStay[]> {
    return this.stays(
      tx,
      `update garden.confinement set claimed_until = clock_timestamp() + $2 * interval '1 ms'
        where id in (
          select id from garden.confinement
           where id = any($1::bigint[]) and over_at is null and (claimed_until is null or claimed_until < clock_timestamp())
           order by id for update skip locked
        ) returning *`,
      [ids, claimMs],
    );
  }

  /**
   * Holds of any stay that may be in the network now; up to `limit` behind the hold `after`. Whoever asks is the only one
   * to, until the transaction ends.
   */
  async held(tx: Tx, now: Instant, after: number, limit: number): Promise<HeldNow[]> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('garden.held'))`);
    return tx.query<HeldNow>(
      `select h.id, ${HOLD}, c.line_id as "lineId", c.profile, c.ends_at as "endsAt"
         from garden.confinement c join garden.hold h on h.confinement_id = c.id
        where c.over_at is null and h.state <> 'lifted' and h.held_until > $1 and h.id > $2 order by h.id limit $3`,
      [now, after, limit],
    );
  }

  /** Orders on their way: written before the first packet leaves, so that whoever comes after a crash knows of them. */
  async ordered(tx: Tx, given: readonly Told[]): Promise<void> {
    await this.writeHolds(tx, given);
  }

  /**
   * What was judged. A stay that somebody opened meanwhile keeps that. One that is over already ends once more when the
   * network may hold somebody after all: nobody is held without a stay that lets them out.
   */
  async write(tx: Tx, updates: readonly StayUpdate[], now: Instant): Promise<Written[]> {
    if (updates.length === 0) return [];
    const over = new Set((await tx.query<Id>(OVER, [updates.map(({ id }) => id)])).map(({ id }) => id));
    const standing = updates.filter(({ id }) => !over.has(id));
    await this.writeHolds(tx, standing);
    const rows = standing.map(({ holds: _, ...row }) => row);
    const written = await tx.query<Written>(WRITE, [JSON.stringify(rows), now]);
    const late = updates
      .map(({ id, holds }) => ({ id, holds: holds.filter((hold) => mayBeHeld(hold, now)) }))
      .filter(({ id, holds }) => over.has(id) && holds.length > 0);
    return late.length === 0 ? written : [...written, ...(await this.endAgain(tx, late, now))];
  }

  /** When the network must be spoken to next; null when nobody is held. */
  async nextDue(tx: Tx): Promise<Instant | null> {
    const sql = 'select min(due_at) as at from garden.confinement where due_at is not null';
    return only(await tx.query<{ at: Instant | null }>(sql)).at;
  }

  /** When the longest unanswered release was asked for; null when all were answered. */
  async oldestRelease(tx: Tx): Promise<Instant | null> {
    const sql = `select min(open_asked_at) as at from garden.confinement where over_at is null and desired = 'open'`;
    return only(await tx.query<{ at: Instant | null }>(sql)).at;
  }

  /** Stays that are over since before `before`, with their holds; the oldest first, up to `limit`. Answers how many. */
  async forget(tx: Tx, before: Instant, limit: number): Promise<number> {
    return tx.execute(
      `delete from garden.confinement
        where id in (select id from garden.confinement where over_at < $1 order by over_at limit $2)`,
      [before, limit],
    );
  }

  private async endAgain(tx: Tx, late: readonly Told[], now: Instant): Promise<Written[]> {
    const again = await tx.query<Written>(END_AGAIN, [late.map(({ id }) => id), now]);
    const opened = new Set(again.map(({ id }) => id));
    await this.writeHolds(
      tx,
      late.filter(({ id }) => opened.has(id)),
    );
    for (const { id, holds } of late.filter((one) => !opened.has(one.id)))
      await this.leaveToNext(tx, id, holds, now);
    return again;
  }

  /** The line is in the garden again: the stay that goes on says what becomes of the session. */
  private async leaveToNext(tx: Tx, id: number, holds: readonly Hold[], now: Instant): Promise<void> {
    for (const next of await this.stays(tx, NEXT_STAY, [id, now])) {
      const known = new Set(next.holds.filter((hold) => mayBeHeld(hold, now)).map((hold) => hold.sessionId));
      const unknown = holds
        .filter(({ sessionId }) => !known.has(sessionId))
        .map((hold) => ({ ...hold, state: 'unknown', tries: 0 }) as const);
      await this.writeHolds(tx, [{ id: next.id, holds: unknown }]);
    }
  }

  private async stays(tx: Tx, chosen: string, values: readonly unknown[]): Promise<OpenStay[]> {
    const stays = await tx.query<Omit<OpenStay, 'holds'>>(
      `with c as (${chosen}) select ${STAY} from c order by c.id`,
      values,
    );
    const holds = await tx.query<Hold & { confinementId: number }>(
      `select h.confinement_id as "confinementId", ${HOLD} from garden.hold h where h.confinement_id = any($1::bigint[]) order by h.id`,
      [stays.map((stay) => stay.id)],
    );
    const byStay = new Map<number, Hold[]>(stays.map((stay) => [stay.id, []]));
    for (const { confinementId, ...hold } of holds) byStay.get(confinementId)?.push(hold);
    return stays.map((stay) => ({ ...stay, holds: byStay.get(stay.id) ?? [] }));
  }

  private async writeHolds(tx: Tx, of: readonly Told[]): Promise<void> {
    const rows = of.flatMap(({ id, holds }) => holds.map((hold) => ({ ...hold, confinementId: id })));
    if (rows.length > 0) await tx.query(WRITE_HOLDS, [JSON.stringify(rows)]);
  }
}

const HOLD = `h.session_id as "sessionId", h.nas, h.acct_session_id as "acctSessionId", h.state, h.held_until as "heldUntil",
  h.asked_at as "askedAt", h.answered_at as "answeredAt", h.tries, h.cause`;

const WRITE_HOLDS = `
  insert into garden.hold as h
    (confinement_id, session_id, nas, acct_session_id, state, held_until, asked_at, answered_at, tries, cause)
  select "confinementId", "sessionId", nas, "acctSessionId", state, "heldUntil", "askedAt", "answeredAt", tries, cause
    from jsonb_to_recordset($1::jsonb) as r("confinementId" bigint, "sessionId" bigint, nas text, "acctSessionId" text,
      state text, "heldUntil" timestamptz, "askedAt" timestamptz, "answeredAt" timestamptz, tries int, cause int)
  on conflict (confinement_id, session_id) do update set
    state = excluded.state, held_until = excluded.held_until, asked_at = excluded.asked_at,
    answered_at = excluded.answered_at, tries = excluded.tries, cause = excluded.cause`;

// Locked here, so that none of the others is over before it is written.
const OVER = `
  with locked as (select id, over_at from garden.confinement where id = any($1::bigint[]) order by id for update)
  select id from locked where over_at is not null`;

const END_AGAIN = `
  with late as (
    select c.id, c.state as before from garden.confinement c
     where c.id = any($1::bigint[]) and c.over_at is not null
       and not exists (select from garden.confinement o where o.line_id = c.line_id and o.over_at is null)
  )
  update garden.confinement c
     set over_at = null, state = 'releasing', state_since = $2, due_at = $2, claimed_until = null
    from late l where c.id = l.id
  returning c.id, c.line_id as "lineId", c.case_id as "caseId", l.before as "from", c.state, false as over, c.open_why as why`;

const NEXT_STAY = `
  update garden.confinement o set due_at = $2 from garden.confinement c
   where c.id = $1 and o.line_id = c.line_id and o.over_at is null returning o.*`;

// $1 updates, $2 now. What was opened while a worker was at it is not judged by what the worker knew: the next look lets
// it out, so it is due at once.
const WRITE = `
  with judged as (
    select c.id, c.line_id, c.case_id, c.state as before, c.desired <> j."judgedAs" as stale, j.confirmed, j.state,
           j.over and c.desired = j."judgedAs" as over, j."openWhy" as why, j."dueAt" as due_at
      from jsonb_to_recordset($1::jsonb) as j(id bigint, "judgedAs" text, state text, over boolean, "openWhy" text,
        confirmed boolean, "dueAt" timestamptz)
      join garden.confinement c on c.id = j.id and c.over_at is null
     order by c.id for update of c
  ),
  next as (
    select *, case when stale then before else state end as after, not stale and why is not null as ending from judged
  ),
  written as (
    update garden.confinement c
       set claimed_until = null,
           confirmed_at = coalesce(c.confirmed_at, case when n.confirmed then $2::timestamptz end),
           state = n.after,
           state_since = case when n.after = n.before then c.state_since else $2 end,
           over_at = case when n.over then $2::timestamptz end,
           due_at = case when n.stale then $2 when not n.over then n.due_at end,
           desired = case when n.ending then 'open' else c.desired end,
           confinable = case when n.ending then null else c.confinable end,
           open_asked_at = case when n.ending then coalesce(c.open_asked_at, $2) else c.open_asked_at end,
           open_why = case when n.ending then coalesce(c.open_why, n.why) else c.open_why end,
           open_by = case when n.ending then coalesce(c.open_by, 'policy') else c.open_by end
      from next n where c.id = n.id
    returning c.*
  )
  select w.id, w.line_id as "lineId", w.case_id as "caseId", n.before as "from", w.state, w.over_at is not null as over,
         w.open_why as why
    from written w join next n using (id) order by w.id`;
