import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { releaseAll } from '@lazaret/garden';
import { FakeSwitches } from '@lazaret/garden/testing';
import type { LineClass } from '@lazaret/kernel';

import { DecideStep } from './decide.step.js';
import { GardenStep, GardenWatchStep } from './garden.step.js';
import { on } from './november.contract.js';
import { PortalStep } from './portal.step.js';
import { aSession, SmallProvider, type Home } from './small-provider.contract.js';

let provider: SmallProvider;
let made = 0;
beforeAll(async () => {
  provider = await SmallProvider.open({ connected: true });
  await provider.feed('sinkhole');
  await provider.feed('honeypot');
});
afterAll(() => provider.close());

/** Ripe on Monday the 9th at nine. */
async function ripe(ref: string): Promise<Home> {
  const home = await provider.home(ref, { nas: ref });
  await provider.accounting(on(2), [on(2, '07:00'), aSession(home, address(++made))]);
  await provider.see('sinkhole', home.address, on(2, '08:00'));
  await provider.work(on(2));
  await provider.acknowledge(home, on(2, '18:00'));
  for (const feed of ['sinkhole', 'honeypot']) await provider.see(feed, home.address, on(8, '20:00'));
  await provider.work(on(8, '20:30'));
  return home;
}

async function confined(ref: string): Promise<Home> {
  const home = await ripe(ref);
  await provider.work(on(9, '09:00'));
  expect(held(home)).toBe('leaky');
  return home;
}

const address = (n: number): string => `203.0.113.${n}`;
const sessionOf = ({ ref }: Home, n: number): string => `${ref}-${address(n)}`;
const held = (home: Home, n = made) => provider.network.enforcer.held(sessionOf(home, n));
const ordersTo = (home: Home) =>
  provider.network.enforcer.orders.flatMap(({ kind, acctSessionId }) =>
    acctSessionId.startsWith(`${home.ref}-`) ? [kind] : [],
  );

async function stayId({ lineId }: Home): Promise<number> {
  const rows = await provider.database.query<{ id: number }>(
    'select id from garden.confinement where line_id = $1 order by id desc limit 1',
    [lineId],
  );
  return rows[0]?.id ?? 0;
}

async function become(home: Home, of: LineClass): Promise<void> {
  const row = { ref: home.ref, class: of, time_zone: 'Europe/London', locale: 'en', nas: home.ref };
  await provider.directory('line', [row], on(9, '09:30'));
}

describe('a word with the network', () => {
  it('is said once, however many workers are told to and however often', async () => {
    const home = await ripe('once');
    await provider.get(DecideStep).run(on(9, '09:00'));
    provider.network.clock.at = on(9, '09:00');
    const ids = [await stayId(home)];
    await Promise.all([1, 2, 3].map(() => provider.get(GardenStep).run(ids, on(9, '09:00'))));
    await provider.get(GardenStep).run(ids, on(9, '09:00'));
    await provider.work(on(9, '09:00'));
    expect(ordersTo(home)).toEqual(['confine']);
    expect((await provider.stay(home))?.state).toBe('accepted');
  });

  it('to take somebody in is not said while the list cannot be written; to let out it is', async () => {
    const [inside, waiting] = [await confined('full-disk'), await ripe('full-disk-too')];
    const { list } = provider.network;
    list.isFull = true;
    try {
      await expect(provider.work(on(9, '10:00'))).rejects.toThrow('ENOSPC');
      expect(ordersTo(waiting)).toEqual([]);
      await become(inside, 'protected');
      await provider.get(GardenStep).run([await stayId(inside)], on(9, '10:00'));
      expect(ordersTo(inside)).toEqual(['confine', 'release']);
      expect((await provider.stay(inside))?.state).toBe('released');
    } finally {
      list.isFull = false;
    }
    await provider.work(on(9, '10:00'));
    expect(ordersTo(waiting)).toEqual(['confine']);
  });

  it('names in the list, before it is said, whom it takes in', async () => {
    const home = await ripe('listed');
    const { list } = provider.network;
    const before = list.written.length;
    await provider.work(on(9, '09:00'));
    const first = list.written
      .slice(before)
      .find((entries) => entries.some((one) => one.acctSessionId === sessionOf(home, made)));
    expect(first?.find((one) => one.acctSessionId === sessionOf(home, made))).toEqual({
      nas: home.nas,
      acctSessionId: sessionOf(home, made),
      holder: { kind: 'user-name', value: home.userName },
      profile: 'leaky',
      heldUntil: on(10, '09:00'),
      endsAt: on(16, '09:00'),
    });
  });
});

