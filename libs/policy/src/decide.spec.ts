import { describe, expect, it } from 'vitest';

import type { LineClass } from '@lazaret/kernel';

import { confinedUntil } from './confined.js';
import { decide } from './decide.js';
import type { Action } from './decision.js';
import type { Evidence, Facts } from './facts.js';
import type { Policy, Tier } from './policy-file.js';
import { aFacts, anEvidence, aNotice, aPolicy, aTold, noEvidence } from './testing.js';

const policy = aPolicy();
const at = (text: string): Date => new Date(text);
const line = (kind: LineClass, confinable = false): Facts['line'] => ({
  class: kind,
  confinable,
  timeZone: 'Europe/Berlin',
});
const told = (template: string): Action => ({ kind: 'notify', template, round: 1 });

// Thursday 12 November 2026, 10:03 in Berlin; the notice of `aTold` was delivered at 10:04.
const FIRST = at('2026-11-12T09:03:00Z');
// Monday 16 November, 10:10 in Berlin: 96 h after that notice.
const MONDAY = at('2026-11-16T09:10:00Z');
const MONDAY_MORNING = at('2026-11-16T06:00:00Z');

interface Row {
  readonly of: string;
  readonly facts: Facts;
  readonly now: Date;
  readonly state: Facts['state'];
  readonly tier: string | null;
  readonly actions: readonly Action[];
  readonly wakeAt: Date | null;
  readonly reason: string;
}

function check({ facts, now, state, tier, actions, wakeAt, reason }: Row): void {
  const decision = decide(facts, policy, now);
  expect(decision.reason).toBe(reason);
  expect(decision).toMatchObject({ state, tier, actions, wakeAt });
}

describe('the first notice', () => {
  const business = 'business-first';
  it.each<[LineClass, boolean, string]>([
    ['residential', true, 'first'],
    ['residential', false, 'first'],
    ['protected', false, 'first'],
    ['unknown', false, 'first'],
    ['business', false, business],
    ['shared', false, business],
  ])('goes to a %s line at once (confinable: %s) as %s', (kind, confinable, template) => {
    const decision = decide(aFacts({ line: line(kind, confinable) }), policy, FIRST);
    expect(decision).toMatchObject({
      state: 'told',
      tier: 'told',
      actions: [told(template)],
      rule: 'infected/told',
    });
  });

  it('is left to the provider who serves a wholesale line', () => {
    const decision = decide(aFacts({ line: line('wholesale') }), policy, FIRST);
    expect(decision).toMatchObject({ state: 'waiting', tier: 'partner', actions: [{ kind: 'ask-desk' }] });
    expect(decision.reason).toBe(
      'The desk is asked: a wholesale line: tell the provider who serves it; seen on 1 day by 1 source, last on 12 Nov 09:41.',
    );
  });

  it('is not written on what may be forged alone: it is told, and never restricts', () => {
    const facts = aFacts({ all: anEvidence({ days: 4, upstreams: ['a', 'b'] }), current: noEvidence, sightings: 4 });
    expect(decide(facts, policy, FIRST).actions).toEqual([told('first')]);
    const later = { ...facts, state: 'told', tier: 'reminder', notices: [aNotice(), aNotice({ template: 'reminder' })], all: anEvidence({ days: 4, upstreams: ['a', 'b'], lastSeenAt: MONDAY_MORNING }), lastSeenAt: MONDAY_MORNING } as const;
    expect(decide(later, policy, MONDAY)).toMatchObject({ tier: 'reminder', actions: [] });
    expect(decide(later, policy, MONDAY).reason).toContain('beyond doubt on 0 days by 0 sources');
  }); // prettier-ignore

  it('says that a case is not the first', () => {
    expect(decide(aFacts({ previousCases: 2 }), policy, FIRST).reason).toBe(
      'A notice goes out (first): seen on 1 day by 1 source, last on 12 Nov 09:41, after 2 earlier cases.',
    );
  });

  it('is planned once', () => {
    const facts = aFacts({
      state: 'told',
      tier: 'told',
      notices: [aNotice({ state: 'planned', settledAt: null })],
    });
    expect(decide(facts, policy, FIRST)).toMatchObject({ state: 'told', tier: 'told', actions: [] });
    // A policy that names its tiers otherwise finds the case again by its notices.
    expect(decide({ ...facts, tier: 'first-word' }, policy, FIRST).actions).toEqual([]);
  });

  it.each(['failed', 'bounced'] as const)('that %s makes the desk look for another way', (state) => {
    const facts = aFacts({ state: 'told', tier: 'told', notices: [aNotice({ state })] });
    const decision = decide(facts, policy, MONDAY_MORNING);
    expect(decision).toMatchObject({ state: 'waiting', tier: 'told', actions: [{ kind: 'ask-desk' }] });
    expect(decision.reason).toBe(
      'The desk is asked: no contact works: every notice came back or had nowhere to go.',
    );
    const second = { ...facts, notices: [...facts.notices, aNotice({ channel: 'sms', state: 'sent' })] };
    expect(decide(second, policy, FIRST)).toMatchObject({ state: 'told', actions: [] });
  });

  it('is not one too many for this tenure', () => {
    const history = { ...aFacts().history, told: [1, 2, 3, 4, 5, 6].map((day) => ({ at: at(`2026-11-0${day}T09:00:00Z`), class: 'abusive' as const })) };
    const decision = decide(aFacts({ history }), policy, FIRST);
    expect(decision).toMatchObject({ actions: [], wakeAt: at('2026-11-26T08:41:00Z'), held: [{ what: 'notice first', why: 'not before 1 Dec 10:00 (at most 6 notices in 30 days)' }] });
  }); // prettier-ignore

  it('that came back is not counted as one too many', () => {
    const other = { at: at('2026-11-02T09:00:00Z'), class: 'abusive' as const };
    const facts = aTold(MONDAY_MORNING, 1, {
      notices: [aNotice({ state: 'failed' }), aNotice({ channel: 'sms', state: 'sent' })],
      history: { ...aFacts().history, told: [other, other, other, other] },
    });
    expect(decide(facts, policy, MONDAY).actions).toEqual([told('reminder')]);
  });

  it('waits for the end of quiet hours, where there are any, and is decided afresh then', () => {
    const quiet = aPolicy({ notices: { ...policy.notices, quiet_hours: { from: '21:00', to: '08:00' } } });
    const night = at('2026-11-12T22:30:00Z');
    const decision = decide(aFacts(), quiet, night);
    expect(decision).toMatchObject({ state: 'watching', actions: [], wakeAt: at('2026-11-13T07:00:00Z') });
    expect(decision.held).toEqual([{ what: 'notice first', why: 'not before 13 Nov 08:00 (quiet hours)' }]);
    expect(decide(aFacts(), quiet, at('2026-11-13T07:00:00Z')).actions).toEqual([told('first')]);
    // No quiet hours for mail by default.
    expect(decide(aFacts(), policy, night).actions).toEqual([told('first')]);
  });
});

