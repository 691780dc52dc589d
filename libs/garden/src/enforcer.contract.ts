import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Enforcer, Order, OrderOutcome } from './enforcer.js';

/** How a NAS treats a session. */
export type Mood = 'willing' | 'gone' | 'busy' | 'later' | 'prohibited' | 'silent';

export interface EnforcerUnderTest {
  readonly enforcer: Enforcer;
  /** A NAS it knows, with expiry and read-back. */
  readonly nas: string;
  /** A new session that the NAS treats like that. */
  readonly session: (mood: Mood) => string;
  /** The name the NAS last obeyed to for the session, '' when that holds nothing back; undefined when it never obeyed. */
  readonly applied: (session: string) => Promise<string | undefined>;
  readonly stop: () => Promise<void>;
}

export function anOrder(facts: Partial<Order> = {}): Order {
  return {
    kind: 'confine',
    nas: '198.18.255.1',
    acctSessionId: '0A1B',
    holder: { kind: 'user-name', value: 'anna' },
    profile: 'leaky',
    holdSeconds: 3_600,
    ...facts,
  };
}

/** What the room relies on, of the fake and of the real network. */
export function enforcerContract(name: string, make: () => Promise<EnforcerUnderTest>): void {
  describe(`an enforcer: ${name}`, () => {
    let made: EnforcerUnderTest;
    beforeAll(async () => {
      made = await make();
    });
    afterAll(async () => {
      await made.stop();
    });
    const send = (session: string, facts: Partial<Order> = {}): Promise<OrderOutcome> =>
      made.enforcer.send(anOrder({ nas: made.nas, acctSessionId: session, ...facts }));

    it('knows what a NAS can do, and guesses nothing of others', () => {
      expect(made.enforcer.connected).toBe(true);
      expect(made.enforcer.capability(made.nas)).toMatchObject({
        expiry: true,
        readback: true,
        region: null,
      });
      expect(made.enforcer.capability('nobody')).toBeNull();
    });

    it('confines a session to its profile, again to another, and lets it go', async () => {
      const session = made.session('willing');
      const names = made.enforcer.capability(made.nas);
      for (const profile of ['leaky', 'strict'] as const) {
        expect(await send(session, { profile })).toEqual({ kind: 'accepted' });
        expect(await made.applied(session)).toBe(names?.profileName(profile));
      }
      expect(await send(session, { kind: 'release' })).toEqual({ kind: 'accepted' });
      expect(await made.applied(session)).toBe('');
    });

    it('needs no holder to let a session go', async () => {
      const session = made.session('willing');
      expect(await send(session, { kind: 'release', holder: null })).toEqual({ kind: 'accepted' });
    });

    it.each<[Mood, OrderOutcome]>([
      ['gone', { kind: 'no-session' }],
      ['busy', { kind: 'busy', cause: 506 }],
      ['later', { kind: 'unknown' }],
      ['prohibited', { kind: 'refused', cause: 501 }],
      ['silent', { kind: 'unknown' }],
    ])('tells how it went: %s', async (mood, outcome) => {
      const session = made.session(mood);
      expect(await send(session)).toEqual(outcome);
      expect(await made.applied(session)).toBeUndefined();
    });

    it('does not throw for a NAS that nobody described', async () => {
      expect(await send(made.session('willing'), { nas: 'nobody' })).toEqual({
        kind: 'refused',
        cause: null,
      });
    });

    it('sends nothing once it is closed', async () => {
      await made.enforcer.close();
      const session = made.session('willing');
      expect(await send(session)).toEqual({ kind: 'busy', cause: null });
      expect(await made.applied(session)).toBeUndefined();
    });
  });
}
