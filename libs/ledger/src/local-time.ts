import type { Instant } from '@lazaret/kernel';

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
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Every instant at which the clocks of `zone` (an IANA name) showed `wall`: one as a rule, two in the repeated hour
 * of autumn, none in the hour that spring leaves out. Earliest first.
 */
export function instantsOf(wall: WallTime, zone: string): Instant[] {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  // Offsets change at most once within two days, so the offsets a day before and after are all there are.
  const offsets = new Set([asUtc - DAY, asUtc + DAY].map((at) => offsetAt(at, zone)));
  return [...offsets]
    .map((offset) => asUtc - offset)
    .filter((at) => at + offsetAt(at, zone) === asUtc)
    .sort((a, b) => a - b)
    .map((at) => new Date(at));
}

/** True when this machine knows the zone. */
export function isTimeZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

function offsetAt(at: number, zone: string): number {
  const shown = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map((p) => [p.type, Number(p.value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

// Making a formatter costs a hundred times what using it does.
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, made);
  return made;
}
