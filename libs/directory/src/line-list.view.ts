import { Injectable } from '@nestjs/common';

import type { GardenState, Instant, LineClass } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { LineId } from './words.js';

/** Values a list is filtered by: those wanted (none: any), and none of those not wanted. */
export interface Wanted<Value extends string> {
  readonly only: readonly Value[];
  readonly not: readonly Value[];
}

/** Which lines. Everything given must hold. */
export interface LineFilter {
  readonly class?: Wanted<LineClass> | undefined;
  readonly garden?: Wanted<GardenState> | undefined;
  /** True: only lines with a case that is not over. */
  readonly withCases?: boolean | undefined;
  /** How the ref begins. */
  readonly begins?: string | undefined;
  readonly ids?: readonly LineId[] | undefined;
}

/** One line in a list. It names nobody. */
export interface ListedLine {
  readonly id: LineId;
  readonly ref: string;
  readonly class: LineClass;
  readonly region: string | null;
  readonly confinable: boolean;
  readonly protected: boolean;
  readonly garden: GardenState;
  /** Cases that are not over. */
  readonly openCases: number;
  /** Of the newest of them. */
  readonly case: string | null;
  readonly lastSeenAt: Instant | null;
}

/** Lines in the order of their refs. What other rooms know of them comes from the views these publish. */
@Injectable()
export class LineListView {
  /** Up to `limit` behind the ref `after`. */
  async page(
    tx: Tx,
    filter: LineFilter,
    after: string | null,
    limit: number,
  ): Promise<readonly ListedLine[]> {
    const values: unknown[] = [];
    const give = (value: unknown): string => `$${values.push(value)}`;
    const garden = `coalesce((select g.state from garden.standing g where g.line_id = l.id), 'none')`;
    const where = [
      ...wantedIn('l.class', filter.class, give),
      ...gardenIn(garden, filter.garden, give),
      ...(filter.withCases === true ? ['l.id in (select c.line_id from cases.open_case c)'] : []),
      ...(filter.begins === undefined ? [] : [`l.ref like ${give(`${escaped(filter.begins)}%`)}`]),
      ...(filter.ids === undefined ? [] : [`l.id = any(${give(filter.ids)}::bigint[])`]),
      ...(after === null ? [] : [`l.ref > ${give(after)}`]),
    ];
    return tx.query<ListedLine>(
      `select l.id, l.ref, l.class, l.region, l.confinable, l.protected, coalesce(g.state, 'none') as garden,
              coalesce(c.open, 0)::int as "openCases", c.code as "case", c.seen as "lastSeenAt"
         from (
           select id, ref, class, region, confinable, protected_at is not null or class = 'protected' as protected
             from directory.line l ${where.length === 0 ? '' : `where ${where.join(' and ')}`} order by l.ref limit ${give(limit)}
         ) l
         left join garden.standing g on g.line_id = l.id
         left join lateral (
           select count(*) as open, (array_agg(code order by case_id desc))[1] as code, max(last_seen) as seen
             from cases.open_case where line_id = l.id
         ) c on true
        order by l.ref`,
      values,
    );
  }
}

function wantedIn<Value extends string>(
  column: string,
  wanted: Wanted<Value> | undefined,
  give: (value: unknown) => string,
): string[] {
  return [
    ...(wanted && wanted.only.length > 0 ? [`${column} = any(${give(wanted.only)})`] : []),
    ...(wanted && wanted.not.length > 0 ? [`${column} <> all(${give(wanted.not)})`] : []),
  ];
}

/** Hardly a line is in the garden: where none of the rest is wanted, those are looked up and not all lines asked. */
function gardenIn(
  garden: string,
  wanted: Wanted<GardenState> | undefined,
  give: (value: unknown) => string,
): string[] {
  if (wanted === undefined || wanted.only.length === 0 || wanted.only.includes('none'))
    return wantedIn(garden, wanted, give);
  const within = wantedIn('state', wanted, give).join(' and ');
  return [`l.id in (select line_id from garden.standing where ${within})`];
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}
