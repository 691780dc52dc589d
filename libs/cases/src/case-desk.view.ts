import { Injectable } from '@nestjs/common';

import {
  NotThere,
  type CaseState,
  type CloseReason,
  type GardenState,
  type Instant,
  type LineClass,
  type ThreatClass,
} from '@lazaret/kernel';
import { only, type Tx } from '@lazaret/platform';

import { allOf, conditionsOf, ofKind, Values, type ListedFilter } from './listed-filter.js';
import {
  keyFrom,
  keyOf,
  LISTED_SORTS,
  readPlace,
  writePlace,
  type ListedSort,
  type Place,
} from './listed-sort.js';
import { daysUpTo } from './days-up-to.js';
import { readCaseCode } from './read-case-code.js';
import type { Badge, NextStep, Waits } from './standing.js';

/** One case as the desk lists it. */
export interface DeskRow {
  readonly id: number;
  readonly code: string;
  readonly version: number;
  readonly class: ThreatClass;
  readonly family: string | null;
  readonly lineId: number;
  readonly tenureId: number;
  readonly lineClass: LineClass;
  readonly region: string | null;
  readonly state: CaseState;
  readonly closeReason: CloseReason | null;
  readonly badge: Badge;
  readonly badgeSince: Instant | null;
  readonly waits: Waits;
  readonly waitingSince: Instant | null;
  readonly tier: string | null;
  readonly garden: GardenState;
  /** Of the last decision, in words; null before the first. */
  readonly reason: string | null;
  readonly openedAt: Instant;
  readonly firstSeenAt: Instant | null;
  readonly lastSeenAt: Instant | null;
  readonly sightings: number;
  /** Sightings a UTC day, of the last fourteen; the last is today. */
  readonly days: readonly number[];
  readonly nextStep: NextStep;
  readonly nextAt: Instant | null;
  readonly notes: number;
  readonly reinfections: number;
}

/** What the page of a case knows beyond its row. */
export interface DeskCase {
  readonly id: number;
  readonly code: string;
  readonly version: number;
  readonly tenureId: number;
  readonly lineId: number;
  readonly observing: boolean;
  readonly acknowledgedAt: Instant | null;
  readonly previousCases: number;
  /** Codes of the cases before and after it, of the same tenure and class. */
  readonly previous: string | null;
  readonly next: string | null;
}

export interface DeskPage {
  readonly rows: readonly DeskRow[];
  readonly next: string | null;
}

export interface Neighbours {
  readonly previous: string | null;
  readonly next: string | null;
  /** Counted from 1; null when the case is not, or no longer, in the list. */
  readonly position: number | null;
  readonly total: number;
}

/** Days as they were counted up to a UTC day, as `2026-11-12`. */
interface Stored extends DeskRow {
  readonly daysTo: string;
}

/** Cases as the desk lists them, from the rows that the decider keeps. */
@Injectable()
export class CaseDeskView {
  /** As many rows are sorted faster than a long order is walked along for them. */
  protected readonly few: number = 10_000;

  /**
   * @param after what the last page gave as `next`
   * @throws Refused for a place that is none
   */
  async page(
    tx: Tx,
    filter: ListedFilter,
    sort: ListedSort,
    { after, limit }: { readonly after?: string | undefined; readonly limit: number },
    now: Instant,
  ): Promise<DeskPage> {
    const place = after === undefined ? null : readPlace(after);
    const places = await this.places(tx, filter, sort, place, limit + 1);
    const shown = places.slice(0, limit);
    const last = shown.at(-1);
    const rows = await this.rows(
      tx,
      shown.map(({ id }) => id),
      now,
    );
    return { rows, next: places.length > limit && last ? writePlace(last) : null };
  }

  /** Places behind one, in order. Where few pass, they are gathered first and sorted; else the order is walked along. */
  private async places(
    tx: Tx,
    filter: ListedFilter,
    sort: ListedSort,
    after: Place | null,
    limit: number,
  ): Promise<Place[]> {
    const kinds = await this.fewKinds(tx, filter);
    const values = new Values();
    const conditions = conditionsOf(filter, values);
    const where = [allOf(conditions)];
    if (after !== null) where.push(beyond(sort, after, values));
    if (kinds !== null) where.push(`l.kind = any(${values.give(kinds)}::bigint[])`);
    // Of what was seen today a walk from the oldest on would find nothing for long.
    const gathered = kinds !== null || conditions.others.length > 0;
    const rows = `select l.case_id, l.${LISTED_SORTS[sort].column} from cases.listed l where ${where.join(' and ')}`;
    const from = gathered ? 'gathered l' : `(${rows}) l`;
    return tx.query<Place>(
      `${gathered ? `with gathered as materialized (${rows})` : ''}
       select l.case_id as id, ${keyOf(sort)} as key from ${from} order by ${inOrder(sort)} limit ${values.give(limit)}`,
      values.list,
    );
  }

  /** The kinds that pass, when they have few cases; null when they have many, or everything passes. */
  private async fewKinds(tx: Tx, filter: ListedFilter): Promise<string[] | null> {
    const values = new Values();
    const condition = ofKind(filter, values);
    if (condition === null) return null;
    const { kinds, cases } = only(
      await tx.query<{ kinds: string[]; cases: number }>(
        `select coalesce(array_agg(l.kind::text), '{}') as kinds, coalesce(sum(l.cases), 0)::bigint as cases
           from cases.kind l where l.cases > 0 and ${condition}`,
        values.list,
      ),
    );
    return cases <= this.few ? kinds : null;
  }

