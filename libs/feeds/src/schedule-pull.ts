import type { Instant } from '@lazaret/kernel';

/** How a pull ended: by who must act, for that decides when it is worth trying again. */
export type PullOutcome = 'ok' | 'refused' | 'unavailable';

const MINUTE = 60_000;

/**
 * When to look next. What passes is tried again soon, then more and more rarely (1, 2, 4 … minutes) up to the feed's
 * own interval; what was refused will be refused again and waits for the interval, and for a person.
 */
export function nextPull(
  feed: { readonly everyMinutes: number; readonly failures: number },
  outcome: PullOutcome,
  now: Instant,
): Instant {
  const every = feed.everyMinutes * MINUTE;
  const wait = outcome === 'unavailable' ? Math.min(every, MINUTE * 2 ** Math.min(feed.failures, 20)) : every;
  return new Date(now.getTime() + wait);
}