describe('a line that may not be held any more', () => {
  it.each<LineClass>(['protected', 'unknown', 'business', 'shared', 'wholesale'])(
    'is let out when it is %s',
    async (of) => {
      const home = await confined(`becomes-${of}`);
      await become(home, of);
      await provider.work(on(9, '09:30'));
      expect(held(home)).toBeNull();
      expect(await provider.stay(home)).toMatchObject({
        state: 'released',
        openWhy: 'not-confinable',
        openBy: 'policy',
      });
    },
  );

  it('is let out though a worker is at it at that moment', async () => {
    const home = await confined('claimed');
    await provider.database.query(
      `update garden.confinement set claimed_until = clock_timestamp() + interval '1 minute' where line_id = $1`,
      [home.lineId],
    );
    await become(home, 'protected');
    expect(await provider.stay(home)).toMatchObject({ desired: 'open', openWhy: 'not-confinable' });
    await provider.database.query('update garden.confinement set claimed_until = null');
    await provider.work(on(9, '09:31'));
    expect(held(home)).toBeNull();
  });
});

describe('a session that was held', () => {
  it('is let go of when its name is another line’s, and that line is not told anything else', async () => {
    const [home, heir] = [await confined('gives-away'), await provider.home('heir')];
    const from = on(9, '09:30').toISOString();
    const moved = { line: heir.ref, kind: 'user-name', value: home.userName, from };
    await provider.directory('access', [moved], on(9, '09:30'));
    await provider.work(on(9, '09:30'));
    expect(held(home)).toBeNull();
    expect(ordersTo(home)).toEqual(['confine', 'release']);
    expect((await provider.stay(home))?.state).toBe('no-session');
    expect(await provider.stay(heir)).toBeUndefined();
  });
});

describe('a switch for one NAS', () => {
  it('lets out whoever dials in there next, without holding them for a moment', async () => {
    provider.network.enforcer.add('192.0.2.9');
    const home = await confined('dials-in-elsewhere');
    const old = made;
    provider.network.switches.switches = releaseAll(
      new FakeSwitches().switches,
      { nas: '192.0.2.9' },
      'anna',
      on(9, '09:30'),
    );
    try {
      await provider.work(on(9, '09:30'));
      expect(held(home, old)).toBe('leaky');
      const next = { ...aSession(home, address(++made)), 'NAS-IP-Address': '192.0.2.9' };
      await provider.accounting(
        on(9, '09:41'),
        [on(9, '09:40'), aSession(home, address(old), 'Stop')],
        [on(9, '09:41'), next],
      );
      await provider.work(on(9, '09:41'));
      expect(held(home)).toBeNull();
      expect(provider.network.enforcer.orders.filter(({ nas }) => nas === '192.0.2.9')).toEqual([]);
      expect(await provider.stay(home)).toMatchObject({
        state: 'released',
        openWhy: 'release-all',
        openBy: 'switch',
      });
      expect(await provider.get(GardenWatchStep).run(on(9, '09:41'))).toBe(0);
      expect(await provider.get(PortalStep).run(on(9, '09:41'))).toBe(0);
    } finally {
      provider.network.switches.switches = new FakeSwitches().switches;
    }
  });
});