  /** These cases, in the order of the ids; at most a page of them. One that nobody has decided yet is only watched. */
  async rows(tx: Tx, ids: readonly number[], now: Instant): Promise<DeskRow[]> {
    if (ids.length === 0) return [];
    const rows = await tx.query<Stored>(ROWS, [ids]);
    return rows.map(({ days, daysTo, ...row }) => ({ ...row, days: daysUpTo(days, daysTo, now) }));
  }

  /** @throws NotThere when there is none, Refused when `code` is no case code */
  async find(tx: Tx, code: string): Promise<DeskCase> {
    const wanted = readCaseCode(code);
    const [found] = await tx.query<DeskCase>(FOUND, [wanted]);
    if (found === undefined) throw new NotThere(`there is no case ${wanted}`);
    return found;
  }

  /** The cases beside this one in a list. @param id of the case @throws nothing; one that is not listed has no neighbours */
  async neighbours(tx: Tx, id: number, filter: ListedFilter, sort: ListedSort): Promise<Neighbours> {
    const [place] = await tx.query<Place>(
      `select l.case_id as id, ${keyOf(sort)} as key from cases.listed l where l.case_id = $1`,
      [id],
    );
    if (place === undefined) return { previous: null, next: null, position: null, total: 0 };
    const beside = async (back: boolean): Promise<string | null> => {
      const values = new Values();
      const where = allOf(conditionsOf(filter, values));
      const [found] = await tx.query<{ code: string }>(
        `select c.code from (
           select l.case_id from cases.listed l where ${where} and ${beyond(sort, place, values, back)}
            order by ${inOrder(sort, back)} limit 1
         ) n join cases.case c on c.id = n.case_id`,
        values.list,
      );
      return found?.code ?? null;
    };
    const values = new Values();
    const where = allOf(conditionsOf(filter, values));
    const { total, before, inside } = only(
      await tx.query<{ total: number; before: number; inside: boolean }>(
        `select count(*) as total, count(*) filter (where ${beyond(sort, place, values, true)}) as before,
           coalesce(bool_or(l.case_id = ${values.give(id)}), false) as inside
           from cases.listed l where ${where}`,
        values.list,
      ),
    );
    return {
      previous: await beside(true),
      next: await beside(false),
      position: inside ? before + 1 : null,
      total,
    };
  }

  /** The ids of all that match, the first in that order; at most `most`. */
  async matching(tx: Tx, filter: ListedFilter, sort: ListedSort, most: number): Promise<number[]> {
    const values = new Values();
    const where = allOf(conditionsOf(filter, values));
    const rows = await tx.query<{ id: number }>(
      `select l.case_id as id from cases.listed l where ${where} order by ${inOrder(sort)} limit ${values.give(most)}`,
      values.list,
    );
    return rows.map(({ id }) => id);
  }
}

function inOrder(sort: ListedSort, back = false): string {
  const { column, direction } = LISTED_SORTS[sort];
  const way = (direction === 'asc') === back ? 'desc' : 'asc';
  return `l.${column} ${way}, l.case_id ${way}`;
}

/** Rows behind a place, or before it when going back. */
function beyond(sort: ListedSort, { key, id }: Place, { give }: Values, back = false): string {
  const { column, direction } = LISTED_SORTS[sort];
  const sign = (direction === 'asc') === back ? '<' : '>';
  return `(l.${column}, l.case_id) ${sign} (${keyFrom(sort, `${give(key)}::text`)}, ${give(id)}::bigint)`;
}

const FOUND = `
  select c.id, c.code, c.version, c.tenure_id as "tenureId", c.line_id as "lineId", c.observing,
    c.acknowledged_at as "acknowledgedAt", c.previous_cases as "previousCases",
    (select code from cases.case where id = c.previous_id) as previous,
    (select code from cases.case where previous_id = c.id order by id desc limit 1) as next
  from cases.case c where c.code = $1`;

// $1 ids.
const ROWS = `
  select c.id, c.code, c.version, c.class, l.family, c.line_id as "lineId", c.tenure_id as "tenureId",
    coalesce(l.line_class, 'unknown') as "lineClass", l.region, c.state, c.close_reason as "closeReason",
    coalesce(l.badge, 'watching') as badge, l.badge_since as "badgeSince", coalesce(l.waits, 'nobody') as waits,
    l.waiting_since as "waitingSince", c.tier, coalesce(l.garden, 'none') as garden, c.opened_at as "openedAt",
    c.first_seen as "firstSeenAt", c.last_seen as "lastSeenAt", coalesce(l.sightings, 0) as sightings,
    coalesce(l.next_step, 'decides-again') as "nextStep", nullif(coalesce(l.next_at, c.due_at), 'infinity') as "nextAt",
    c.reinfections,
    (select reason from cases.decision d where d.case_id = c.id order by d.id desc limit 1) as reason,
    (select count(*) from cases.event e
      where e.case_id = c.id and e.kind = 'note' and e.actor_kind in ('operator', 'subscriber')) as notes,
    coalesce(l.days, array_fill(0, array[14])) as days, coalesce(l.days_to, '1970-01-01')::text as "daysTo"
  from unnest($1::bigint[]) with ordinality as wanted (id, place)
  join cases.case c on c.id = wanted.id
  left join cases.listed l on l.case_id = c.id
  order by wanted.place`;
