import type { Instant } from '@lazaret/kernel';

import { addDays, instantAt, localTime, minuteOf, weekdayOf, type Weekday } from './local-time.js';

/** When something may start, in the local time of the line. The end is outside. */
export interface Hours {
  readonly days: readonly Weekday[];
  readonly from: string;
  readonly to: string;
  readonly not_before_holiday: boolean;
}

export interface Opening {
  readonly open: boolean;
  /** When it closes, if open; when it opens next, if not. */
  readonly until: Instant;
}

/** Nothing opens for longer than this only when a file names two months of holidays; then we look again. */
const HORIZON_DAYS = 60;

/**
 * Is it open, and until when? Never on a holiday; and never on the day before one if the hours say so, for a line
 * that is restricted then finds nobody at the help line.
 */
export function opening(hours: Hours, holidays: ReadonlySet<string>, zone: string, now: Instant): Opening {
  const today = localTime(now, zone).date;
  for (let ahead = 0; ahead <= HORIZON_DAYS; ahead++) {
    const date = addDays(today, ahead);
    if (!isWorkingDay(date, hours, holidays)) continue;
    const from = instantAt(date, minuteOf(hours.from), zone);
    const to = instantAt(date, minuteOf(hours.to), zone);
    // A zone that crosses the date line skips a whole day: that date never comes.
    if (localTime(from, zone).date !== date) continue;
    if (now < from) return { open: false, until: from };
    if (now < to) return { open: true, until: to };
  }
  return { open: false, until: instantAt(addDays(today, HORIZON_DAYS), 0, zone) };
}

function isWorkingDay(date: string, hours: Hours, holidays: ReadonlySet<string>): boolean {
  return (
    hours.days.includes(weekdayOf(date)) &&
    !holidays.has(date) &&
    !(hours.not_before_holiday && holidays.has(addDays(date, 1)))
  );
}

/**
 * The part of every day when nobody is written to; it may pass midnight (`21:00`–`08:00`).
 * Answers the end of the quiet time that `now` lies in, or null.
 */
export function quietUntil(
  quiet: { readonly from: string; readonly to: string },
  zone: string,
  now: Instant,
): Instant | null {
  const today = localTime(now, zone).date;
  const overnight = minuteOf(quiet.from) >= minuteOf(quiet.to);
  for (const date of [addDays(today, -1), today]) {
    const from = instantAt(date, minuteOf(quiet.from), zone);
    const to = instantAt(overnight ? addDays(date, 1) : date, minuteOf(quiet.to), zone);
    if (from <= now && now < to) return to;
  }
  return null;
}

/** The next instant at which quiet time begins: until then a notice may go. */
export function quietFrom(quiet: { readonly from: string }, zone: string, now: Instant): Instant {
  const today = localTime(now, zone).date;
  const from = instantAt(today, minuteOf(quiet.from), zone);
  return now < from ? from : instantAt(addDays(today, 1), minuteOf(quiet.from), zone);
}