describe('what is not told', () => {
  it('a case whose sources are being observed', () => {
    const decision = decide(aFacts({ observing: true }), policy, FIRST);
    expect(decision).toMatchObject({ state: 'watching', tier: null, actions: [], rule: 'observe' });
    expect(decision.reason).toBe(
      'Watched only; all its sources are being observed: nobody is told until a person activates one.',
    );
  });

  it.each([['test'], ['Unknown']])('malware named %s', (name) => {
    expect(decide(aFacts({ malware: [name] }), policy, FIRST)).toMatchObject({
      actions: [],
      rule: 'unmapped',
    });
    expect(decide(aFacts({ malware: [name, 'mirai'] }), policy, FIRST).actions).toHaveLength(1);
  });

  it('a report that is a week late', () => {
    const decision = decide(aFacts(), policy, at('2026-11-19T08:41:00Z'));
    expect(decision.actions).toEqual([]);
    expect(decision.reason).toBe('Not told; a notice only when seen within 7 days (last on 12 Nov 09:41); reminder only 48 h after the notice and only when seen within 48 h (last on 12 Nov 09:41); garden only 72 h after a notice known to be delivered and only with 2 sources or 3 days and only when seen within 48 h (last on 12 Nov 09:41); desk only 14 days after the notice and only when seen within 48 h (last on 12 Nov 09:41); seen on 1 day by 1 source.');
  }); // prettier-ignore

  it('yesterday’s sighting after today’s acknowledgement', () => {
    const facts = aTold(at('2026-11-16T08:00:00Z'), 5, { acknowledgedAt: at('2026-11-16T09:00:00Z') });
    const decision = decide(facts, policy, MONDAY);
    expect(decision).toMatchObject({ state: 'told', tier: 'told', actions: [], rule: 'nothing-counts' });
    expect(decision.reason).toBe('Told on 12 Nov 10:04; nothing seen that counts; only what is seen after 17 Nov 10:00 counts; clean after 14 silent days, 0 so far.');
    expect(decide({ ...facts, acknowledgedAt: null }, policy, MONDAY).actions).not.toEqual([]);
  }); // prettier-ignore
});

