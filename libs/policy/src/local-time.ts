import type { Instant } from '@lazaret/kernel';

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** What a clock and a calendar on the wall show somewhere. */
export interface LocalTime {
  /** `2026-11-12` */
  readonly date: string;
  readonly weekday: Weekday;
  /** Minutes since local midnight as the clock shows them, 0 … 1439. */
  readonly minute: number;
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Is this a name of the IANA time zone database that this machine knows? */
export function isTimeZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** @throws RangeError when `zone` is no time zone. */
export function localTime(at: Instant, zone: string): LocalTime {
  const shifted = new Date(at.getTime() + offsetMs(at.getTime(), zone));
  const date = shifted.toISOString().slice(0, 10);
  return { date, weekday: weekdayOf(date), minute: shifted.getUTCHours() * 60 + shifted.getUTCMinutes() };
}

/**
 * The instant at which the wall shows `minute` on `date`. A time that comes twice (autumn) means the first of them,
 * one that never comes (spring) is as much later as the clock was put forward; so do RFC 5545 §3.3.5 calendars.
 */
export function instantAt(date: string, minute: number, zone: string): Instant {
  const wall = Date.parse(`${date}T00:00:00Z`) + minute * 60_000;
  const before = wall - offsetMs(wall - DAY_MS, zone);
  const after = wall - offsetMs(wall + DAY_MS, zone);
  const first = Math.min(before, after);
  if (first + offsetMs(first, zone) === wall) return new Date(first);
  const second = Math.max(before, after);
  return new Date(second + offsetMs(second, zone) === wall ? second : before);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function weekdayOf(date: string): Weekday {
  return WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] as Weekday;
}

/** `09:30` → 570. The text has been checked by the policy file's schema. */
export function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** How far the wall is ahead of UTC at this moment. */
function offsetMs(at: number, zone: string): number {
  const minute = `${zone} ${Math.floor(at / 60_000)}`;
  const known = offsets.get(minute);
  if (known !== undefined) return known;
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  const offset = computeOffsetMs(at, zone);
  offsets.set(minute, offset);
  return offset;
}

// Hundreds of cases are decided at one instant, in a few zones, and each asks a dozen times. No clock on a wall has
// been put forward or back within a minute since 1972.
const offsets = new Map<string, number>();
const MOST_OFFSETS = 10_000;

function computeOffsetMs(at: number, zone: string): number {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = value;
  const wall = Date.UTC(
    Number(part.year),
    Number(part.month) - 1,
    Number(part.day),
    Number(part.hour),
    Number(part.minute),
    Number(part.second),
  );
  return wall - Math.floor(at / 1000) * 1000;
}

// Making a format costs a hundred times what using it does. Only real zones get in, some hundreds at most.
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}
