import { describe, expect, it } from 'vitest';

import type { CaseWords } from '@lazaret/cases';
import type { GardenFacts } from '@lazaret/garden';
import type { Decision, Facts } from '@lazaret/policy';
import { aFacts, aNotice, aPolicy } from '@lazaret/policy/testing';

import { on } from '../november.contract.js';
import { sayStanding } from './say-standing.js';

const NOW = on(16);
const POLICY = aPolicy();
const CASE = 7001;

type Stay = NonNullable<GardenFacts['stay']>;
const aStay = (given: Partial<Stay> = {}): Stay => ({
  caseId: CASE, profile: 'leaky', confirmedAt: on(15, '10:01'), endsAt: on(22), overAt: null, openWhy: null, wantedWhy: null, ...given,
}); // prettier-ignore
const inGarden = (state: Facts['garden']['state'], given: Partial<Facts['garden']> = {}): Facts['garden'] => ({
  available: true, stopped: false, state, since: on(15), releaseAskedAt: null, ...given,
}); // prettier-ignore

interface Given {
  readonly facts?: Partial<Facts>;
  readonly decision?: Partial<Decision>;
  readonly stay?: Stay | null;
  readonly words?: Partial<CaseWords>;
}

/** `badge waits step`, and the instants that matter: since when a person is waited for, when the next step is. */
function said({ facts = {}, decision = {}, stay = null, words = {} }: Given) {
  const of = aFacts({ state: 'told', tier: 'told', notices: [aNotice()], ...facts });
  const decided = { state: of.state, tier: of.tier, actions: [], wakeAt: on(18), ...decision };
  const { badge, waits, next, waitingSince, badgeSince } = sayStanding(
    { caseId: CASE, facts: of, decision: decided, stay, words: { asked: null, actedAt: null, waitingFrom: null, ...words } },
    POLICY,
    NOW,
  ); // prettier-ignore
  expect(waitingSince === null).toBe(waits !== 'person');
  return { say: `${badge} ${waits} ${next.step}`, at: next.at, since: waitingSince ?? badgeSince };
}

describe('letters', () => {
  it.each<[string, Partial<Facts>, string]>([
    ['nothing was sent', { state: 'watching', notices: [] }, 'watching nobody decides-again'],
    ['planned is not told', { notices: [aNotice({ state: 'planned', settledAt: null })] }, 'watching nobody decides-again'],
    ['taken by the next server', { notices: [aNotice({ state: 'sent' })] }, 'told subscriber decides-again'],
    ['lies in the mailbox', {}, 'delivered subscriber decides-again'],
    ['perhaps sent', { notices: [aNotice({ state: 'uncertain' })] }, 'told subscriber decides-again'],
    ['read', { acknowledgedAt: on(13) }, 'acknowledged subscriber decides-again'],
    ['read, and told again since', { acknowledgedAt: on(13), notices: [aNotice(), aNotice({ template: 'reminder', settledAt: on(14) })] }, 'delivered subscriber decides-again'],
    ['a reminder that came back', { notices: [aNotice(), aNotice({ template: 'reminder', state: 'bounced' })] }, 'bounced subscriber decides-again'],
    ['the only letter came back', { notices: [aNotice({ state: 'bounced' })] }, 'bounced nobody decides-again'],
    ['what is said about the garden is no word of the ladder', { notices: [aNotice(), aNotice({ template: 'released', state: 'bounced' })] }, 'delivered subscriber decides-again'],
    ['a line of health or safety', { line: { class: 'protected', confinable: false, timeZone: 'UTC' } }, 'protected subscriber decides-again'],
    ['sources that are only observed', { state: 'watching', observing: true, notices: [] }, 'observing nobody waits-for-activation'],
  ])('%s', (_, facts, say) => {
    expect(said({ facts }).say).toBe(say);
  }); // prettier-ignore

  it('without a wake-up nothing happens by itself', () => {
    expect(said({ decision: { wakeAt: null } })).toMatchObject({
      say: 'delivered subscriber nothing',
      at: null,
    });
  });
});