describe('the ladder of an infected residential line', () => {
  it('says exactly what it waits for', () => {
    const decision = decide(aTold(at('2026-11-12T08:41:00Z'), 1), policy, at('2026-11-12T10:00:00Z'));
    expect(decision.reason).toBe(
      'Told on 12 Nov 10:04; reminder not before 14 Nov 10:04 (48 h after the notice); garden not before 15 Nov 10:04 (72 h after a delivered notice) and only with 2 sources or 3 days; desk not before 26 Nov 10:04 (14 days after the notice); seen on 1 day by 1 source.',
    );
    expect(decision).toMatchObject({ tier: 'told', actions: [], wakeAt: at('2026-11-14T09:04:00Z') });
  });

  const hour = (text: string): Row['now'] => at(text);
  it.each<Row>([
    { of: 'a reminder two days later, if still seen', facts: aTold(at('2026-11-14T06:00:00Z'), 2), now: hour('2026-11-14T09:04:00Z'), state: 'told', tier: 'reminder', actions: [told('reminder')], wakeAt: at('2026-11-16T06:00:00Z'),
      reason: 'A notice goes out (reminder): more than 48 h after the notice of 12 Nov 10:04, seen on 2 days by 1 source, last on 14 Nov 07:00.' },
    { of: 'no reminder if not seen since', facts: aTold(at('2026-11-12T08:41:00Z'), 1), now: hour('2026-11-14T09:04:00Z'), state: 'told', tier: 'told', actions: [], wakeAt: at('2026-11-28T00:00:00Z'),
      reason: 'Told on 12 Nov 10:04; reminder only when seen within 48 h (last on 12 Nov 09:41); garden not before 15 Nov 10:04 (72 h after a delivered notice) and only with 2 sources or 3 days and only when seen within 48 h (last on 12 Nov 09:41); desk not before 26 Nov 10:04 (14 days after the notice) and only when seen within 48 h (last on 12 Nov 09:41); seen on 1 day by 1 source.' },
    { of: 'the garden on the next working morning', facts: aTold(MONDAY_MORNING, 3), now: MONDAY, state: 'confined', tier: 'garden', actions: [{ kind: 'confine', profile: 'leaky', maxDays: 7 }], wakeAt: at('2026-11-16T15:00:00Z'),
      reason: 'The line goes to the walled garden, leaky, for at most 7 days: more than 72 h after a delivered notice of 12 Nov 10:04, seen on 3 days by 1 source, last on 16 Nov 07:00.' },
    { of: 'the garden with two sources on one day', facts: aTold(MONDAY_MORNING, 1, { current: anEvidence({ upstreams: ['a', 'b'], lastSeenAt: MONDAY_MORNING }) }), now: MONDAY, state: 'confined', tier: 'garden', actions: [{ kind: 'confine', profile: 'leaky', maxDays: 7 }], wakeAt: at('2026-11-16T15:00:00Z'),
      reason: 'The line goes to the walled garden, leaky, for at most 7 days: more than 72 h after a delivered notice of 12 Nov 10:04, seen on 1 day by 2 sources, last on 16 Nov 07:00.' },
    { of: 'the desk after two weeks, if nothing helped', facts: aTold(at('2026-11-28T06:00:00Z'), 9, { tier: 'garden', line: line('residential'), notices: [aNotice(), aNotice({ template: 'reminder' })] }), now: hour('2026-11-28T10:00:00Z'), state: 'waiting', tier: 'desk', actions: [{ kind: 'ask-desk', why: 'still seen after all that can be done automatically' }], wakeAt: at('2026-11-30T06:00:00Z'),
      reason: 'The desk is asked: still seen after all that can be done automatically; more than 14 days after the notice of 12 Nov 10:04, seen on 9 days by 1 source, last on 28 Nov 07:00.' },
    { of: 'nothing while a person is asked', facts: aTold(MONDAY_MORNING, 3, { state: 'waiting', tier: 'desk' }), now: MONDAY, state: 'waiting', tier: 'desk', actions: [], wakeAt: at('2026-11-30T06:00:00Z'),
      reason: 'Waits for a person of the desk (still seen after all that can be done automatically); nothing is done by itself.' },
  ])('$of', check); // prettier-ignore

  it('reaches the garden honestly when there is none', () => {
    const facts = aTold(MONDAY_MORNING, 3, { garden: { ...aFacts().garden, available: false } });
    const decision = decide(facts, policy, MONDAY);
    expect(decision).toMatchObject({
      tier: 'garden',
      state: 'told',
      actions: [],
      held: [{ what: 'garden', why: 'the garden is not connected' }],
    });
    expect(decision.reason).toBe('The garden is due but not connected, so nothing is done: more than 72 h after a delivered notice of 12 Nov 10:04, seen on 3 days by 1 source, last on 16 Nov 07:00.');
    // It comes true when the garden does.
    expect(decide({ ...facts, tier: 'garden', garden: aFacts().garden }, policy, MONDAY).state).toBe('confined');
  }); // prettier-ignore

  const seen = aTold(MONDAY_MORNING, 3, { tier: 'reminder', notices: [aNotice(), aNotice({ template: 'reminder' })] }); // prettier-ignore
  it.each<[why: string, facts: Facts, now: Date, reason: RegExp]>([
    ['a notice that was only sent', { ...seen, notices: [aNotice({ state: 'sent' })] }, MONDAY, /garden only 72 h after a notice known to be delivered/],
    ['a notice nobody knows the fate of', { ...seen, notices: [aNotice({ state: 'uncertain' })] }, MONDAY, /only 72 h after/],
    ['a notice delivered 71 h ago', { ...seen, notices: [aNotice({ settledAt: at('2026-11-13T10:10:00Z') })] }, MONDAY, /garden not before 16 Nov 11:10 \(72 h after a delivered notice\)/],
    ['two days by one source', { ...seen, all: anEvidence({ days: 2, lastSeenAt: MONDAY_MORNING }), current: anEvidence({ days: 2, lastSeenAt: MONDAY_MORNING }) }, MONDAY, /garden only with 2 sources or 3 days/],
    ['evidence 48 h old', { ...seen, all: anEvidence({ days: 3, lastSeenAt: at('2026-11-14T09:10:00Z') }), current: anEvidence({ days: 3, lastSeenAt: at('2026-11-14T09:10:00Z') }) }, MONDAY, /garden only when seen within 48 h \(last on 14 Nov 10:10\)/],
    ['a Sunday', seen, at('2026-11-15T11:00:00Z'), /garden not before 16 Nov 09:00 \(starts mon, tue, wed, thu 09:00–16:00\)/],
    ['before nine', seen, at('2026-11-16T07:59:00Z'), /garden not before 16 Nov 09:00/],
    ['after four', seen, at('2026-11-16T15:00:00Z'), /garden not before 17 Nov 09:00/],
    ['a zone nobody knows', { ...seen, line: { ...seen.line, timeZone: 'Mars/Olympus' } }, MONDAY, /garden only when the time zone of the line is known/],
    ['a line that must not be', { ...seen, line: line('residential') }, MONDAY, /garden never for a line that must not be confined/],
    ['another case that confined it', { ...seen, garden: { ...seen.garden, state: 'active' } }, MONDAY, /garden not while another case holds the line there/],
    ['a refusal of the network today', { ...seen, garden: { ...seen.garden, state: 'failed', since: at('2026-11-16T08:00:00Z') } }, MONDAY, /garden not before 17 Nov 09:00 \(the network refused it last time\)/],
    ['a network that cannot', { ...seen, garden: { ...seen.garden, state: 'not-enforceable' } }, MONDAY, /garden not possible, the network cannot confine this line/],
    ['a network that does not say', { ...seen, garden: { ...seen.garden, state: 'unknown' } }, MONDAY, /garden not while the network does not say/],
    ['a line that is off', { ...seen, garden: { ...seen.garden, state: 'no-session' } }, MONDAY, /garden not while the line is offline/],
    ['a garden somebody has stopped', { ...seen, garden: { ...seen.garden, stopped: true } }, MONDAY, /garden not while somebody has stopped the garden by hand/],
    ['ten days of it in sixty', { ...seen, history: { ...seen.history, confinements: [{ from: at('2026-10-20T08:00:00Z'), to: at('2026-10-29T20:00:00Z') }] } }, MONDAY, /garden not before 19 Dec 21:00 \(at most 10 days in any 60\)/],
  ])('is not put in the garden on %s', (_why, facts, now, reason) => {
    const decision = decide(facts, policy, now);
    expect(decision.actions.filter((a) => a.kind === 'confine')).toEqual([]);
    expect(decide({ ...facts, tier: 'reminder', notices: [...facts.notices, aNotice({ template: 'reminder', state: 'planned', settledAt: null })] }, policy, now).reason).toMatch(reason);
  }); // prettier-ignore

  it('counts an answer to the notice as its arrival', () => {
    const facts = aTold(MONDAY_MORNING, 3, {
      notices: [aNotice({ state: 'sent' })],
      acknowledgedAt: at('2026-11-12T12:00:00Z'),
    });
    expect(decide(facts, policy, MONDAY).state).toBe('confined');
  });

  it('looks again within the hour whether somebody has stopped it, when it waits for nothing else', () => {
    const stopped = { ...seen, garden: { ...seen.garden, stopped: true } };
    expect(decide(stopped, policy, MONDAY).wakeAt).toEqual(new Date(MONDAY.getTime() + 3_600_000));
    expect(decide(seen, policy, MONDAY).state).toBe('confined');
  });

  it('is not put in the garden on a holiday or the day before one', () => {
    const holiday = aPolicy({ holidays: { 'DE-SN': ['2026-11-18'], 'DE-BE': [] } });
    const on = (day: string, region?: string): string => {
      const lastSeenAt = at(`2026-11-${day}T06:00:00Z`);
      return decide(aTold(lastSeenAt, 3, { line: { ...line('residential', true), region } }), holiday, at(`2026-11-${day}T09:10:00Z`)).state;
    };
    expect(on('16', 'DE-SN')).toBe('confined');
    expect(on('17', 'DE-SN')).not.toBe('confined');
    expect(on('18', 'DE-SN')).not.toBe('confined');
    expect(on('17', 'DE-BE')).toBe('confined');
    // Where the region is not known, every holiday counts.
    expect(on('18')).not.toBe('confined');
  }); // prettier-ignore

  it('asks a person after two self-releases in 30 days', () => {
    const selfReleases = [at('2026-10-25T10:00:00Z'), at('2026-11-05T10:00:00Z')];
    const facts = { ...seen, history: { ...seen.history, selfReleases } };
    const decision = decide(facts, policy, MONDAY);
    expect(decision).toMatchObject({ state: 'waiting', tier: 'garden', actions: [{ kind: 'ask-desk' }] });
    expect(decision.reason).toMatch(/^The desk is asked: 2 self-releases in 30 days: a person decides about the garden; /); // prettier-ignore
    const longAgo = { ...facts, history: { ...facts.history, selfReleases: [at('2026-10-01T10:00:00Z'), selfReleases[1] as Date] } }; // prettier-ignore
    expect(decide(longAgo, policy, MONDAY).state).toBe('confined');
  });
});

