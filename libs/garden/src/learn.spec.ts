import { describe, expect, it } from 'vitest';

import { learn } from './learn.js';
import { aHold, aSession, aStay, at, capabilityOf, PROFILE } from './stay.contract.js';
import type { Hold, Session, Stay } from './stay.js';

const NOW = at('10:00');
const open = aStay({ desired: 'open' });

function learnt(stay: Stay, hold: Partial<Hold>, session: Partial<Session> | null, now = NOW): Hold {
  const sessions = session === null ? [] : [aSession(session)];
  return learn(stay, [aHold(hold)], sessions, capabilityOf, now)[0] as Hold;
}

/** A record of half past nine. */
const says = (profile: string): Partial<Session> => ({ profile, profileAt: at('09:30') });

describe('what a record says of a hold', () => {
  it.each<[string, Stay, Partial<Hold>, Partial<Session>, Hold['state']]>([
    ['our profile', aStay(), {}, says(PROFILE), 'active'],
    ['our profile, of an order that nobody answered', aStay(), { state: 'unknown', tries: 3 }, says(PROFILE), 'active'],
    ['nothing, though it said yes', aStay(), {}, says(''), 'unknown'],
    ['the strict profile, and leaky was ordered', aStay(), {}, says('lazaret-strict'), 'unknown'],
    ['nothing any more', aStay(), { state: 'active' }, says(''), 'unknown'],
    ['nothing, and a refusal stands', aStay(), { state: 'refused' }, says(''), 'refused'],
    ['our profile, from before the order', aStay(), { askedAt: at('09:31') }, says(PROFILE), 'accepted'],
    ['our profile, of the very moment of the order', aStay(), { askedAt: at('09:30') }, says(PROFILE), 'accepted'],
    ['nothing, and the NAS never tells', aStay(), { nas: 'south' }, says(''), 'accepted'],
    ['nothing, and no file names the NAS', aStay(), { nas: 'west' }, says(''), 'accepted'],
    ['nothing after the release was ordered', open, { state: 'lifting' }, says(''), 'lifted'],
    ['our profile after the release was ordered', open, { state: 'lifting' }, says(PROFILE), 'lifting'],
    ['nothing, but the release was not ordered yet', open, {}, says(''), 'accepted'],
    ['nothing, of a session let go of in a stay that goes on', aStay(), { state: 'lifting' }, says(''), 'lifted'],
  ])('%s', (_, stay, hold, session, state) => {
    expect(learnt(stay, hold, session).state).toBe(state);
  }); // prettier-ignore

  it('is the answer that was missing', () => {
    const hold = learnt(aStay(), { state: 'unknown', tries: 3, answeredAt: null }, says(PROFILE));
    expect(hold).toMatchObject({ state: 'active', tries: 0, answeredAt: at('09:30') });
  });
});

describe('a session that the records do not give to the line any more', () => {
  it.each<[string, Stay]>([
    ['to be held', aStay()],
    ['to be let out', open],
  ])('may still be held in the network: %s', (_, stay) => {
    expect(learnt(stay, {}, null)).toEqual(aHold());
  });

  it('is free when its time has run out', () => {
    expect(learnt(aStay(), {}, null, at('09:00', 10))).toMatchObject({ state: 'lifted', heldUntil: null });
  });
});

describe('time that has run out', () => {
  it.each<[Stay, Hold['state'], Hold['state']]>([
    [aStay(), 'accepted', 'unknown'],
    [aStay(), 'active', 'unknown'],
    [aStay(), 'unknown', 'unknown'],
    [aStay(), 'asked', 'asked'],
    [aStay(), 'refused', 'refused'],
    [aStay(), 'lifting', 'lifted'],
    [aStay(), 'lifted', 'lifted'],
    [open, 'accepted', 'lifted'],
    [open, 'unknown', 'lifted'],
    [open, 'lifting', 'lifted'],
  ])('%#: %o %s becomes %s, and nothing is held', (stay, before, after) => {
    const heldUntil = before === 'lifted' ? null : at('09:00', 10);
    const hold = learnt(stay, { state: before, heldUntil }, {}, at('09:00', 10));
    expect(hold).toMatchObject({ state: after, heldUntil: null });
  });
});
