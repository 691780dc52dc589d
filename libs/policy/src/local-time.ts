import { offsetMs, type Instant } from '@lazaret/kernel';

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
