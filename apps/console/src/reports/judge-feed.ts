import type { Reply, routes } from '@lazaret/contracts';

export type Feed = Reply<typeof routes.feeds>['items'][number];
export type FeedHealth = 'failing' | 'late' | 'never' | 'alive';

const MINUTE_MS = 60_000;

/** How a feed does: one that fails says so before anything else; late is a whole turn behind when it was due. */
export function judgeFeed(
  feed: Pick<Feed, 'failures' | 'dueAt' | 'deliveredAt' | 'everyMinutes'>,
  now: number,
): FeedHealth {
  if (feed.failures > 0) return 'failing';
  if (feed.dueAt !== null && now - Date.parse(feed.dueAt) > feed.everyMinutes * MINUTE_MS) return 'late';
  return feed.deliveredAt === null ? 'never' : 'alive';
}

/** Of rows that ought to have a line, in percent to one decimal, never rounded up to the whole; null without rows. */
export function shareOf({ asked, lines }: { readonly asked: number; readonly lines: number }): number | null {
  return asked === 0 ? null : Math.floor((lines / asked) * 1_000) / 10;
}

export function sumOf(days: Feed['attribution']): { readonly asked: number; readonly lines: number } {
  return days.reduce((sum, { asked, lines }) => ({ asked: sum.asked + asked, lines: sum.lines + lines }), {
    asked: 0,
    lines: 0,
  });
}