describe('other lines', () => {
  const notices = [aNotice()];
  it('a protected line that is still seen is called, never confined', () => {
    const facts = aTold(MONDAY_MORNING, 9, { line: line('protected', true), notices });
    expect(decide(facts, policy, MONDAY)).toMatchObject({ state: 'waiting', tier: 'call', actions: [{ kind: 'ask-desk' }] });
  }); // prettier-ignore

  it.each<LineClass>(['business', 'shared', 'unknown', 'protected', 'wholesale'])(
    'a %s line is never confined, whatever is seen and whatever it says of itself',
    (kind) => {
      const facts = aTold(MONDAY_MORNING, 30, { line: line(kind, true), tier: 'desk', notices });
      expect(decide({ ...facts, tier: 'reminder' }, policy, MONDAY).actions).not.toContainEqual(
        expect.objectContaining({ kind: 'confine' }),
      );
    },
  );

  describe('keeps the laws when a hand-made policy does not', () => {
    // A garden for everybody, at once, on anything, for ever.
    const lawless = (then: Partial<Tier['then']> = {}): Policy => {
      const garden = {
        tier: 'garden',
        line: { classes: ['residential', 'protected', 'business'] },
        evidence: { any_of: [{ sightings: 1 }], within_hours: 999 },
        then: { kind: 'confine', profile: 'leaky', max_days: 99, ...then },
      } as Tier;
      return aPolicy({ ladders: { infected: [garden], vulnerable: [garden], abusive: [garden] } });
    };
    const ripe = aTold(MONDAY_MORNING, 3, { tier: null });
    const evidence = (changes: Partial<Evidence>): Partial<Facts> => ({
      current: anEvidence({ sightings: 3, days: 3, lastSeenAt: MONDAY_MORNING, ...changes }),
    });

    it('which would confine', () => {
      expect(decide(ripe, lawless(), MONDAY).actions).toEqual([{ kind: 'confine', profile: 'leaky', maxDays: 99 }]);
      // But not for longer than the law: the way out knows it too.
      const inside = { ...ripe, state: 'confined' as const, garden: { ...ripe.garden, state: 'active' as const, since: MONDAY } };
      expect(decide(inside, lawless(), MONDAY).wakeAt).toEqual(at('2026-11-30T09:10:00Z'));
    });

    it.each<[why: string, changes: Partial<Facts>, now?: Date]>([
      ['never for a protected line', { line: line('protected', true) }],
      ['never for a line that must not be confined', { line: line('residential') }],
      ['never for a case of class abusive', { class: 'abusive' }],
      ['never for a case of class vulnerable', { class: 'vulnerable' }],
      ['only with 2 sources or 3 days', evidence({ days: 2 })],
      ['only when seen within 48 h', evidence({ lastSeenAt: at('2026-11-14T09:10:00Z') })],
      ['only 24 h after a notice known to be delivered', { notices: [] }],
      ['only 24 h after a notice known to be delivered', { notices: [aNotice({ state: 'sent' })] }],
      ['only 24 h after a notice known to be delivered', { notices: [aNotice({ settledAt: at('2026-11-15T09:11:00Z') })] }],
      ['only by day, on no holiday and not on the day before one', {}, at('2026-11-16T19:00:00Z')],
      ['only when the time zone of the line is known', { line: { ...line('residential', true), timeZone: '' } }],
    ])('%s', (why, changes, now = MONDAY) => {
      const decision = decide({ ...ripe, ...changes }, lawless(), now);
      expect(decision).toMatchObject({ state: 'told', actions: [], held: [{ what: 'garden', why }] });
    });

    it('only by a person: the strict garden', () => {
      const strict = lawless({ kind: 'confine', profile: 'strict' });
      expect(decide(ripe, strict, MONDAY).held).toEqual([{ what: 'garden', why: 'only by a person: the strict garden' }]);
    });

    it('nor on what was seen before the last word, when only what may be forged came after', () => {
      const facts = {
        ...ripe,
        acknowledgedAt: at('2026-11-14T20:00:00Z'),
        ...evidence({ lastSeenAt: at('2026-11-15T19:00:00Z') }),
        all: anEvidence({ days: 4, lastSeenAt: MONDAY_MORNING }),
      };
      expect(decide(facts, lawless(), MONDAY).actions).toEqual([]);
      expect(decide({ ...facts, acknowledgedAt: null }, lawless(), MONDAY).state).toBe('confined');
    });
  }); // prettier-ignore

  it('a vulnerable line hears of it once in 90 days', () => {
    const facts = aFacts({ class: 'vulnerable', malware: [] });
    expect(decide(facts, policy, FIRST).actions).toEqual([told('vulnerable')]);
    const toldBefore = { ...facts, history: { ...facts.history, told: [{ at: at('2026-09-01T08:00:00Z'), class: 'vulnerable' as const }] } };
    const decision = decide(toldBefore, policy, FIRST);
    expect(decision).toMatchObject({ actions: [], held: [{ what: 'notice vulnerable', why: 'not before 30 Nov 09:00 (at most 1 notice in 90 days)' }] });
    expect(decision.reason).toBe('Not told; a notice not before 30 Nov 09:00 (at most 1 notice in 90 days); seen on 1 day by 1 source.');
    const again = { ...facts, state: 'told', tier: 'told', notices: [aNotice({ template: 'vulnerable' })], all: anEvidence({ lastSeenAt: at('2027-02-10T08:00:00Z') }), lastSeenAt: at('2027-02-10T08:00:00Z') } as const;
    expect(decide(again, policy, at('2027-02-10T09:00:00Z')).actions).toEqual([]);
    expect(decide(again, policy, at('2027-02-10T09:04:00Z')).actions).toEqual([{ kind: 'notify', template: 'vulnerable', round: 2 }]);
  }); // prettier-ignore

  it('an abusive line hears of it twice, then a person looks', () => {
    const facts = aFacts({ class: 'abusive', malware: [] });
    expect(decide(facts, policy, FIRST).actions).toEqual([told('abusive')]);
    const first = aNotice({ template: 'abusive' });
    const seen = { all: anEvidence({ lastSeenAt: MONDAY_MORNING }), lastSeenAt: MONDAY_MORNING, state: 'told' } as const;
    const once = { ...facts, ...seen, tier: 'told', notices: [first] };
    expect(decide(once, policy, MONDAY).actions).toEqual([told('reminder')]);
    const twice = { ...once, tier: 'reminder', notices: [first, aNotice({ template: 'reminder' })] };
    expect(decide(twice, policy, MONDAY)).toMatchObject({ state: 'waiting', tier: 'desk', actions: [{ kind: 'ask-desk' }] });
  }); // prettier-ignore
});

