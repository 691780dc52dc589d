import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Instant } from '@lazaret/kernel';

import { on } from './november.contract.js';
import { aSession, SmallProvider, type Home } from './small-provider.contract.js';

let provider: SmallProvider;
beforeAll(async () => {
  provider = await SmallProvider.open({ connected: true });
  await provider.feed('sinkhole');
  await provider.feed('honeypot');
});
afterAll(() => provider.close());

/** Told on Monday the 2nd, answered, and seen by two sources until Sunday: ripe for the garden on Monday the 9th at nine. */
async function ripe(ref: string, address: string): Promise<Home> {
  // Behind a BNG of its own, so that no cap holds it back.
  const home = await provider.home(ref, { nas: ref });
  await provider.accounting(on(2), [on(2, '07:00'), aSession(home, address)]);
  await provider.see('sinkhole', home.address, on(2, '08:00'));
  await provider.work(on(2));
  await provider.acknowledge(home, on(2, '18:00'));
  for (const feed of ['sinkhole', 'honeypot']) await provider.see(feed, home.address, on(8, '20:00'));
  await provider.work(on(8, '20:30'));
  return home;
}

const held = (home: Home, address: string) => provider.network.enforcer.held(`${home.ref}-${address}`);

async function events(home: Home): Promise<string[]> {
  return (await provider.story(home)).timeline
    .map(({ kind }) => kind)
    .filter((kind) => !/^(decided|sightings|opened|notice)/.test(kind));
}

