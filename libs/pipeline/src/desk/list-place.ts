import { Refused } from '@lazaret/kernel';

/** A page of a list; `next` is handed back as `after`, and null on the last one. */
export interface DeskPage<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** A list goes on behind the number that its last page ended with. @throws Refused for what is no such number */
export function readNumber(after: string | undefined): number | null {
  if (after === undefined) return null;
  if (/^\d{1,15}$/.test(after)) return Number(after);
  throw new Refused('the list cannot go on there', {
    problems: [{ at: '/query/after', message: 'give what a page gave as next' }],
  });
}

/** @param found one row more than the page has, where there is more */
export function pageOf<Row, Item>(
  found: readonly Row[],
  limit: number,
  show: (row: Row) => Item,
  placeOf: (row: Row) => string | number,
): DeskPage<Item> {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const more = found.length > limit && last !== undefined;
  return { items: rows.map(show), next: more ? String(placeOf(last)) : null };
}