describe('the garden', () => {
  it.each<[string, Facts['garden'], Stay | null, string, Date | null]>([
    ['asked, not yet said', inGarden('requested'), aStay({ confirmedAt: null }), 'delivered network network-retry', null],
    ['taken', inGarden('accepted'), aStay(), 'confined subscriber stay-ends', on(22)],
    ['seen', inGarden('active'), aStay(), 'confined subscriber stay-ends', on(22)],
    ['offline', inGarden('no-session'), aStay({ confirmedAt: null }), 'delivered network stay-ends', on(22)],
    ['silent', inGarden('unknown'), aStay(), 'network network network-retry', null],
    ['on its way out', inGarden('releasing'), aStay(), 'confined network network-retry', null],
    ['on its way out before it was in', inGarden('releasing'), aStay({ confirmedAt: null }), 'delivered network network-retry', null],
    ['refused', inGarden('failed', { since: on(15, '20:00') }), aStay({ confirmedAt: null }), 'network network network-retry', on(16, '20:00')],
    ['refused long ago', inGarden('failed', { since: on(13) }), aStay({ confirmedAt: null }), 'delivered subscriber decides-again', on(18)],
    ['open again', inGarden('released'), aStay({ overAt: on(15) }), 'delivered subscriber decides-again', on(18)],
    ['held for another case of the line', inGarden('active'), aStay({ caseId: 1 }), 'delivered subscriber decides-again', on(18)],
  ])('%s', (_, garden, stay, say, at) => {
    expect(said({ facts: { garden }, stay })).toMatchObject({ say, at });
  }); // prettier-ignore

  it('was just decided', () => {
    const confine = { kind: 'confine', profile: 'leaky', maxDays: 7 } as const;
    expect(said({ decision: { state: 'confined', actions: [confine] } }).say).toBe(
      'delivered network network-retry',
    );
    // The last stay of the line, for whatever case, says nothing of the new one.
    expect(
      said({ decision: { state: 'confined', actions: [confine] }, stay: aStay({ caseId: 1 }) }).say,
    ).toBe('delivered network network-retry');
  });

  it('counts days from the word of the network', () => {
    const facts = { state: 'confined', garden: inGarden('active') } as const;
    expect(said({ facts, stay: aStay() }).since).toEqual(on(15, '10:01'));
  });
});

describe('a person is waited for', () => {
  const held = (wantedWhy: Stay['wantedWhy']): Given => ({
    facts: { state: 'confined', garden: inGarden('active', { releaseAskedAt: on(16, '08:00') }) },
    stay: aStay({ wantedWhy }),
  });

  it.each<[string, Given, string, Date, Date | null]>([
    ['it is cleaned', held('cleaned'), 'asked person releases-itself', on(16, '08:00'), on(17, '08:00')],
    ['this is not me', held('not-me'), 'appeal person releases-itself', on(16, '08:00'), on(17, '08:00')],
    ['not me, and nothing is held', { words: { asked: { kind: 'not-me', at: on(14) } } }, 'appeal person decides-again', on(14), on(18)],
    ['please call', { words: { asked: { kind: 'call', at: on(14) } } }, 'call person decides-again', on(14), on(18)],
    ['please call, of a case that is clear', { facts: { state: 'cleared', clearedAt: on(10) }, words: { asked: { kind: 'call', at: on(14) } } }, 'call person closes', on(14), on(24)],
    ['the ladder asks', { decision: { state: 'waiting', actions: [{ kind: 'ask-desk', why: 'why' }] } }, 'desk person decides-again', NOW, on(18)],
    ['the ladder asked', { facts: { state: 'waiting' }, words: { waitingFrom: on(12) } }, 'desk person decides-again', on(12), on(18)],
    ['no letter arrives', { facts: { state: 'waiting', notices: [aNotice({ state: 'bounced' })] }, words: { waitingFrom: on(12) } }, 'bounced person decides-again', on(12), on(18)],
    ['asked again since the desk acted', { facts: { state: 'waiting' }, words: { waitingFrom: on(12), actedAt: on(11) } }, 'desk person decides-again', on(12), on(18)],
  ])('%s', (_, given, say, since, at) => {
    expect(said(given)).toEqual({ say, since, at });
  }); // prettier-ignore

  it('until somebody of the desk has acted', () => {
    expect(said({ facts: { state: 'waiting' }, words: { waitingFrom: on(12), actedAt: on(13) } }).say).toBe('delivered subscriber decides-again');
    // Talked with on the telephone; the line is let out in time all the same.
    expect(said({ ...held('cleaned'), words: { actedAt: on(16, '09:00') } })).toMatchObject({ say: 'confined subscriber releases-itself', at: on(17, '08:00') });
  }); // prettier-ignore
});

describe('the end', () => {
  it('is clear until it closes', () => {
    const facts = { state: 'cleared', clearedAt: on(10) } as const;
    expect(said({ facts })).toEqual({ say: 'clear nobody closes', since: null, at: on(24) });
    expect(said({ decision: { state: 'cleared', actions: [{ kind: 'clear' }] } }).at).toEqual(on(30));
  });

  it('is closed, whatever else is known', () => {
    const words = { asked: { kind: 'call', at: on(14) } } as const;
    const decision = { state: 'closed', wakeAt: null } as const;
    expect(said({ facts: { garden: inGarden('releasing') }, stay: aStay(), decision, words }))
      .toEqual({ say: 'closed nobody nothing', since: null, at: null }); // prettier-ignore
  });
});
