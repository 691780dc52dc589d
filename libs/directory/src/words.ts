import type { LineClass } from '@lazaret/kernel';

export const SUBSCRIBER_KINDS = ['person', 'organisation', 'unknown'] as const;
export type SubscriberKind = (typeof SUBSCRIBER_KINDS)[number];

/** How somebody can be reached. Letters go by `email` alone; by `phone` people are found who call. */
export const CHANNELS = ['email', 'phone'] as const;
export type Channel = (typeof CHANNELS)[number];
/** By which letters may leave. */
export type LetterChannel = Exclude<Channel, 'phone'>;

/** What somebody can say of himself so that his line is found. */
export type Datum = 'customer' | 'phone' | 'email';

/** Ids of the house. They say nothing about a person. */
export type LineId = number;
export type TenureId = number;

/** Whether lines of a class are outside the garden by law, whatever a file says. */
export function isNeverConfined(lineClass: LineClass): boolean {
  return lineClass === 'protected' || lineClass === 'unknown';
}
