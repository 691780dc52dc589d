import { describe, expect, it } from 'vitest';

import type { OrderOutcome } from './enforcer.js';
import { aHold, at } from './stay.contract.js';
import type { Hold } from './stay.js';
import { giveOrder, takeAnswer, type Before, type Given } from './take-answer.js';

const NOW = at('12:00');
const NEW: Before = { sessionId: 1, nas: 'north', acctSessionId: 'S1' };
const CONFINE: Given = { kind: 'confine', holdSeconds: 86_400 };
const RELEASE: Given = { kind: 'release', holdSeconds: 0 };
const NOON = at('12:00', 10);
const NINE = at('09:00', 10);

describe('an order on its way', () => {
  it.each<[string, Before, Given, Partial<Hold>]>([
    ['of a session never told anything', NEW, CONFINE, { state: 'asked', heldUntil: NOON, tries: 1 }],
    ['that renews', aHold(), CONFINE, { state: 'accepted', heldUntil: NOON, tries: 1 }],
    ['that renews what was read back', aHold({ state: 'active' }), CONFINE, { state: 'active', heldUntil: NOON }],
    ['that holds shorter than before', aHold(), { kind: 'confine', holdSeconds: 60 }, { heldUntil: NINE }],
    ['again', aHold({ state: 'unknown', tries: 2 }), CONFINE, { state: 'asked', tries: 3 }],
    ['to let out', aHold({ tries: 4 }), RELEASE, { state: 'lifting', heldUntil: NINE, tries: 1 }],
    ['to let out, again', aHold({ state: 'lifting', tries: 4 }), RELEASE, { state: 'lifting', tries: 5 }],
    ['to confine what was just let go of', aHold({ state: 'lifting', tries: 4 }), CONFINE, { state: 'asked', tries: 1 }],
  ])('%s', (_, before, given, after) => {
    expect(giveOrder(before, given, NOW)).toMatchObject({ ...after, askedAt: NOW });
  }); // prettier-ignore
});

describe('the answer', () => {
  const taken = (before: Before, given: Given, outcome: OrderOutcome): Hold =>
    takeAnswer(before, giveOrder(before, given, NOW), given, outcome, NOW);

  it.each<[string, Before, Given, OrderOutcome, Partial<Hold>]>([
    ['yes', NEW, CONFINE, { kind: 'accepted' }, { state: 'accepted', heldUntil: NOON, tries: 0 }],
    ['yes to a renewal', aHold(), CONFINE, { kind: 'accepted' }, { state: 'accepted', heldUntil: NOON }],
    ['yes to a shorter one', aHold(), { kind: 'confine', holdSeconds: 60 }, { kind: 'accepted' },
      { heldUntil: at('12:01') }],
    ['yes, and read back before', aHold({ state: 'active' }), CONFINE, { kind: 'accepted' }, { state: 'active' }],
    ['yes after much doubt', aHold({ state: 'unknown', tries: 7, cause: 506 }), CONFINE, { kind: 'accepted' },
      { state: 'accepted', tries: 0, cause: null }],
    ['yes to a release', aHold(), RELEASE, { kind: 'accepted' }, { state: 'lifted', heldUntil: null, tries: 0 }],
    ['no such session', NEW, CONFINE, { kind: 'no-session' }, { state: 'lifted', heldUntil: null, cause: 503 }],
    ['no such session to release', aHold(), RELEASE, { kind: 'no-session' }, { state: 'lifted', heldUntil: null }],
    ['busy', NEW, CONFINE, { kind: 'busy', cause: 506 }, { state: 'asked', heldUntil: null, tries: 1, cause: 506 }],
    ['busy for the fifth time', { ...NEW, state: 'asked', tries: 4, heldUntil: null }, CONFINE, { kind: 'busy', cause: 506 },
      { state: 'refused', heldUntil: null, tries: 5 }],
    ['busy while it is held', aHold({ tries: 9 }), CONFINE, { kind: 'busy', cause: 506 }, { state: 'unknown', heldUntil: NINE }],
    ['busy to a release', aHold({ state: 'lifting', tries: 9 }), RELEASE, { kind: 'busy', cause: null },
      { state: 'lifting', heldUntil: NINE, tries: 10 }],
    ['never', NEW, CONFINE, { kind: 'refused', cause: 401 }, { state: 'refused', heldUntil: null, cause: 401 }],
    ['never, while it is held', aHold(), CONFINE, { kind: 'refused', cause: null }, { state: 'refused', heldUntil: NINE }],
    ['never, to a release', aHold(), RELEASE, { kind: 'refused', cause: 404 }, { state: 'lifting', heldUntil: NINE, cause: 404 }],
    ['none', NEW, CONFINE, { kind: 'unknown' }, { state: 'unknown', heldUntil: NOON, tries: 1, answeredAt: null }],
    ['none to a renewal', aHold({ state: 'active' }), CONFINE, { kind: 'unknown' }, { state: 'unknown', heldUntil: NOON }],
    ['none to a release', aHold(), RELEASE, { kind: 'unknown' }, { state: 'lifting', heldUntil: NINE }],
  ])('%s', (_, before, given, outcome, after) => {
    expect(taken(before, given, outcome)).toMatchObject(after);
  }); // prettier-ignore
});