describe('in the garden', () => {
  const since = at('2026-11-16T09:10:00Z');
  const inside = aTold(MONDAY_MORNING, 3, {
    state: 'confined',
    tier: 'garden',
    garden: { available: true, stopped: false, state: 'active', since, releaseAskedAt: null },
    notices: [aNotice(), aNotice({ template: 'confined', plannedAt: since, settledAt: since })],
    history: { selfReleases: [], confinements: [{ from: since, to: null }], told: [] },
  });
  const later = at('2026-11-17T10:00:00Z');
  const hold = inside.garden;

  it('a line stays until its days are over', () => {
    const decision = decide(inside, policy, later);
    expect(decision).toMatchObject({ state: 'confined', actions: [], wakeAt: at('2026-11-23T09:10:00Z') });
    expect(decision.reason).toBe('Confined since 16 Nov 10:10, let out on 23 Nov 10:10 at the latest.');
  });

  it.each<[why: string, changes: Partial<Facts>, now: Date, reason: string]>([
    ['time-is-up', {}, at('2026-11-23T09:10:00Z'), 'Let out of the garden: the 7 days at a time, or the 10 in any 60, are over.'],
    ['time-is-up', { history: { ...inside.history, confinements: [{ from: at('2026-10-20T00:00:00Z'), to: at('2026-10-29T00:00:00Z') }, { from: since, to: null }] } }, at('2026-11-17T09:10:00Z'), 'Let out of the garden: the 7 days at a time, or the 10 in any 60, are over.'],
    ['unanswered', { garden: { ...hold, releaseAskedAt: at('2026-11-16T10:00:00Z') } }, later, 'Let out of the garden: nobody of the desk answered the request for 24 h.'],
    ['not-confinable', { line: line('residential') }, later, 'Let out of the garden: the garden is never for a line that must not be confined.'],
    ['not-confinable', { line: line('protected') }, later, 'Let out of the garden: the garden is never for a protected line.'],
    ['observing', { observing: true }, later, 'Let out of the garden: all it rested on is being observed again.'],
    ['withdrawn', { withdrawnAt: later, current: anEvidence({ days: 2, lastSeenAt: MONDAY_MORNING }) }, later, 'Let out of the garden: evidence it rested on was withdrawn, and the rest is not enough.'],
  ])('a line is let out: %s', (why, changes, now, reason) => {
    const decision = decide({ ...inside, ...changes }, policy, now);
    expect(decision.reason).toBe(reason);
    expect(decision).toMatchObject({ state: 'told', tier: 'told', actions: [{ kind: 'release', why }] });
  }); // prettier-ignore

  it.each<[string, Facts['history']['confinements'], string]>([
    ['after seven days', [], '2026-11-23T09:10:00Z'],
    ['when the ten in any sixty are over', [{ from: at('2026-10-20T00:00:00Z'), to: at('2026-10-28T12:00:00Z') }], '2026-11-17T21:10:00Z'],
  ])('a stay that begins now ends %s', (_, confinements, end) => {
    expect(confinedUntil({ ...inside, history: { ...inside.history, confinements } }, policy, since)).toEqual(at(end));
  }); // prettier-ignore

  it('a line that the network never took in goes on from where its letters left it', () => {
    const never = { ...hold, state: 'none' as const, since: null };
    expect(decide({ ...inside, garden: never, releasedAt: later, current: anEvidence({ sightings: 0, days: 0, upstreams: [], lastSeenAt: null }) }, policy, later)).toMatchObject({ state: 'told', tier: 'told', actions: [] });
  }); // prettier-ignore

  it('a request is answered by itself when nobody does', () => {
    const decision = decide({ ...inside, garden: { ...hold, releaseAskedAt: later } }, policy, later);
    expect(decision).toMatchObject({ actions: [], wakeAt: at('2026-11-18T10:00:00Z') });
    expect(decision.reason).toBe('Confined since 16 Nov 10:10, let out on 23 Nov 10:10 at the latest; a request to be let out takes effect on 18 Nov 11:00 unless a person of the desk answers.');
  }); // prettier-ignore

  it('a withdrawal that leaves enough changes nothing, nor does evidence that gets old', () => {
    expect(decide({ ...inside, withdrawnAt: later }, policy, later).actions).toEqual([]);
    expect(decide(inside, policy, at('2026-11-21T10:00:00Z')).actions).toEqual([]);
  });

  it('hears of it once the network has said yes, and not before; and again with every stay', () => {
    const letter = (garden: Facts['garden']['state'], notices: Facts['notices']) =>
      decide({ ...inside, garden: { ...hold, state: garden }, notices }, policy, later).actions;
    for (const state of ['requested', 'unknown', 'no-session', 'releasing'] as const)
      expect(letter(state, [aNotice()])).toEqual([]);
    expect(letter('accepted', [aNotice()])).toEqual([told('confined')]);
    const before = aNotice({ template: 'confined', plannedAt: at('2026-11-02T09:10:00Z') });
    expect(letter('active', [aNotice(), before])).toEqual([{ ...told('confined'), round: 2 }]);
  });

  it('hears that it is open again once the network has said so, if it was told before', () => {
    const out = { ...inside, state: 'told' as const, garden: { ...hold, state: 'released' as const, since: later }, releasedAt: later };
    expect(decide(out, policy, later).actions).toEqual([told('released')]);
    expect(decide({ ...out, garden: { ...hold, state: 'releasing', since } }, policy, later).actions).toEqual([]);
    expect(decide({ ...out, notices: [aNotice()] }, policy, later).actions).toEqual([]);
    const said = [...out.notices, aNotice({ template: 'released', plannedAt: later })];
    expect(decide({ ...out, notices: said }, policy, later).actions).toEqual([]);
  }); // prettier-ignore

  it('silence in the garden proves nothing', () => {
    expect(decide({ ...inside, silentLiveDays: 20 }, policy, later).state).toBe('confined');
  });

  it('who is out already goes on as told, and only new sightings count', () => {
    const out = { ...inside, garden: { ...hold, state: 'released' as const, since: later }, releasedAt: later };
    expect(decide(out, policy, later)).toMatchObject({ state: 'told', tier: 'told', actions: [told('released')], rule: 'nothing-counts' });
    expect(decide(out, policy, later).reason).toMatch(/^Told on .*; let out of the garden on 17 Nov 11:00; nothing seen that counts/);
    const safe = { ...out, line: { ...out.line, confinable: false } };
    expect(decide(safe, policy, later).reason).toContain('; let out of the garden on 17 Nov 11:00, not to be confined again; ');
    const again = { ...out, notices: [...out.notices, aNotice({ template: 'released', plannedAt: later })], state: 'told' as const, tier: 'told', current: anEvidence({ days: 3, lastSeenAt: at('2026-11-23T06:00:00Z') }), all: anEvidence({ days: 3, lastSeenAt: at('2026-11-23T06:00:00Z') }) };
    expect(decide(again, policy, at('2026-11-23T10:00:00Z')).actions).toEqual([{ kind: 'confine', profile: 'leaky', maxDays: 7 }]);
  }); // prettier-ignore
});

