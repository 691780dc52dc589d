import type { Instant } from '@lazaret/kernel';

import type { OrderOutcome } from './enforcer.js';
import type { Hold } from './stay.js';

/** One order to the network about one session. */
export interface Given {
  readonly kind: 'confine' | 'release';
  /** Of a confinement: after so long the network lets go by itself. */
  readonly holdSeconds: number;
}

/** The session of an order, and what it was told before, if anything. */
export type Before = Pick<Hold, 'sessionId' | 'nas' | 'acctSessionId'> & Partial<Hold>;

/** A hold with an order on its way: whatever happens to us now, it may be in the network. */
export function giveOrder(before: Before, given: Given, now: Instant): Hold {
  return {
    sessionId: before.sessionId,
    nas: before.nas,
    acctSessionId: before.acctSessionId,
    state: given.kind === 'release' ? 'lifting' : isStanding(before.state) ? before.state : 'asked',
    heldUntil: given.kind === 'release' ? heldUntilOf(before) : later(heldUntilOf(before), until(given, now)),
    askedAt: now,
    answeredAt: before.answeredAt ?? null,
    tries: (isFirst(before, given) ? 0 : (before.tries ?? 0)) + 1,
    cause: before.cause ?? null,
  };
}

/** Orders that a NAS may answer "busy" before it counts as no. */
const MOST_BUSY = 5;

/**
 * What an answer makes of a hold (RFC 5176 §3.5).
 * @param before the session before the order, @param asked as {@link giveOrder} left it
 */
export function takeAnswer(
  before: Before,
  asked: Hold,
  given: Given,
  outcome: OrderOutcome,
  now: Instant,
): Hold {
  const answered = { ...asked, answeredAt: now };
  const lets = given.kind === 'release';
  const wasHeld = heldUntilOf(before);
  switch (outcome.kind) {
    case 'accepted':
      return lets
        ? { ...answered, state: 'lifted', heldUntil: null, tries: 0, cause: null }
        : {
            ...answered,
            state: asked.state === 'active' ? 'active' : 'accepted',
            heldUntil: until(given, asked.askedAt),
            tries: 0,
            cause: null,
          };
    case 'no-session':
      // The session is gone, and what was held with it. The next Start of the line brings another.
      return { ...answered, state: 'lifted', heldUntil: null, cause: 503 };
    case 'busy': {
      if (lets) return { ...answered, cause: outcome.cause };
      const state = wasHeld !== null ? 'unknown' : asked.tries >= MOST_BUSY ? 'refused' : 'asked';
      return { ...answered, state, heldUntil: wasHeld, cause: outcome.cause };
    }
    case 'refused':
      return lets
        ? { ...answered, cause: outcome.cause }
        : { ...answered, state: 'refused', heldUntil: wasHeld, cause: outcome.cause };
    case 'unknown':
      return lets ? asked : { ...asked, state: 'unknown' };
  }
}

// Tries are counted for one kind of order: that confining failed is no reason to be slow about releasing.
function isFirst(before: Before, given: Given): boolean {
  return (before.state === 'lifting') !== (given.kind === 'release');
}

// While it is renewed it is held as before.
function isStanding(state: Hold['state'] | undefined): state is 'accepted' | 'active' {
  return state === 'accepted' || state === 'active';
}

function until({ holdSeconds }: Given, now: Instant): Instant {
  return new Date(now.getTime() + holdSeconds * 1000);
}

function heldUntilOf({ heldUntil }: Before): Instant | null {
  return heldUntil ?? null;
}

function later(a: Instant | null, b: Instant): Instant {
  return a !== null && a > b ? a : b;
}
