import type { CaseState, GardenState, Instant, LineClass, ThreatClass } from '@lazaret/kernel';

import type { Badge, Waits } from './standing.js';

/** Values a list is filtered by: those wanted (none: any), and none of those not wanted. */
export interface Wanted<Value extends string = string> {
  readonly only: readonly Value[];
  readonly not: readonly Value[];
}

/** Which cases. Everything given must hold. */
export interface ListedFilter {
  readonly waits?: Wanted<Waits> | undefined;
  readonly state?: Wanted<CaseState> | undefined;
  readonly class?: Wanted<ThreatClass> | undefined;
  readonly lineClass?: Wanted<LineClass> | undefined;
  readonly badge?: Wanted<Badge> | undefined;
  readonly garden?: Wanted<GardenState> | undefined;
  readonly family?: Wanted | undefined;
  readonly region?: Wanted | undefined;
  readonly tier?: Wanted | undefined;
  readonly lineId?: number | undefined;
  /** Last seen after this instant. */
  readonly seenAfter?: Instant | undefined;
  /** Opened after this instant. */
  readonly openedAfter?: Instant | undefined;
}

/** What is counted beside a list, and its column. */
export const FACETS = {
  waits: 'waits',
  state: 'state',
  class: 'class',
  lineClass: 'line_class',
  badge: 'badge',
  garden: 'garden',
  family: 'family',
  region: 'region',
} as const;
export type Facet = keyof typeof FACETS;
export const FACET_NAMES = Object.keys(FACETS) as readonly Facet[];

const MAY_BE_NULL: ReadonlySet<Facet> = new Set(['family', 'region']);

/** The values of a statement, numbered as they are given. */
export class Values {
  readonly list: unknown[] = [];

  readonly give = (value: unknown): string => `$${this.list.push(value)}`;
}

/** Conditions on `cases.listed l`, in SQL. */
export interface Conditions {
  /** Of facets that are filtered. */
  readonly facets: ReadonlyMap<Facet, string>;
  readonly others: readonly string[];
}

export function conditionsOf(filter: ListedFilter, { give }: Values): Conditions {
  const facets = FACET_NAMES.flatMap((facet) => {
    const condition = wantedIn(`l.${FACETS[facet]}`, MAY_BE_NULL.has(facet), filter[facet], give);
    return condition === null ? [] : [[facet, condition] as const];
  });
  const tier = wantedIn('l.tier', true, filter.tier, give);
  const others = [
    ...(tier === null ? [] : [tier]),
    ...(filter.lineId === undefined ? [] : [`l.line_id = ${give(filter.lineId)}`]),
    ...(filter.seenAfter === undefined ? [] : [`l.seen_at > ${give(filter.seenAfter)}`]),
    ...(filter.openedAfter === undefined ? [] : [`l.opened_at > ${give(filter.openedAfter)}`]),
  ];
  return { facets: new Map(facets), others };
}

/** The conditions that a row shares with all of its kind, joined; null for none. */
export function ofKind(
  { tier: _, lineId: _line, seenAfter: _seen, openedAfter: _opened, ...facets }: ListedFilter,
  values: Values,
): string | null {
  const conditions = conditionsOf(facets, values);
  return conditions.facets.size === 0 ? null : allOf(conditions);
}

/** All of them, joined; `true` for none. */
export function allOf({ facets, others }: Conditions): string {
  return [...facets.values(), ...others].join(' and ') || 'true';
}

function wantedIn(
  column: string,
  mayBeNull: boolean,
  wanted: Wanted | undefined,
  give: (value: unknown) => string,
): string | null {
  const conditions = [
    ...(wanted && wanted.only.length > 0 ? [`${column} = any(${give(wanted.only)})`] : []),
    // What has no value is none of those not wanted.
    ...(wanted && wanted.not.length > 0
      ? [`${mayBeNull ? `(${column} is null or ` : '('}${column} <> all(${give(wanted.not)}))`]
      : []),
  ];
  return conditions.length === 0 ? null : conditions.join(' and ');
}
