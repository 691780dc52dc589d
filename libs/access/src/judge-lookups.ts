import type { Instant } from '@lazaret/kernel';

/** How often one operator looked people up, and when that last was an alarm. */
export interface Lookups {
  readonly hour: number;
  readonly day: number;
  readonly alarmedAt: Instant | null;
}

/**
 * Somebody at the telephone takes some ten calls an hour and looks one or two people up for each; more than 30 is no
 * conversation any more. A long day of that is about 80: more than 100 is somebody who reads.
 */
export const MOST_LOOKUPS = { hour: 30, day: 100 } as const;
/** One alarm an hour and operator says it; more would only bury it. */
const QUIET_MS = 3_600_000;

/** Which limit is passed and has not been spoken of in the last hour; null for none. */
export function judgeLookups({ hour, day, alarmedAt }: Lookups, at: Instant): 'hour' | 'day' | null {
  if (alarmedAt !== null && at.getTime() - alarmedAt.getTime() < QUIET_MS) return null;
  if (hour > MOST_LOOKUPS.hour) return 'hour';
  return day > MOST_LOOKUPS.day ? 'day' : null;
}
