import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { CASE_STATES, GARDEN_STATES, LINE_CLASSES, THREAT_CLASSES } from '@lazaret/kernel';

import { decide } from './decide.js';
import { NOTICE_STATES, type Evidence, type Facts } from './facts.js';
import { DAY_MS, HOUR_MS, localTime } from './local-time.js';
import { reflect } from './reflect.js';
import { aPolicy } from './testing.js';

const calm = aPolicy({ holidays: { 'DE-SN': ['2026-10-26', '2026-12-25', '2027-03-29'] } });
const shy = { ...calm, notices: { ...calm.notices, quiet_hours: { from: '21:00', to: '08:00' } } };
// By name, so that a counterexample is short enough to read.
const policies = { calm, shy };

// Half a year with both changes of the clock in Berlin and New York, and in Lord Howe by half an hour.
const START = Date.parse('2026-10-01T00:00:00Z');
const zones = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'UTC',
);
const instants = fc
  .integer({ min: 0, max: 180 * 24 * 60 })
  .map((minute) => new Date(START + minute * 60_000));
const ago = (now: Date, maxDays: number): fc.Arbitrary<Date> =>
  fc
    .integer({ min: 0, max: maxDays * 24 * 4 })
    .map((quarters) => new Date(now.getTime() - quarters * 15 * 60_000));
const maybe = <T>(value: fc.Arbitrary<T>, often = 3): fc.Arbitrary<T | null> =>
  fc.option(value, { nil: null, freq: often });

function evidenceAt(now: Date): fc.Arbitrary<Evidence> {
  return fc.record({
    sightings: fc.integer({ min: 0, max: 9 }),
    days: fc.integer({ min: 0, max: 6 }),
    upstreams: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
    lastSeenAt: maybe(ago(now, 4), 9),
    severity: fc.integer({ min: 0, max: 5 }),
  });
}

const templates = ['first', 'reminder', 'vulnerable', 'abusive', 'no-longer-seen', 'confined', 'released'];

function factsAt(now: Date): fc.Arbitrary<Facts> {
  const notice = fc.record({
    template: fc.constantFrom(...templates),
    round: fc.integer({ min: 1, max: 2 }),
    channel: fc.constant('email'),
    state: fc.constantFrom(...NOTICE_STATES, 'delivered' as const, 'delivered' as const),
    plannedAt: ago(now, 40),
    settledAt: maybe(ago(now, 20), 9),
  });
  return fc.record({
    class: fc.constantFrom(...THREAT_CLASSES, 'infected' as const, 'infected' as const),
    state: fc.constantFrom(...CASE_STATES, 'told' as const, 'told' as const, 'told' as const),
    tier: fc.constantFrom(null, 'told', 'reminder', 'garden', 'desk', 'call', 'long forgotten'),
    observing: fc.boolean().map((b) => b && now.getTime() % 3 === 0),
    line: fc.record({
      class: fc.constantFrom(...LINE_CLASSES, 'residential' as const, 'residential' as const, 'residential' as const),
      confinable: fc.constantFrom(true, true, true, false),
      timeZone: zones,
      region: fc.constantFrom(undefined, 'DE-SN', 'DE-BE'),
    }),
    tenureEndedAt: fc.option(instants, { nil: null, freq: 1 }).map((at) => (at !== null && at > now ? at : null)),
    openedAt: ago(now, 90),
    sightings: fc.constantFrom(0, 1, 5, 5, 5, 5),
    lastSeenAt: maybe(ago(now, 70), 9),
    withdrawnAt: maybe(ago(now, 5), 1),
    clearedAt: maybe(ago(now, 20)),
    all: evidenceAt(now),
    current: evidenceAt(now),
    malware: fc.constantFrom([], ['mirai'], ['test']),
    silentLiveDays: fc.constantFrom(0, 0, 0, 3, 13, 14, null),
    acknowledgedAt: maybe(ago(now, 10), 1),
    releasedAt: maybe(ago(now, 10), 1),
    notices: fc.array(notice, { maxLength: 3 }),
    history: fc.record({
      selfReleases: fc.array(ago(now, 40), { maxLength: 3 }),
      confinements: fc.array(
        fc.tuple(ago(now, 70), fc.integer({ min: 1, max: 90 })).map(([from, hours]) => ({
          from,
          to: new Date(Math.min(now.getTime(), from.getTime() + hours * HOUR_MS)),
        })),
        { maxLength: 3 },
      ),
      told: fc.array(fc.record({ at: ago(now, 100), class: fc.constantFrom(...THREAT_CLASSES) }), { maxLength: 7 }),
    }),
    garden: fc.record({
      available: fc.constantFrom(true, true, true, false),
      stopped: fc.constantFrom(false, false, false, true),
      state: fc.constantFrom(...GARDEN_STATES, 'none' as const, 'none' as const, 'none' as const),
      since: maybe(ago(now, 8), 9),
      releaseAskedAt: maybe(ago(now, 2), 1),
    }),
    previousCases: fc.integer({ min: 0, max: 2 }),
  });
} // prettier-ignore

