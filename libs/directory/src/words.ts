import type { LineClass } from '@lazaret/kernel';

/** What the network calls a line. Values are compared as they are: both sides write them the same way. */
export const ACCESS_KINDS = ['cui', 'user-name', 'calling-station', 'circuit', 'duid', 'static'] as const;
export type AccessKind = (typeof ACCESS_KINDS)[number];

export const SUBSCRIBER_KINDS = ['person', 'organisation', 'unknown'] as const;
export type SubscriberKind = (typeof SUBSCRIBER_KINDS)[number];

export const CHANNELS = ['email'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Ids of the house. They say nothing about a person. */
export type LineId = number;
export type TenureId = number;

/** Whether lines of a class are outside the garden by law, whatever a file says. */
export function isNeverConfined(lineClass: LineClass): boolean {
  return lineClass === 'protected' || lineClass === 'unknown';
}
