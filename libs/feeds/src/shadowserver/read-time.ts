import type { Instant } from '@lazaret/kernel';

const STAMP = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|UTC|[+-]00:?00)?$/;

/** A stamp and how true it is: it means `[at, at + precisionMs)`. */
export interface Stamp {
  readonly at: Instant;
  readonly precisionMs: number;
}

/**
 * Reads `2021-03-04 00:00:00` and its ISO 8601 relatives; without a zone it is UTC, as every report says of itself.
 * Undefined when it is no such stamp, no date of the calendar, or in another zone.
 */
export function readTime(text: string): Stamp | undefined {
  const parts = STAMP.exec(text);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0));
  const fraction = parts[7];
  const ms = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000);
  const at = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second, ms));
  const same =
    at.getUTCFullYear() === year && at.getUTCMonth() + 1 === month && at.getUTCDate() === day &&
    at.getUTCHours() === hour && at.getUTCMinutes() === minute && at.getUTCSeconds() === second; // prettier-ignore
  if (!same) return undefined;
  return { at, precisionMs: parts[6] === undefined ? 60_000 : precisionOf(fraction) };
}

function precisionOf(fraction: string | undefined): number {
  return fraction === undefined ? 1_000 : Math.max(1, 10 ** (3 - fraction.length));
}
