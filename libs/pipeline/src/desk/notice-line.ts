import type { Instant } from '@lazaret/kernel';
import type { NoticeFact } from '@lazaret/notices';

/** A letter in a list. To whom is not part of it. */
export interface NoticeLine {
  readonly id: number;
  readonly case: string;
  readonly template: string;
  readonly round: number;
  readonly channel: string;
  readonly locale: string;
  readonly state: string;
  readonly plannedAt: Instant;
  readonly sentAt: Instant | null;
  readonly settledAt: Instant | null;
  readonly error: string | null;
}

export function noticeLine(fact: NoticeFact, code: string): NoticeLine {
  const { id, template, round, channel, locale, state, plannedAt, sentAt, settledAt, error } = fact;
  return { id, case: code, template, round, channel, locale, state, plannedAt, sentAt, settledAt, error };
}
