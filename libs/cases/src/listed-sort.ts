import { Refused } from '@lazaret/kernel';

interface Order {
  readonly column: string;
  readonly type: 'number' | 'instant';
  readonly direction: 'asc' | 'desc';
}

/** How lists can be sorted. Whatever is equal goes by the case's number, in the same direction. */
export const LISTED_SORTS = {
  waiting: { column: 'waiting_order', type: 'number', direction: 'asc' },
  '-seen': { column: 'seen_at', type: 'instant', direction: 'desc' },
  seen: { column: 'seen_at', type: 'instant', direction: 'asc' },
  '-opened': { column: 'opened_at', type: 'instant', direction: 'desc' },
  opened: { column: 'opened_at', type: 'instant', direction: 'asc' },
  next: { column: 'next_at', type: 'instant', direction: 'asc' },
  '-sightings': { column: 'sightings', type: 'number', direction: 'desc' },
} as const satisfies Record<string, Order>;
export type ListedSort = keyof typeof LISTED_SORTS;

/** Where in a list a case stands. The key of an instant is in microseconds, `low` before and `high` after all instants. */
export interface Place {
  readonly key: string;
  readonly id: number;
}

/** `4711.1765432100000000`: what a page gives as `next`. It holds the key, so that a case that moves meanwhile takes no other with it. */
export function writePlace({ key, id }: Place): string {
  return `${id}.${key}`;
}

/** @throws Refused for what no page of a list gave */
export function readPlace(text: string): Place {
  const [, id, key] = /^(\d{1,15})\.(-?\d{1,16}|low|high)$/.exec(text) ?? [];
  if (id !== undefined && key !== undefined && (Number.isNaN(Number(key)) || Math.abs(Number(key)) < 9e15))
    return { key, id: Number(id) };
  throw new Refused('that is no place in this list', {
    problems: [{ at: 'after', message: 'hand back what the last page gave as next' }],
  });
}

/** The key of a row of `cases.listed l`, as text. */
export function keyOf(sort: ListedSort): string {
  const { column, type } = LISTED_SORTS[sort];
  if (type === 'number') return `l.${column}::text`;
  return `case l.${column} when '-infinity' then 'low' when 'infinity' then 'high'
    else (extract(epoch from l.${column}) * 1000000)::bigint::text end`;
}

/** The same key as a value to compare with, from a parameter of type text. */
export function keyFrom(sort: ListedSort, parameter: string): string {
  if (LISTED_SORTS[sort].type === 'number')
    return `case ${parameter} when 'low' then -9007199254740991 when 'high' then 9007199254740991 else ${parameter}::bigint end`;
  return `case ${parameter} when 'low' then '-infinity' when 'high' then 'infinity'
    else timestamptz 'epoch' + ${parameter}::bigint * interval '1 microsecond' end`;
}
