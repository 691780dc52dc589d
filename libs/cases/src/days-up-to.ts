import type { Instant } from '@lazaret/kernel';

const DAY_MS = 86_400_000;

/** Counts of UTC days, moved so that the last one is today: since they were counted nothing was seen. */
export function daysUpTo(counted: readonly number[], lastDay: string, now: Instant): number[] {
  const today = Math.floor(now.getTime() / DAY_MS);
  const since = today - Math.floor(Date.parse(`${lastDay}T00:00:00Z`) / DAY_MS);
  return counted.map((_, n) => counted[n + since] ?? 0);
}
