import { type Instant, isTimeZone } from '@lazaret/kernel';

import { localTime } from './local-time.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/**
 * `12 Nov 10:04` in the local time of the line; with the year when it is not this one. A help-line agent reads it to
 * the person who lives there, so it is their clock. The names are ours: they must not change with the machine.
 */
export function sayInstant(at: Instant, zone: string, now: Instant): string {
  const known = isTimeZone(zone) ? zone : 'UTC';
  const { date, minute } = localTime(at, known);
  const [year = '', month = '', day = ''] = date.split('-');
  const clock = `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
  const withYear = localTime(now, known).date.startsWith(year) ? '' : ` ${year}`;
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? ''}${withYear} ${clock}${known === zone ? '' : ' UTC'}`;
}

/** `1 day`, `3 days`. */
export function count(n: number, one: string): string {
  return `${n} ${one}${n === 1 ? '' : 's'}`;
}

/** `72 h`, `14 days`. */
export function sayHours(hours: number): string {
  return hours > 96 && hours % 24 === 0 ? `${hours / 24} days` : `${hours} h`;
}

export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function pad(n: number): string {
  return String(n).padStart(2, '0');
}