/** A residential line ripe for the garden but for the hour and what the generator breaks of it. */
function ripeAt(now: Date): fc.Arbitrary<Facts> {
  return fc.tuple(factsAt(now), ago(now, 3), ago(now, 8), fc.integer({ min: 1, max: 3 })).map(([facts, lastSeenAt, deliveredAt, days]) => ({
    ...facts,
    class: 'infected', state: 'told', tier: 'told', observing: false, malware: ['mirai'], sightings: 5, lastSeenAt, silentLiveDays: 0,
    acknowledgedAt: null, releasedAt: null, tenureEndedAt: null,
    current: { ...facts.current, sightings: 5, days, lastSeenAt }, all: { ...facts.all, sightings: 5, days, lastSeenAt },
    notices: [{ template: 'first', round: 1, channel: 'email', state: 'delivered', plannedAt: deliveredAt, settledAt: deliveredAt }],
    history: { selfReleases: [], confinements: [], told: [] },
    garden: { available: true, stopped: facts.garden.stopped, state: 'none', since: null, releaseAskedAt: null },
  }));
} // prettier-ignore

const scenesOf = (make: (now: Date) => fc.Arbitrary<Facts>): fc.Arbitrary<{ now: Date; policy: 'calm' | 'shy'; facts: Facts }> =>
  fc.tuple(instants, fc.constantFrom('calm' as const, 'shy' as const)).chain(([now, policy]) => make(now).map((facts) => ({ now, policy, facts }))); // prettier-ignore
const scenes = scenesOf((now) => fc.oneof(factsAt(now), ripeAt(now)));
const ripeScenes = scenesOf(ripeAt);
const RUNS = { numRuns: 1_500 };
const PATIENCE = 60_000;

describe('deciding, whatever the facts', { timeout: PATIENCE }, () => {
  it('sleeps safely: before the wake-up the answer is the same', () => {
    fc.assert(
      fc.property(scenes, fc.double({ min: 0, max: 1, noNaN: true }), ({ now, policy, facts }, part) => {
        const first = decide(facts, policies[policy], now);
        const end = first.wakeAt?.getTime() ?? now.getTime() + 100 * DAY_MS;
        expect(end).toBeGreaterThan(now.getTime());
        for (const at of [now.getTime() + Math.floor((end - 1 - now.getTime()) * part), end - 1]) {
          const later = decide(facts, policies[policy], new Date(at));
          expect({ tier: later.tier, state: later.state, actions: later.actions }).toEqual({
            tier: first.tier,
            state: first.state,
            actions: first.actions,
          });
        }
      }),
      RUNS,
    );
  });

  it('comes to rest: once its actions are on their way there is nothing left to do', () => {
    fc.assert(
      fc.property(scenes, ({ now, policy, facts }) => {
        const first = decide(facts, policies[policy], now);
        const after = reflect(facts, first, now);
        const second = decide(after, policies[policy], now);
        // Let out of the garden, a line that had been silent all along may be cleared next.
        const released = first.actions.some((a) => a.kind === 'release');
        if (!released) expect({ ...second, ...{ tier: second.tier, state: second.state } }).toMatchObject({ actions: [], tier: first.tier, state: first.state });
        for (const action of first.actions) expect(second.actions).not.toContainEqual(action);
        const third = reflect(after, second, now);
        expect(decide(third, policies[policy], now).actions).toEqual([]);
      }),
      RUNS,
    );
  }); // prettier-ignore

  it('never forgets an open case', () => {
    fc.assert(
      fc.property(scenes, ({ now, policy, facts }) => {
        const { state, wakeAt, actions, closeReason } = decide(facts, policies[policy], now);
        // Only a release under way ends by an event of the network alone.
        const leaving = state === 'confined' && facts.garden.state === 'releasing';
        if (state === 'closed' || leaving) return;
        expect(wakeAt).not.toBeNull();
        expect(closeReason).toBeUndefined();
        expect(actions.filter((a) => a.kind === 'close')).toEqual([]);
      }),
      RUNS,
    );
  });

  it('confines only whom, when and on what it may', () => {
    let confined = 0;
    fc.assert(
      fc.property(ripeScenes, ({ now, policy, facts }) => {
        const action = decide(facts, policies[policy], now).actions.find((a) => a.kind === 'confine');
        if (action === undefined) return;
        confined++;
        expect(facts).toMatchObject({ class: 'infected', observing: false, line: { class: 'residential', confinable: true }, garden: { stopped: false } });
        expect(action).toMatchObject({ profile: 'leaky', maxDays: 7 });
        const { days, upstreams, lastSeenAt } = facts.current;
        expect(days >= 3 || upstreams.length >= 2).toBe(true);
        expect(now.getTime() - (lastSeenAt?.getTime() ?? 0)).toBeLessThan(48 * HOUR_MS);
        const { weekday, minute, date } = localTime(now, facts.line.timeZone);
        expect(['mon', 'tue', 'wed', 'thu']).toContain(weekday);
        expect(minute >= 9 * 60 && minute < 16 * 60, `${date} ${minute}`).toBe(true);
        if (facts.line.region !== 'DE-BE') expect(['2026-10-25', '2026-10-26', '2026-12-24', '2026-12-25', '2027-03-28', '2027-03-29']).not.toContain(date);
      }),
      { numRuns: 3_000 },
    );
    expect(confined).toBeGreaterThan(30);
  }); // prettier-ignore

  it('writes to nobody while it observes, and never the same notice twice', () => {
    let written = 0;
    fc.assert(
      fc.property(scenes, ({ now, policy, facts }) => {
        const notices = decide(facts, policies[policy], now).actions.filter((a) => a.kind === 'notify');
        written += notices.length;
        if (facts.observing && facts.sightings > 0) expect(notices).toEqual([]);
        for (const { template, round } of notices)
          expect(facts.notices.filter((n) => n.template === template && n.round === round)).toEqual([]);
      }),
      RUNS,
    );
    expect(written).toBeGreaterThan(50);
  });
});
