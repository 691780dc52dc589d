import type { Instant } from '@lazaret/kernel';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** When the demo's reports are served each morning, after midnight. */
export const MORNING = 10 * HOUR;
/** A Monday. The first reports are those of the day before. */
export const FIRST_MORNING: Instant = new Date('2026-11-09T10:00:00Z');
/** The Thursday on which the demo stands still: letters and reminders are out, and the first lines are in the garden. */
export const STANDSTILL: Instant = new Date('2026-11-12T10:05:00Z');
/** The made-up network has been running since then; nobody saw anything of it before. */
export const BEGINNING: number = Date.parse('2026-11-07T00:00:00Z');
/** How long the demo can go on. */
export const MOST_DAYS = 60;

/** The midnight (UTC) before, or at, an instant. */
export function midnight(at: number): number {
  return Math.floor(at / DAY) * DAY;
}

/** The first morning after an instant. */
export function nextMorning(after: number): number {
  const today = midnight(after) + MORNING;
  return today > after ? today : today + DAY;
}

/** On these days the reports also have rows that must be refused. */
export function isWednesday(at: number): boolean {
  return new Date(at).getUTCDay() === 3;
}
