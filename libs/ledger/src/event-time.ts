import type { Instant } from '@lazaret/kernel';

import type { DetailRecord } from './detail.js';
import { instantsOf, type WallTime } from './local-time.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const UTC = new Set(['UTC', 'GMT', 'Z']);
/** A NAS that claims more than this before the server had the record has a wrong clock rather than a long queue. */
const LONGEST_DELAY = 7 * 86_400_000;
/** A NAS that claims more than this after it has a wrong clock too. */
const MOST_AHEAD = 60_000;

/**
 * When the thing happened: Event-Timestamp (RFC 2869 §5.3, the NAS's clock) unless it contradicts the server's own
 * Timestamp, from which Acct-Delay-Time (RFC 2866 §5.2) leads back to the event; the date line as the last resort.
 *
 * @param zone IANA name of the zone the server writes local times in.
 * @returns a sentence when the record tells no single instant.
 */
export function eventTime(record: DetailRecord, zone: string): Instant | string {
  const received = epoch(first(record, 'Timestamp'));
  const sent =
    received === undefined ? undefined : received - 1000 * (seconds(first(record, 'Acct-Delay-Time')) ?? 0);
  const claimed = nasTime(first(record, 'Event-Timestamp'), zone, sent);
  if (claimed !== undefined && (received === undefined || plausible(claimed, received)))
    return new Date(claimed);
  if (sent !== undefined) return new Date(sent);
  return dateLine(record, zone);
}

function nasTime(text: string | undefined, zone: string, near: number | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = epoch(text);
  if (number !== undefined) return number;
  // FreeRADIUS prints `Nov 22 2026 16:24:18 CET`, in the zone of the server.
  const [, month = '', day, year, time = '', abbreviation = ''] =
    /^([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{4}) (\d{2}:\d{2}:\d{2})(?: (\S+))?$/.exec(text) ?? [];
  const wall = wallTime(month, day, time, year);
  if (!wall) return undefined;
  const instants = instantsOf(wall, UTC.has(abbreviation) ? 'UTC' : zone).map((at) => at.getTime());
  if (instants.length < 2) return instants[0];
  // The hour came twice that night; when the server had the record tells which one is meant.
  return near === undefined ? undefined : instants.sort((a, b) => Math.abs(a - near) - Math.abs(b - near))[0];
}

function dateLine(record: DetailRecord, zone: string): Instant | string {
  const [, month = '', day, time = '', year] = record.date.trim().split(/ +/);
  const wall = wallTime(month, day, time, year);
  const instants = wall ? instantsOf(wall, zone) : [];
  if (instants.length === 2) return `${record.date} came twice in ${zone}, and the record has no Timestamp`;
  const delay = 1000 * (seconds(first(record, 'Acct-Delay-Time')) ?? 0);
  return instants[0] ? new Date(instants[0].getTime() - delay) : `${record.date} is no time in ${zone}`;
}

function wallTime(month: string, day?: string, time = '', year?: string): WallTime | undefined {
  const [hour, minute, second] = time.split(':').map(Number);
  const named = MONTHS.indexOf(month) + 1;
  if (named === 0 || hour === undefined || minute === undefined || second === undefined) return undefined;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  return { year: Number(year), month: named, day: Number(day), hour, minute, second };
}

function plausible(claimed: number, received: number): boolean {
  return claimed <= received + MOST_AHEAD && claimed >= received - LONGEST_DELAY;
}

function epoch(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{9,10}$/.test(text) ? Number(text) * 1000 : undefined;
}

function seconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

function first(record: DetailRecord, name: string): string | undefined {
  return record.attributes.get(name)?.[0];
}
