import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { IpPrefix } from '@lazaret/kernel';

import type { SessionRecord } from './accounting-record.js';
import { foldSessions, heldFrom, type Session } from './fold-sessions.js';
import { SERVICES } from './name-service.js';

const T0 = Date.parse('2026-11-12T10:00:00Z');
const at = (minutes: number): Date => new Date(T0 + minutes * 60_000);
const V4 = { prefix: IpPrefix.parse('203.0.113.7') };
const PD = { prefix: IpPrefix.parse('2001:db8:ff00::/56') };

function record(
  kind: SessionRecord['kind'],
  minute: number,
  more: Partial<SessionRecord> = {},
): SessionRecord {
  const known = kind === 'start' ? {} : { sessionSeconds: minute * 60 };
  const holder = { kind: 'user-name', value: 'alice' } as const;
  const base = {
    kind,
    line: minute,
    at: at(minute),
    nas: 'n',
    acctSessionId: 's',
    holder,
    held: [V4],
    service: 'internet' as const,
    profile: '',
  };
  return { ...base, ...known, ...more };
}

/** What can be told of sessions, ids aside. */
const told = (sessions: readonly Session[]) =>
  sessions
    .map((s) => ({
      ...s,
      id: 0,
      leases: [...s.leases].map(([key, l]) => [key, l.firstAt, l.certainTo, l.line, heldFrom(s, l)]).sort(),
    }))
    .sort((a, b) => a.startedAt - b.startedAt);

describe('records of one session', () => {
  it('make one session from its Start to its Stop', () => {
    const [session, ...others] = foldSessions(
      [],
      [record('start', 0), record('interim', 10), record('stop', 20)],
      1,
    );
    expect(others).toEqual([]);
    expect(session).toMatchObject({
      startedAt: T0,
      startBy: 'record',
      lastAt: T0 + 1_200_000,
      stoppedAt: T0 + 1_200_000,
    });
  });

  it('find the start that was never told by Acct-Session-Time', () => {
    const [session] = foldSessions([], [record('stop', 20)], 1);
    expect(session).toMatchObject({ startedAt: T0, startBy: 'session-time' });
    expect(session && [...session.leases.values()].map((l) => heldFrom(session, l))).toEqual([T0]);
  });

  it('hold what an interim adds from that interim on, however late the Start is told', () => {
    const sessions = foldSessions(
      foldSessions([], [record('interim', 10, { held: [V4, PD] })], 1),
      [record('start', 0)],
      1,
    );
    expect(sessions.flatMap((s) => [...s.leases.values()].map((l) => heldFrom(s, l)))).toEqual([
      T0,
      T0 + 600_000,
    ]);
  });

  it('belong to the life that was running when they tell no start', () => {
    const untold = record('interim', 45);
    const { sessionSeconds: _, ...interim } = untold;
    const lives = foldSessions([], [record('start', 0), record('stop', 20), record('start', 40), interim], 1);
    expect(lives.map((s) => [s.startedAt, s.lastAt].map((t) => (t - T0) / 60_000))).toEqual([[0, 20], [40, 45]]); // prettier-ignore
    expect(foldSessions(foldSessions([], [interim], 1), [record('start', 40)], 1)).toHaveLength(1);
  });

  it('name the holder by the best kind, whichever record has it', () => {
    const cui = { kind: 'cui', value: 'c' } as const;
    const [session] = foldSessions([], [record('start', 0), record('interim', 10, { holder: cui })], 1);
    expect(session?.holder).toEqual(cui);
  });

  it('have the service and the profile of the newest, of any kind', () => {
    const [session] = foldSessions(
      [],
      [
        record('stop', 20, { profile: '' }),
        record('start', 0, { service: 'voice', profile: 'leaky' }),
        record('interim', 10, { service: 'unknown', profile: 'strict' }),
      ],
      1,
    );
    expect(session).toMatchObject({ service: 'internet', profile: '', profileAt: T0 + 1_200_000 });
  });

  it('that differ at one instant are Internet access only when all say so', () => {
    const told = fc.record({
      service: fc.constantFrom(...SERVICES),
      profile: fc.constantFrom('', 'leaky', 'strict'),
    });
    fc.assert(
      fc.property(fc.array(told, { minLength: 1, maxLength: 4 }), fc.nat(4), (list, cut) => {
        const records = list.map((r) => record('interim', 10, r));
        const fold = (known: readonly Session[], some: readonly SessionRecord[]) =>
          foldSessions(known, some, 1);
        const [session] = fold([], records);
        const [other] = fold(fold([], records.slice(cut).reverse()), records.slice(0, cut));
        expect(other).toEqual(session);
        expect(session?.service === 'internet').toBe(list.every((r) => r.service === 'internet'));
        expect(session?.profile === '').toBe(list.every((r) => r.profile === ''));
      }),
    );
  });

  it('hand back the same object when they say nothing new', () => {
    const records = [record('start', 0), record('interim', 10), record('stop', 20)];
    const once = foldSessions([], records, 1);
    expect(foldSessions(once, records, 2)[0]).toBe(once[0]);
  });

  it('say the same in any order, in any batches, and however often', () => {
    const any = fc.record({
      kind: fc.constantFrom('start', 'interim', 'stop'),
      life: fc.constantFrom(0, 100, 200),
      minute: fc.integer({ min: 0, max: 60 }),
      held: fc.subarray([V4, PD]),
      holder: fc.constantFrom(
        { kind: 'cui', value: 'c' } as const,
        { kind: 'user-name', value: 'u' } as const,
      ),
      service: fc.constantFrom(...SERVICES),
      profile: fc.constantFrom('', 'leaky', 'strict'),
    });
    const records = fc.array(any, { maxLength: 12 }).map((list) =>
      list.map(({ kind, life, minute, held, holder, service, profile }, line) => {
        const after = kind === 'start' ? 0 : minute;
        return record(kind, life + after, {
          line,
          held,
          holder,
          service,
          profile,
          ...(kind === 'start' ? {} : { sessionSeconds: after * 60 }),
        });
      }),
    );
    // Which of two records of one instant is the evidence is chance, so the line is left out where instants tie.
    const distinct = records.filter((r) => new Set(r.map((x) => x.at.getTime())).size === r.length);
    fc.assert(
      fc.property(
        distinct.chain((r) =>
          fc.tuple(fc.constant(r), fc.shuffledSubarray(r, { minLength: r.length }), fc.nat({ max: 12 })),
        ),
        ([inOrder, shuffled, cut]) => {
          const split = foldSessions(foldSessions([], shuffled.slice(0, cut), 1), shuffled.slice(cut), 1);
          expect(told(split)).toEqual(told(foldSessions([], inOrder, 1)));
          expect(told(foldSessions(split, inOrder, 1))).toEqual(told(split));
        },
      ),
    );
  });
});
