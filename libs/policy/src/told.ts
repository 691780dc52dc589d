import type { Instant } from '@lazaret/kernel';

import type { Facts, NoticeFact } from './facts.js';
import type { Policy } from './policy-file.js';

/** Notices that climb: all but "we no longer see it", corrections and what is said about the garden. */
export function ladderNotices(facts: Facts, policy: Policy): readonly NoticeFact[] {
  const { no_longer_seen, correction, confined, released } = policy.notices;
  const others = [no_longer_seen, correction, confined, released];
  return facts.notices.filter((n) => !others.includes(n.template));
}

/** It has left the house, or may have: a connection that broke in the middle counts as having told. */
export function isOut(notice: NoticeFact): boolean {
  switch (notice.state) {
    case 'sending':
    case 'sent':
    case 'delivered':
    case 'uncertain':
      return true;
    case 'planned':
    case 'claimed':
    case 'failed':
    case 'bounced':
    case 'held':
    case 'cancelled':
      return false;
  }
}

/** It reached nobody and never will. */
export function cameToNothing({ state }: NoticeFact): boolean {
  return state === 'failed' || state === 'bounced' || state === 'cancelled';
}

export function outAt(notice: NoticeFact): Instant {
  return notice.settledAt ?? notice.plannedAt;
}

/**
 * When this notice is known to have arrived: the mail system said so, or the person answered it. Having been taken
 * by the next server is not enough (RFC 6561 §5.1).
 */
export function knownDeliveredAt(notice: NoticeFact, facts: Facts): Instant | null {
  if (notice.state === 'delivered') return outAt(notice);
  const answered = facts.acknowledgedAt;
  return isOut(notice) && answered !== null && answered >= notice.plannedAt ? answered : null;
}

export function hasTold(facts: Facts, policy: Policy): boolean {
  return ladderNotices(facts, policy).some(isOut);
}
