import type { Instant } from '@lazaret/kernel';
import { ATTRIBUTE, CODE, find, readInteger, readTime, type Packet } from '@lazaret/radius';

import type { OrderOutcome } from '../enforcer.js';

/** Error-Causes (RFC 5176 §3.5) that are no plain refusal. Whatever is not here stays no, however often one asks. */
const CAUSES: Readonly<Record<number, (cause: number) => OrderOutcome>> = {
  /** Session Context Not Found. */
  503: () => ({ kind: 'no-session' }),
  /** Resources Unavailable. */
  506: (cause) => ({ kind: 'busy', cause }),
  /** Request Initiated: it asks its AAA first, and may do it or not. */
  507: () => ({ kind: 'unknown' }),
};

/** What a verified CoA-ACK or CoA-NAK says. An Error-Cause in an ACK is none of ours (RFC 5176 §3.5 has it in NAKs). */
export function judgeAnswer(answer: Packet): OrderOutcome {
  if (answer.code === CODE.coaAck) return { kind: 'accepted' };
  const cause = readInteger(find(answer, ATTRIBUTE.errorCause)) ?? null;
  return (cause === null ? undefined : CAUSES[cause]?.(cause)) ?? { kind: 'refused', cause };
}

/** RFC 5176 §6.3: 300 seconds, either way. */
const WINDOW_MS = 300_000;

/** Whether the answer was said now. One without Event-Timestamp is: its authenticator is over our request. */
export function isFresh(answer: Packet, now: Instant): boolean {
  const said = readTime(find(answer, ATTRIBUTE.eventTimestamp));
  return said === undefined || Math.abs(said.getTime() - now.getTime()) <= WINDOW_MS;
}
