import { Clock } from '@lazaret/kernel';
import { describe, expect, it } from 'vitest';

import { anOrder, enforcerContract, type Mood } from './enforcer.contract.js';
import { FakeEnforcer, type FakeAnswer } from './fake-enforcer.js';

class StandingClock extends Clock {
  at = new Date('2026-11-12T10:00:00Z');

  override now(): Date {
    return this.at;
  }
}

const ANSWERS: Record<Mood, FakeAnswer | null> = {
  willing: null,
  gone: { kind: 'no-session' },
  busy: { kind: 'busy', cause: 506 },
  later: { kind: 'unknown' },
  prohibited: { kind: 'refused', cause: 501 },
  silent: { kind: 'unknown' },
};

enforcerContract('the fake', async () => {
  const enforcer = new FakeEnforcer(new StandingClock(), '198.18.255.1');
  let made = 0;
  return {
    enforcer,
    nas: '198.18.255.1',
    session: (mood) => {
      made += 1;
      enforcer.answer(`${mood}-${made}`, ANSWERS[mood]);
      return `${mood}-${made}`;
    },
    applied: async (session) => {
      const told = enforcer.orders.some((o) => o.acctSessionId === session && o.nas === '198.18.255.1');
      return told && session.startsWith('willing') ? enforcer.profileOf(session) : undefined;
    },
    stop: () => enforcer.close(),
  };
});

describe('the fake network', () => {
  it('lets go by itself when the time is over', async () => {
    const clock = new StandingClock();
    const network = new FakeEnforcer(clock, '198.18.255.1');
    await network.send(anOrder({ holdSeconds: 60 }));
    expect(network.held('0A1B')).toBe('leaky');
    clock.at = new Date(clock.at.getTime() + 60_000);
    expect(network.held('0A1B')).toBeNull();
  });

  it('holds for ever where there is no expiry', async () => {
    const clock = new StandingClock();
    const network = new FakeEnforcer(clock);
    network.add('198.18.255.1', { expiry: false });
    await network.send(anOrder({ holdSeconds: 60 }));
    clock.at = new Date(clock.at.getTime() + 86_400_000);
    expect(network.held('0A1B')).toBe('leaky');
    network.end('0A1B');
    expect(network.held('0A1B')).toBeNull();
  });

  it('may obey and say nothing, one session or a whole NAS', async () => {
    const network = new FakeEnforcer(new StandingClock(), '198.18.255.1');
    network.answer('198.18.255.1', { kind: 'obeys-silently' });
    expect(await network.send(anOrder())).toEqual({ kind: 'unknown' });
    expect(network.held('0A1B')).toBe('leaky');
    network.answer('198.18.255.1', null);
    expect(await network.send(anOrder({ kind: 'release' }))).toEqual({ kind: 'accepted' });
  });
});
