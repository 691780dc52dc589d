import type { Instant } from '@lazaret/kernel';

import { DAY_MS } from './local-time.js';

/** Time a line spent in the garden: `[from, to)`, still there when `to` is null. */
export interface Confinement {
  readonly from: Instant;
  readonly to: Instant | null;
}

/**
 * When fewer than `max` of these instants lie within the last `days` days: null when that is so now.
 * An instant `at` leaves the window at `at + days`.
 */
export function fewerThanFrom(
  instants: readonly Instant[],
  max: number,
  days: number,
  now: Instant,
): Instant | null {
  const inWindow = instants
    .map((at) => at.getTime() + days * DAY_MS)
    .filter((leaves) => leaves > now.getTime())
    .sort((a, b) => b - a);
  const last = inWindow[max - 1];
  return last === undefined ? null : new Date(last);
}

/** Milliseconds spent confined within the `days` days before `at`. Overlapping spans count once. */
export function confinedMs(confinements: readonly Confinement[], days: number, at: Instant): number {
  const end = at.getTime();
  const spans = confinements
    .map((c) => [c.from.getTime(), Math.min(c.to?.getTime() ?? end, end)] as const)
    .sort((a, b) => a[0] - b[0]);
  let reached = end - days * DAY_MS;
  let total = 0;
  for (const [from, to] of spans) {
    const start = Math.max(from, reached);
    if (to > start) {
      total += to - start;
      reached = to;
    }
  }
  return total;
}

/** The first instant in `(now, last]` at which `reached` is true, or null. `reached` turns once and stays. */
export function firstInstant(now: Instant, last: Instant, reached: (at: Instant) => boolean): Instant | null {
  if (last <= now || !reached(last)) return null;
  let low = now.getTime();
  let high = last.getTime();
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reached(new Date(middle))) high = middle;
    else low = middle;
  }
  return new Date(high);
}
