import type { Instant } from '@lazaret/kernel';

import type { Hold } from './stay.js';

/** Waits after an order that was not answered with yes: 30 s, a minute, two … at most a quarter of an hour. */
const FIRST_MS = 30_000;
const LONGEST_MS = 900_000;

/** When an order is given again. The first one, not yet given, is due at once. */
export function retryAt({ askedAt, tries }: Hold): Instant {
  if (tries === 0) return askedAt;
  return new Date(askedAt.getTime() + Math.min(LONGEST_MS, FIRST_MS * 2 ** (Math.min(tries, 20) - 1)));
}
