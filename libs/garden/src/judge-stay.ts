import type { GardenState, Instant } from '@lazaret/kernel';

import {
  chooseOrders,
  isTooLate,
  isUnknownToNas,
  lookAgainAt,
  renewAt,
  START_WITHIN_MS,
  type Situation,
} from './choose-orders.js';
import { retryAt } from './retry-at.js';
import { mayBeHeld, type CapabilityOf, type FinalState, type Hold, type Stay } from './stay.js';

const UNANSWERED_MS = 24 * 3_600_000;

/** Why a stay cannot go on, and whatever may be held has to be let go. */
export type GiveUp = 'refused' | 'not-enforceable' | 'never-started' | 'time-is-up' | 'unanswered';

/** Where a stay stands, and what follows from it. */
export interface Judgement {
  readonly state: Exclude<GardenState, 'none'>;
  /** Nothing is held any more, and nothing will be asked. */
  readonly over: boolean;
  readonly giveUp: GiveUp | null;
  /** When to speak to the network again without news; null when it is over. */
  readonly dueAt: Instant | null;
}

/** Where a stay stands once everything known was learnt. Its `dueAt` is never in the past, so that nothing spins. */
export function judgeStay(situation: Situation, capabilityOf: CapabilityOf, now: Instant): Judgement {
  return situation.stay.desired === 'open'
    ? whileOpening(situation, now)
    : whileHeld(situation, capabilityOf, now);
}

function whileOpening({ holds }: Situation, now: Instant): Judgement {
  const held = holds.filter((hold) => mayBeHeld(hold, now));
  if (held.length === 0) return over('released');
  const dues = held.flatMap((hold) => [
    hold.state === 'lifting' ? retryAt(hold) : now,
    hold.heldUntil ?? now,
  ]);
  return goesOn('releasing', first(dues));
}

function whileHeld(situation: Situation, capabilityOf: CapabilityOf, now: Instant): Judgement {
  const { stay, holds, sessions } = situation;
  if (now >= stay.endsAt) return giveUp('time-is-up', holds, now);
  if (now >= answerBy(stay)) return giveUp('unanswered', holds, now);
  const internet = sessions.filter((session) => session.service === 'internet');
  const able = internet.filter((session) => capabilityOf(session.nas)?.expiry === true);
  if (internet.length > 0 && able.length === 0) return giveUp('not-enforceable', holds, now);
  const holdOf = new Map(holds.map((hold) => [hold.sessionId, hold]));
  const refused = able.filter(({ sessionId }) => holdOf.get(sessionId)?.state === 'refused');
  if (able.length > 0 && refused.length === able.length) return giveUp('refused', holds, now);
  if (stay.confirmedAt === null && isTooLate(stay, now)) return giveUp('never-started', holds, now);

  const known = able
    .map(({ sessionId }) => holdOf.get(sessionId))
    .filter((hold) => hold === undefined || (!isUnknownToNas(hold) && hold.state !== 'refused'));
  const dueAt = nextLook(situation, capabilityOf, now);
  if (known.length === 0) return goesOn('no-session', dueAt);
  const states = known.map((hold) => hold?.state);
  if (states.includes('unknown')) return goesOn('unknown', dueAt);
  if (states.every((state) => state === 'active')) return goesOn('active', dueAt);
  if (states.every((state) => state === 'active' || state === 'accepted')) return goesOn('accepted', dueAt);
  return goesOn('requested', dueAt);
}

function nextLook(situation: Situation, capabilityOf: CapabilityOf, now: Instant): Instant {
  if (chooseOrders(situation, capabilityOf, now).length > 0) return now;
  const { stay, holds } = situation;
  const dues = holds.flatMap((hold): Instant[] => {
    switch (hold.state) {
      case 'accepted':
      case 'active':
        return [renewAt(hold, stay)];
      case 'asked':
      case 'unknown':
        return [retryAt(hold)];
      case 'lifted':
        return isUnknownToNas(hold) ? [lookAgainAt(hold)] : [];
      case 'lifting':
        return mayBeHeld(hold, now) ? [retryAt(hold), hold.heldUntil ?? now] : [];
      case 'refused':
        return [];
    }
  });
  return first([...dues.filter((at) => at > now), latest(stay)]);
}

/**
 * A request that nobody answers lets out within a day, also when nothing decides any more: the policy's own figure is at
 * most that. Far away where nobody asks.
 */
function answerBy({ releaseWantedAt, endsAt }: Stay): Instant {
  return releaseWantedAt === null ? endsAt : new Date(releaseWantedAt.getTime() + UNANSWERED_MS);
}

/** When the stay ends by itself: soon while the network has not taken the line in. */
function latest(stay: Stay): Instant {
  const { confirmedAt, askedAt } = stay;
  const endsAt = first([stay.endsAt, answerBy(stay)]);
  return confirmedAt === null ? first([new Date(askedAt.getTime() + START_WITHIN_MS), endsAt]) : endsAt;
}

const FINAL: Readonly<Record<GiveUp, FinalState>> = {
  refused: 'failed',
  'not-enforceable': 'not-enforceable',
  'never-started': 'released',
  'time-is-up': 'released',
  unanswered: 'released',
};

/** Given up: over at once, unless something may be held. */
function giveUp(why: GiveUp, holds: readonly Hold[], now: Instant): Judgement {
  if (holds.some((hold) => mayBeHeld(hold, now)))
    return { state: 'releasing', over: false, giveUp: why, dueAt: now };
  return { ...over(FINAL[why]), giveUp: why };
}

function goesOn(state: Judgement['state'], dueAt: Instant): Judgement {
  return { state, over: false, giveUp: null, dueAt };
}

function over(state: FinalState): Judgement {
  return { state, over: true, giveUp: null, dueAt: null };
}

function first(instants: readonly Instant[]): Instant {
  return new Date(Math.min(...instants.map((at) => at.getTime())));
}