describe('a line in the garden', () => {
  it('is taken in by day, told once the network said yes, renewed, and let out when its days are over', async () => {
    const home = await ripe('whole-stay', '203.0.113.10');
    await provider.workUntil(on(8, '20:30'), on(9, '08:59'));
    expect(held(home, '203.0.113.10')).toBeNull();
    await provider.workUntil(on(9, '08:59'), on(9, '09:00'));
    expect(held(home, '203.0.113.10')).toBe('leaky');
    expect(await events(home)).toEqual(['acknowledged', 'garden.accepted']);
    expect(await provider.notices(home)).toEqual(['first sent', 'reminder sent', 'confined sent']);

    await provider.workUntil(on(9, '09:00'), on(16, '08:58'));
    expect(held(home, '203.0.113.10')).toBe('leaky');
    await provider.workUntil(on(16, '08:58'), on(16, '09:00'));
    expect(held(home, '203.0.113.10')).toBeNull();
    expect(await events(home)).toEqual(['acknowledged', 'garden.accepted', 'garden.released']);
    expect(await provider.notices(home)).toEqual([
      'first sent',
      'reminder sent',
      'confined sent',
      'released sent',
    ]);
    const { case: one } = await provider.story(home);
    expect(one).toMatchObject({ state: 'told', releasedAt: on(16, '09:00') });
    // No order of any day reached further than a day.
    for (const order of provider.network.enforcer.orders.filter(({ kind }) => kind === 'confine'))
      expect(order.holdSeconds).toBeLessThanOrEqual(86_400);
  });

  it('is not held past a day when nobody renews it', async () => {
    const home = await ripe('left-alone', '203.0.113.11');
    await provider.workUntil(on(8, '20:30'), on(9, '09:00'));
    expect(held(home, '203.0.113.11')).toBe('leaky');
    provider.network.clock.at = on(10, '08:58');
    expect(held(home, '203.0.113.11')).toBe('leaky');
    provider.network.clock.at = on(10, '09:00');
    expect(held(home, '203.0.113.11')).toBeNull();
  });

  it('is held again in its next session, and never by an address that another line has now', async () => {
    const home = await ripe('moves', '203.0.113.12');
    const other = await provider.home('newcomer');
    await provider.workUntil(on(8, '20:30'), on(9, '09:00'));
    await provider.accounting(
      on(9, '12:01'),
      [on(9, '12:00'), aSession(home, '203.0.113.12', 'Stop')],
      [on(9, '12:01'), aSession(other, '203.0.113.12')],
    );
    provider.network.enforcer.end('moves-203.0.113.12');
    await provider.work(on(9, '12:01'));
    expect((await provider.stay(home))?.state).toBe('no-session');
    await provider.accounting(on(9, '12:10'), [on(9, '12:09'), aSession(home, '203.0.113.13')]);
    await provider.work(on(9, '12:10'));
    expect(held(home, '203.0.113.13')).toBe('leaky');
    expect(held(other, '203.0.113.12')).toBeNull();
    expect(provider.network.enforcer.orders.map(({ acctSessionId }) => acctSessionId)).not.toContain(
      'newcomer-203.0.113.12',
    );
  });

  it('becomes active when its accounting names the profile', async () => {
    const home = await ripe('read-back', '203.0.113.14');
    await provider.workUntil(on(8, '20:30'), on(9, '09:00'));
    expect((await provider.stay(home))?.state).toBe('accepted');
    const record = { ...aSession(home, '203.0.113.14', 'Interim-Update'), 'Filter-Id': '"lazaret-leaky"' };
    await provider.accounting(on(9, '09:20'), [on(9, '09:19'), record]);
    await provider.work(on(9, '09:20'));
    expect((await provider.stay(home))?.state).toBe('active');
    expect(await events(home)).toEqual(['acknowledged', 'garden.accepted', 'garden.active']);
  });

  it.each<[string, string, Instant, string]>([
    ['refused', '203.0.113.15', on(9, '09:00'), 'failed'],
    ['unknown', '203.0.113.16', on(9, '09:00'), 'unknown'],
  ])('whose NAS answers %s is %s', async (answer, address, at, state) => {
    const home = await ripe(`nas-${answer}`, address);
    const how =
      answer === 'refused' ? ({ kind: 'refused', cause: 404 } as const) : ({ kind: 'unknown' } as const);
    provider.network.enforcer.answer(`nas-${answer}-${address}`, how);
    await provider.workUntil(on(8, '20:30'), at);
    expect((await provider.stay(home))?.state).toBe(state);
    expect(await provider.notices(home)).not.toContain('confined sent');
    provider.network.enforcer.answer(`nas-${answer}-${address}`, null);
  });

  it('is let out in the transaction that protects it', async () => {
    const home = await ripe('protected-later', '203.0.113.17');
    await provider.workUntil(on(8, '20:30'), on(9, '09:00'));
    expect(held(home, '203.0.113.17')).toBe('leaky');
    await provider.directory(
      'line',
      [{ ref: home.ref, class: 'protected', time_zone: 'Europe/London' }],
      on(9, '10:00'),
    );
    await provider.work(on(9, '10:00'));
    expect(held(home, '203.0.113.17')).toBeNull();
    await expect(
      provider.database.query(
        'update garden.confinement set desired = $1, confinable = true where line_id = $2',
        ['confined', home.lineId],
      ),
    ).rejects.toThrow(/check constraint|foreign key/);
  });

  it('is let out a day after it asked, though nobody decides', async () => {
    const asking = await ripe('asking', '203.0.113.19');
    await provider.workUntil(on(8, '20:30'), on(9, '09:00'));
    await provider.database.query(
      `update garden.confinement set release_wanted_at = $1, release_wanted_why = 'cleaned' where line_id = $2`,
      [on(9, '11:00'), asking.lineId],
    );
    await provider.database.query(`update cases.case set due_at = null where line_id = $1`, [asking.lineId]);
    await provider.workUntil(on(9, '10:00'), on(10, '10:59'));
    expect(held(asking, '203.0.113.19')).toBe('leaky');
    await provider.workUntil(on(10, '10:59'), on(10, '11:01'));
    expect(held(asking, '203.0.113.19')).toBeNull();
  });

  it('is told to the NAS its session is on', async () => {
    const home = await ripe('one-nas', '203.0.113.20');
    await provider.workUntil(on(8, '20:30'), on(9, '09:00'));
    const orders = provider.network.enforcer.orders.filter(
      ({ acctSessionId }) => acctSessionId === 'one-nas-203.0.113.20',
    );
    expect(orders.map(({ nas }) => nas)).toEqual([home.nas]);
  });
});
