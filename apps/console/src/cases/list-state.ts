import { BADGES, SORTS, WAITS, type Wanted } from '@lazaret/contracts';
import { CASE_STATES, GARDEN_STATES, LINE_CLASSES, THREAT_CLASSES } from '@lazaret/kernel';

import type { PlainSearch } from '../plain-search.js';
import { COLUMN_NAMES, type ColumnName } from './columns.js';

/** What a list is filtered by in many values; null: any word. */
const VALUES = {
  waits: WAITS,
  state: CASE_STATES,
  class: THREAT_CLASSES,
  lineClass: LINE_CLASSES,
  badge: BADGES,
  garden: GARDEN_STATES,
  family: null,
  region: null,
  tier: null,
} as const satisfies Record<string, readonly string[] | null>;
export type FilterName = keyof typeof VALUES;
export const FILTER_NAMES = Object.keys(VALUES) as readonly FilterName[];

/** What a list is filtered by in one value. */
export const SPAN_NAMES = ['seenHours', 'openedHours'] as const;
export type SpanName = (typeof SPAN_NAMES)[number];
export type Sort = (typeof SORTS)[number];

/** Everything a list of cases looks like. Its page's address holds all of it. */
export interface ListState {
  readonly filter: Readonly<Partial<Record<FilterName, Wanted>>>;
  readonly spans: Readonly<Partial<Record<SpanName, number>>>;
  readonly line: string | null;
  readonly sort: Sort;
  /** Which columns and in which order; null: as the operator keeps them. */
  readonly columns: readonly ColumnName[] | null;
  /** The case that is looked into. */
  readonly peek: string | null;
}

const MOST_VALUES = 20;

/** Reads the address. What it does not know is left out rather than refused: an old link still shows something. */
export function readListState(search: PlainSearch): ListState {
  const filter: Partial<Record<FilterName, Wanted>> = {};
  for (const name of FILTER_NAMES) {
    const wanted = readWanted(search[name], VALUES[name]);
    if (wanted !== null) filter[name] = wanted;
  }
  const spans: Partial<Record<SpanName, number>> = {};
  for (const name of SPAN_NAMES) {
    const hours = Number(search[name]);
    if (Number.isInteger(hours) && hours > 0 && hours <= 9_600) spans[name] = hours;
  }
  const columns = (search['columns'] ?? '').split(',').filter(isColumn);
  return {
    filter,
    spans,
    line: search['line'] || null,
    sort: SORTS.find((sort) => sort === search['sort']) ?? 'waiting',
    columns: columns.length > 0 ? [...new Set(columns)] : null,
    peek: search['peek'] || null,
  };
}

export function writeListState({ columns, peek, ...state }: ListState): PlainSearch {
  return {
    ...writeFilter(state),
    ...(columns === null ? {} : { columns: columns.join(',') }),
    ...(peek === null ? {} : { peek }),
  };
}

/** Filter and order as the API's query says them, in one order whatever was clicked first. */
export function writeFilter({ filter, spans, line, sort }: Omit<ListState, 'columns' | 'peek'>): PlainSearch {
  const words: Record<string, string> = {};
  for (const name of FILTER_NAMES) {
    const wanted = filter[name];
    if (wanted && !isNothing(wanted))
      words[name] = [...wanted.only, ...wanted.not.map((value) => `-${value}`)].join(',');
  }
  for (const name of SPAN_NAMES) if (spans[name] !== undefined) words[name] = String(spans[name]);
  if (line !== null) words['line'] = line;
  if (sort !== 'waiting') words['sort'] = sort;
  return words;
}

/** The filter without the order: what facets and bulk actions are asked by. */
export function writeMatching(state: ListState): PlainSearch {
  return writeFilter({ ...state, sort: 'waiting' });
}

/** Ticks a value, or takes the tick away; a value that was left out is wanted now. */
export function toggle(state: ListState, name: FilterName, value: string): ListState {
  const { only, not } = wantedOf(state, name);
  const ticked = only.includes(value);
  return withWanted(state, name, {
    only: ticked ? only.filter((one) => one !== value) : [...only, value],
    not: not.filter((one) => one !== value),
  });
}

/** Leaves a value out, or no longer. */
export function exclude(state: ListState, name: FilterName, value: string): ListState {
  const { only, not } = wantedOf(state, name);
  const out = not.includes(value);
  return withWanted(state, name, {
    only: only.filter((one) => one !== value),
    not: out ? not.filter((one) => one !== value) : [...not, value],
  });
}

/** This value and no other: filter for a cell. */
export function only(state: ListState, name: FilterName, value: string): ListState {
  return withWanted(state, name, { only: [value], not: [] });
}

export function without(state: ListState, name: FilterName | SpanName | 'line'): ListState {
  if (name === 'line') return { ...state, line: null };
  if (isSpan(name)) {
    const { [name]: _, ...spans } = state.spans;
    return { ...state, spans };
  }
  const { [name]: _, ...filter } = state.filter;
  return { ...state, filter };
}

export function withoutFilters(state: ListState): ListState {
  return { ...state, filter: {}, spans: {}, line: null };
}

export function isFiltered({ filter, spans, line }: ListState): boolean {
  return Object.keys(filter).length > 0 || Object.keys(spans).length > 0 || line !== null;
}

/** How the list looks to who comes in by the rail: what is over is left out. */
export const OPEN_CASES: PlainSearch = { state: '-closed' };

function wantedOf({ filter }: ListState, name: FilterName): Wanted {
  return filter[name] ?? { only: [], not: [] };
}

function withWanted(state: ListState, name: FilterName, wanted: Wanted): ListState {
  if (isNothing(wanted)) return without(state, name);
  return { ...state, filter: { ...state.filter, [name]: wanted } };
}

function isNothing({ only, not }: Wanted): boolean {
  return only.length === 0 && not.length === 0;
}

function readWanted(text: string | undefined, values: readonly string[] | null): Wanted | null {
  if (!text) return null;
  const known = (value: string): boolean =>
    value !== '' && value.length <= 100 && (values === null || values.includes(value));
  const parts = [...new Set(text.split(','))];
  const only = parts.filter((part) => !part.startsWith('-') && known(part));
  const not = parts
    .filter((part) => part.startsWith('-'))
    .map((part) => part.slice(1))
    .filter(known);
  const wanted = {
    only: only.slice(0, MOST_VALUES),
    not: not.slice(0, MOST_VALUES - Math.min(only.length, MOST_VALUES)),
  };
  return isNothing(wanted) ? null : wanted;
}

function isColumn(name: string): name is ColumnName {
  return (COLUMN_NAMES as readonly string[]).includes(name);
}

function isSpan(name: string): name is SpanName {
  return (SPAN_NAMES as readonly string[]).includes(name);
}
