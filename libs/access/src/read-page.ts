import { Refused } from '@lazaret/kernel';

/** Which part of a list: what follows `after`, which the page before gave as `next`. */
export interface Paging {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Hand it back as `after`; null on the last page. */
  readonly next: string | null;
}

export const LONGEST_PAGE = 500;

/** Of a list by falling id. @throws Refused for what no page gave, or a length out of range */
export function readPaging({ after, limit = 50 }: Paging): {
  readonly before: number | null;
  readonly limit: number;
} {
  if (!Number.isInteger(limit) || limit < 1 || limit > LONGEST_PAGE)
    throw refused('limit', `give a number from 1 to ${LONGEST_PAGE}`);
  if (after !== undefined && !/^\d{1,15}$/.test(after))
    throw refused('after', 'give what a page gave as next');
  return { before: after === undefined ? null : Number(after), limit };
}

/** A page of rows of which one more was read than it may show. */
export function pageOf<Item extends { readonly id: number }>(
  rows: readonly Item[],
  limit: number,
): Page<Item> {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? String(items.at(-1)?.id ?? '') : null };
}

function refused(at: string, message: string): Refused {
  return new Refused('there is no such page', { problems: [{ at, message }] });
}
