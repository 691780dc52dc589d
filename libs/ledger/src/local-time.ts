import { offsetMs, type Instant } from '@lazaret/kernel';

/** What a clock on a wall showed: no zone, no offset. Month 1…12. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const DAY = 86_400_000;

/**
 * Every instant at which the clocks of `zone` (an IANA name) showed `wall`: one as a rule, two in the repeated hour
 * of autumn, none in the hour that spring leaves out. Earliest first.
 */
export function instantsOf(wall: WallTime, zone: string): Instant[] {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  // Offsets change at most once within two days, so the offsets a day before and after are all there are.
  const offsets = new Set([asUtc - DAY, asUtc + DAY].map((at) => offsetMs(at, zone)));
  return [...offsets]
    .map((offset) => asUtc - offset)
    .filter((at) => at + offsetMs(at, zone) === asUtc)
    .sort((a, b) => a - b)
    .map((at) => new Date(at));
}
