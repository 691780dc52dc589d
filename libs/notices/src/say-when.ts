import type { Instant } from '@lazaret/kernel';

import { fill, type Language } from './language.js';

/** How instants are said to one reader. */
export interface Saying {
  readonly language: Pick<Language, 'when' | 'zones' | 'day'>;
  /** BCP 47, for the order and the names of days and months. */
  readonly format: string;
  /** IANA name. */
  readonly timeZone: string;
}

/** `today at 09:41 UK time`, seen from `now` in the reader's time zone. */
export function sayWhen(at: Instant, now: Instant, to: Saying): string {
  const day = dayOf(at, to.timeZone);
  const values = { time: clock(at, to.timeZone), zone: zone(at, to), date: sayDate(at, to) };
  if (day === dayOf(now, to.timeZone)) return fill(to.language.when.today, values);
  if (day === yesterdayOf(now, to.timeZone)) return fill(to.language.when.yesterday, values);
  return fill(to.language.when.before, values);
}

/** `12 November 2026`. */
export function sayDate(at: Instant, to: Saying): string {
  return dateFormat(to.format, { timeZone: to.timeZone, dateStyle: 'long' }).format(at);
}

/** `Thursday 12 November 2026`. */
export function sayDay(at: Instant, to: Saying): string {
  const weekday = dateFormat(to.format, { timeZone: to.timeZone, weekday: 'long' }).format(at);
  return fill(to.language.day, { weekday, date: sayDate(at, to) });
}

/** `12 November 2026, 09:41:07 UTC`: for technicians, to the second, in the one zone all records share. */
export function sayExactly(at: Instant, format: string): string {
  const date = dateFormat(format, { timeZone: 'UTC', dateStyle: 'long' }).format(at);
  return `${date}, ${at.toISOString().slice(11, 19)} UTC`;
}

function clock(at: Instant, timeZone: string): string {
  const shape = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return dateFormat('en-GB', shape).format(at);
}

/** The zone's own word, unless the clock shows this time twice that night: then the abbreviation, which differs. */
function zone(at: Instant, to: Saying): string {
  const word = to.language.zones[to.timeZone];
  if (word !== undefined && !isRepeated(at, to.timeZone)) return word;
  const shape = { timeZone: to.timeZone, timeZoneName: 'short' } as const;
  const parts = dateFormat(to.format, shape).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';
}

function isRepeated(at: Instant, timeZone: string): boolean {
  const shown = clock(at, timeZone);
  return [-1, 1].some((hours) => clock(new Date(at.getTime() + hours * 3_600_000), timeZone) === shown);
}

function dayOf(at: Instant, timeZone: string): string {
  return dateFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at);
}

function yesterdayOf(now: Instant, timeZone: string): string {
  // Noon of the calendar day, so that no hour of summer time can push it across midnight.
  const noon = new Date(`${dayOf(now, timeZone)}T12:00:00Z`);
  return new Date(noon.getTime() - 86_400_000).toISOString().slice(0, 10);
}

// Making a formatter takes longer than all else about a letter. There are as many as languages times time zones.
const made = new Map<string, Intl.DateTimeFormat>();

function dateFormat(format: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${format} ${JSON.stringify(options)}`;
  let found = made.get(key);
  if (found === undefined) made.set(key, (found = new Intl.DateTimeFormat(format, options)));
  return found;
}
