import { describe, expect, it } from 'vitest';

import type { Situation } from './choose-orders.js';
import { judgeStay, type Judgement } from './judge-stay.js';
import { aHold, aSession, aSituation, aStay, at, capabilityOf } from './stay.contract.js';

const judge = (facts: Partial<Situation>, now = at('09:00')): Judgement =>
  judgeStay(aSituation(facts), capabilityOf, now);

const waiting = aStay({ confirmedAt: null });
const open = aStay({ desired: 'open' });
const second = aSession({ sessionId: 2, acctSessionId: 'S2' });
const secondHold = aHold({ sessionId: 2, acctSessionId: 'S2' });
const none = { holds: [], sessions: [] };
const lifted = aHold({ state: 'lifted', heldUntil: null });
const deaf = aHold({ state: 'unknown', tries: 1 });

describe('a stay that goes on', () => {
  it.each<[string, Partial<Situation>, string, string, number]>([
    ['said yes', {}, 'accepted', '21:00', 9],
    ['was read back', { holds: [aHold({ state: 'active' })] }, 'active', '21:00', 9],
    ['said yes, one of two read back', { holds: [aHold({ state: 'active' }), secondHold], sessions: [aSession(), second] },
      'accepted', '21:00', 9],
    ['said yes for one of two', { sessions: [aSession(), second] }, 'requested', '09:00', 9],
    ['is on the way', { stay: waiting, holds: [aHold({ state: 'asked', tries: 1 })] }, 'requested', '09:00:30', 9],
    ['did not answer', { holds: [deaf] }, 'unknown', '09:00:30', 9],
    ['did not answer for one of two', { holds: [aHold(), { ...deaf, sessionId: 2 }], sessions: [aSession(), second] },
      'unknown', '09:00:30', 9],
    ['refused one of two', { holds: [aHold(), { ...secondHold, state: 'refused', heldUntil: null }], sessions: [aSession(), second] },
      'accepted', '21:00', 9],
    ['has no session of the line', none, 'no-session', '09:00', 16],
    ['has no session of the line yet', { ...none, stay: waiting }, 'no-session', '10:00', 9],
    ['has a telephone alone', { holds: [], sessions: [aSession({ service: 'voice' })] }, 'no-session', '09:00', 16],
    ['does not know the session', { holds: [{ ...lifted, cause: 503 }] }, 'no-session', '09:15', 9],
    ['lets go of a session that went', { holds: [aHold({ state: 'lifting', tries: 1 })], sessions: [] }, 'no-session', '09:00:30', 9],
    ['holds to the end', { holds: [aHold({ heldUntil: at('09:00', 16) })] }, 'accepted', '09:00', 16],
  ])('while the network %s', (_, facts, state, time, day) => {
    expect(judge(facts)).toEqual({ state, over: false, giveUp: null, dueAt: at(time, day) });
  }); // prettier-ignore
});

describe('a stay that cannot go on', () => {
  const refused = aHold({ state: 'refused', heldUntil: null });
  const endless = { holds: [], sessions: [aSession({ nas: 'endless' })] };

  it.each<[string, Partial<Situation>, Date, object]>([
    ['refused', { holds: [refused] }, at('09:00'), { state: 'failed', giveUp: 'refused' }],
    ['refused twice', { holds: [refused, { ...refused, sessionId: 2 }], sessions: [aSession(), second] }, at('09:00'),
      { state: 'failed', giveUp: 'refused' }],
    ['where the NAS does not let go', endless, at('09:00'), { state: 'not-enforceable', giveUp: 'not-enforceable' }],
    ['not begun for an hour', { stay: waiting, ...none }, at('10:00'), { state: 'released', giveUp: 'never-started' }],
    ['at its end', none, at('09:00', 16), { state: 'released', giveUp: 'time-is-up' }],
  ])('%s is over at once when nothing is held', (_, facts, now, expected) => {
    expect(judge(facts, now)).toEqual({ over: true, dueAt: null, ...expected });
  }); // prettier-ignore

  it.each<[string, Partial<Situation>, Date, string]>([
    ['refused', { holds: [aHold({ state: 'refused' })] }, at('09:30'), 'refused'],
    ['where the next NAS does not let go', { sessions: [aSession({ sessionId: 2, nas: 'endless' })] }, at('09:30'), 'not-enforceable'],
    ['never confirmed for an hour', { stay: waiting, holds: [deaf] }, at('10:00'), 'never-started'],
    ['at its end', { holds: [aHold({ heldUntil: at('09:01', 16) })] }, at('09:00', 16), 'time-is-up'],
  ])('%s is let out first when something may be held', (_, facts, now, giveUp) => {
    expect(judge(facts, now)).toEqual({ state: 'releasing', over: false, giveUp, dueAt: now });
  }); // prettier-ignore
});

describe('a stay that is to end', () => {
  it.each<[string, Partial<Situation>, object]>([
    ['is over when nothing is held', { holds: [lifted] }, { state: 'released', over: true, dueAt: null }],
    ['is over when it never began', { holds: [] }, { state: 'released', over: true, dueAt: null }],
    ['has the network told at once', {}, { state: 'releasing', over: false, dueAt: at('09:00') }],
    ['has it told again', { holds: [aHold({ state: 'lifting', tries: 2 })] }, { state: 'releasing', over: false, dueAt: at('09:01') }],
    ['waits no longer than the network holds', { holds: [aHold({ state: 'lifting', tries: 2, heldUntil: at('09:00:40') })] },
      { dueAt: at('09:00:40') }],
    ['waits for all of them', { holds: [lifted, { ...secondHold, state: 'lifting', tries: 1 }] }, { over: false, dueAt: at('09:00:30') }],
  ])('%s', (_, facts, expected) => {
    expect(judge({ ...facts, stay: open })).toMatchObject({ ...expected, giveUp: null });
  }); // prettier-ignore
});
