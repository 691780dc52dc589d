import { describe, expect, it } from 'vitest';

import { chooseOrders, type Situation } from './choose-orders.js';
import { aHold, aSession, aSituation, aStay, at, capabilityOf } from './stay.contract.js';

/** `confine S1 86400`, in the order given. */
function orders(facts: Partial<Situation>, now = at('09:00')): string[] {
  return chooseOrders(aSituation(facts), capabilityOf, now).map((wanted) =>
    wanted.kind === 'confine'
      ? `confine ${wanted.session.acctSessionId} ${wanted.holdSeconds}`
      : `release ${wanted.session.acctSessionId}${wanted.session.holder === null ? ' (holder unknown)' : ''}`,
  );
}

const waiting = aStay({ confirmedAt: null });
const open = aStay({ desired: 'open' });

describe('whom to confine', () => {
  it.each<[string, Partial<Situation>, string[]]>([
    ['the line’s internet session', { holds: [] }, ['confine S1 86400']],
    ['both, where IPv4 and IPv6 are two', { holds: [], sessions: [aSession(), aSession({ sessionId: 2, acctSessionId: 'S2' })] },
      ['confine S1 86400', 'confine S2 86400']],
    ...['voice', 'tv', 'management', 'unknown'].map((service): [string, Partial<Situation>, string[]] =>
      [`never ${service}`, { holds: [], sessions: [aSession({ service })] }, []]),
    ['nobody where the NAS does not let go by itself', { holds: [], sessions: [aSession({ nas: 'endless' })] }, []],
    ['nobody where no file names the NAS', { holds: [], sessions: [aSession({ nas: 'west' })] }, []],
    ['nobody who is held', {}, []],
    ['nobody new when somebody stopped it', { stay: waiting, holds: [], stopped: true }, []],
    ['who was in before somebody stopped it', { holds: [], stopped: true }, ['confine S1 86400']],
    ['nobody whom the NAS refused', { holds: [aHold({ state: 'refused', heldUntil: null })] }, []],
    ['again who was never answered', { holds: [aHold({ state: 'unknown', askedAt: at('08:59'), tries: 1 })] }, ['confine S1 86400']],
    ['not yet, just after', { holds: [aHold({ state: 'unknown', tries: 1 })] }, []],
    ['a session that ended and goes on', { holds: [aHold({ state: 'lifted', heldUntil: null })] }, ['confine S1 86400']],
    ['not one that the NAS did not know a moment ago', { holds: [aHold({ state: 'lifted', heldUntil: null, cause: 503 })] }, []],
  ])('%s', (_, facts, expected) => {
    expect(orders(facts)).toEqual(expected);
  }); // prettier-ignore

  it.each<[string, number, Partial<Situation>, string[]]>([
    ['09:59', 9, { stay: waiting, holds: [] }, ['confine S1 86400']],
    ['10:00', 9, { stay: waiting, holds: [] }, []],
    ['09:15', 9, { holds: [aHold({ state: 'lifted', heldUntil: null, cause: 503 })] }, ['confine S1 86400']],
    ['20:59', 9, {}, []],
    ['21:00', 9, {}, ['confine S1 86400']],
    ['21:00', 15, { holds: [] }, ['confine S1 43200']],
    ['21:00', 15, { holds: [aHold({ heldUntil: at('09:00', 16) })] }, []],
    // A minute, and as long as an order may be on its way.
    ['08:57:25', 16, { holds: [] }, ['confine S1 155']],
    ['08:57:26', 16, { holds: [] }, []],
    ['09:00', 16, { holds: [] }, []],
  ])('at %s on the %ith', (time, day, facts, expected) => {
    expect(orders(facts, at(time, day))).toEqual(expected);
  });
});

describe('whom to let out', () => {
  it.each<[string, Partial<Situation>, string[]]>([
    ['everybody who may be held', { stay: open }, ['release S1']],
    ['also whose session is over by the records', { stay: open, sessions: [] }, ['release S1 (holder unknown)']],
    ['also where the answer was no', { stay: open, holds: [aHold({ state: 'refused' })] }, ['release S1']],
    ['nobody who is out', { stay: open, holds: [aHold({ state: 'lifted', heldUntil: null })] }, []],
    ['nobody whose time has run out', { stay: open, holds: [aHold({ heldUntil: at('09:00') })] }, []],
    ['again who was not answered', { stay: open, holds: [aHold({ state: 'lifting', askedAt: at('08:59'), tries: 1 })] }, ['release S1']],
    ['not yet, just after', { stay: open, holds: [aHold({ state: 'lifting', tries: 1 })] }, []],
    ['though new ones are stopped', { stay: open, stopped: true }, ['release S1']],
    ['a session that turns out to be a telephone', { sessions: [aSession({ service: 'voice' })] }, ['release S1']],
    ['a session that is not the line’s any more', { sessions: [] }, ['release S1 (holder unknown)']],
    ['and the line’s next session is taken in', { sessions: [aSession({ sessionId: 2, acctSessionId: 'S2' })] },
      ['release S1 (holder unknown)', 'confine S2 86400']],
  ])('%s', (_, facts, expected) => {
    expect(orders(facts)).toEqual(expected);
  }); // prettier-ignore
});
