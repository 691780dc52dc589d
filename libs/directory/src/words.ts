import type { LineClass } from '@lazaret/kernel';

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