describe('the end of a case', () => {
  const quiet = aTold(at('2026-11-12T08:41:00Z'), 2, { silentLiveDays: 14 });
  const gone = at('2026-11-27T06:00:00Z');

  it('told people hear that it is gone', () => {
    const decision = decide(quiet, policy, gone);
    expect(decision).toMatchObject({
      state: 'cleared',
      actions: [{ kind: 'clear' }, { kind: 'notify', template: 'no-longer-seen', round: 1 }],
      wakeAt: at('2026-12-11T06:00:00Z'),
    });
    expect(decision.reason).toBe(
      'Not seen for 14 days on which the feeds were alive; “we no longer see it” goes out.',
    );
  });

  it('not in quiet hours', () => {
    const shy = aPolicy({ notices: { ...policy.notices, quiet_hours: { from: '21:00', to: '08:00' } } });
    const decision = decide(quiet, shy, gone);
    expect(decision).toMatchObject({ state: 'told', actions: [], wakeAt: at('2026-11-27T07:00:00Z') });
    expect(decision.held).toEqual([
      { what: 'notice no-longer-seen', why: 'not before 27 Nov 08:00 (quiet hours)' },
    ]);
  });

  it.each([
    ['14 days of which the feed was dead for one', { silentLiveDays: 13 }, at('2026-11-28T00:00:00Z')],
    ['a feed nobody knows about', { silentLiveDays: null }, at('2026-11-28T00:00:00Z')],
    ['the third silent day', { silentLiveDays: 3 }, at('2026-12-08T00:00:00Z')],
  ])('not after %s', (_why, changes, wakeAt) => {
    expect(decide({ ...quiet, ...changes }, policy, gone)).toMatchObject({
      state: 'told',
      actions: [],
      wakeAt,
    });
  });

  it('who was never told is put away without a word', () => {
    for (const facts of [{ ...quiet, notices: [] }, { ...quiet, notices: [], observing: true }])
      expect(decide(facts, policy, gone)).toMatchObject({ state: 'closed', closeReason: 'stale', actions: [{ kind: 'close', reason: 'stale' }], wakeAt: null });
  }); // prettier-ignore

  it('nobody hears “gone” while the feed that saw it is dead', () => {
    const decision = decide({ ...quiet, silentLiveDays: 5 }, policy, at('2027-01-11T09:00:00Z'));
    expect(decision.actions).toEqual([{ kind: 'close', reason: 'stale' }]);
    expect(decision.reason).toBe('Closed: not seen for 60 days, but the feeds that saw it were not alive long enough to call it clean.');
  }); // prettier-ignore

  it('a cleared case closes', () => {
    const cleared = { ...quiet, state: 'cleared' as const, clearedAt: gone };
    expect(decide(cleared, policy, gone)).toMatchObject({ state: 'cleared', wakeAt: at('2026-12-11T06:00:00Z'), reason: 'Clear; closes on 11 Dec 07:00.' });
    expect(decide(cleared, policy, at('2026-12-11T06:00:00Z'))).toMatchObject({ state: 'closed', closeReason: 'clean', reason: 'Closed: clear for 14 days.' });
  }); // prettier-ignore

  it('who left is left alone, and let out', () => {
    const facts = aTold(MONDAY_MORNING, 3, { tenureEndedAt: at('2026-11-16T08:00:00Z') });
    expect(decide(facts, policy, MONDAY)).toMatchObject({
      state: 'closed',
      closeReason: 'left',
      actions: [{ kind: 'close', reason: 'left' }],
      reason: 'Closed: the subscriber left the line on 16 Nov 09:00; who comes next inherits nothing.',
    });
    expect(decide({ ...facts, state: 'confined' }, policy, MONDAY).actions).toEqual([
      { kind: 'release', why: 'left' },
      { kind: 'close', reason: 'left' },
    ]);
    // A notice period is respected, and looked at when it ends.
    const soon = at('2026-11-16T12:00:00Z');
    expect(decide({ ...facts, tenureEndedAt: soon }, policy, MONDAY)).toMatchObject({
      state: 'confined',
      wakeAt: soon,
    });
  });

  const none = { sightings: 0, all: noEvidence, current: noEvidence, lastSeenAt: null };
  const sorry = { kind: 'notify', template: 'correction', round: 1 } as const;
  it.each<[string, Partial<Facts>, Action[]]>([
    ['told', {}, [{ kind: 'close', reason: 'withdrawn' }, sorry]],
    ['told by a mail that may have arrived', { notices: [aNotice({ state: 'uncertain' })] }, [{ kind: 'close', reason: 'withdrawn' }, sorry]],
    ['not told', { state: 'watching', notices: [] }, [{ kind: 'close', reason: 'withdrawn' }]],
    ['told by a mail that came back', { notices: [aNotice({ state: 'bounced' })] }, [{ kind: 'close', reason: 'withdrawn' }]],
    ['told by a mail that has not left', { notices: [aNotice({ state: 'planned' })] }, [{ kind: 'close', reason: 'withdrawn' }]],
    ['confined', { state: 'confined' }, [{ kind: 'release', why: 'withdrawn' }, { kind: 'close', reason: 'withdrawn' }, sorry]],
    ['told, and gone since', { tenureEndedAt: MONDAY }, [{ kind: 'close', reason: 'withdrawn' }, sorry]],
    ['closed, and told', { state: 'closed' }, [sorry]],
    ['closed, told and corrected', { state: 'closed', notices: [aNotice(), aNotice({ template: 'correction' })] }, []],
  ])('a case that was wrong is taken back: %s', (_what, changes, actions) => {
    const decision = decide({ ...quiet, ...none, ...changes }, policy, gone);
    expect(decision.actions).toEqual(actions);
    expect(decision.state).toBe('closed');
  }); // prettier-ignore

  it('a case that is over stays over', () => {
    expect(decide({ ...quiet, state: 'closed' }, policy, gone)).toMatchObject({ state: 'closed', actions: [], wakeAt: null });
  }); // prettier-ignore
});

describe('severity', () => {
  it('follows what counts now, and may fall', () => {
    expect(decide(aFacts({ all: anEvidence({ severity: 5 }) }), policy, FIRST).severity).toBe(5);
    expect(decide(aFacts({ all: noEvidence }), policy, FIRST).severity).toBe(0);
  });
});
