import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { GardenService, type OrderOutcome } from '@lazaret/garden';

import { DecideStep } from './decide.step.js';
import { GardenStep } from './garden.step.js';
import { LineSessionsStep } from './line-sessions.step.js';
import { on } from './november.contract.js';
import { aSession, SmallProvider, type Home } from './small-provider.contract.js';

let provider: SmallProvider;
let made = 0;
beforeAll(async () => {
  provider = await SmallProvider.open({ connected: true });
  await provider.feed('sinkhole');
  await provider.feed('honeypot');
});
afterAll(() => provider.close());

interface Ripe extends Home {
  readonly session: string;
}

/** Ripe on Monday the 9th at nine. */
async function ripe(ref: string): Promise<Ripe> {
  const home = await provider.home(ref, { nas: ref });
  const address = `203.0.113.${++made}`;
  await provider.accounting(on(2), [on(2, '07:00'), aSession(home, address)]);
  await provider.see('sinkhole', home.address, on(2, '08:00'));
  await provider.work(on(2));
  await provider.acknowledge(home, on(2, '18:00'));
  for (const feed of ['sinkhole', 'honeypot']) await provider.see(feed, home.address, on(8, '20:00'));
  await provider.work(on(8, '20:30'));
  return { ...home, session: `${ref}-${address}` };
}

async function confined(ref: string): Promise<Ripe> {
  const home = await ripe(ref);
  await provider.work(on(9, '09:00'));
  expect(provider.network.enforcer.held(home.session)).toBe('leaky');
  return home;
}

const ordersTo = ({ session }: Ripe) =>
  provider.network.enforcer.orders.flatMap(({ kind, acctSessionId }) =>
    acctSessionId === session ? [kind] : [],
  );

async function stayId({ lineId }: Home): Promise<number> {
  const rows = await provider.database.query<{ id: number }>(
    'select id from garden.confinement where line_id = $1 order by id desc limit 1',
    [lineId],
  );
  return rows[0]?.id ?? 0;
}

describe('a disk that is full', () => {
  it('keeps nobody in who is to be let out in the same breath; only who is to be taken in waits', async () => {
    const [inside, waiting] = [await confined('full-inside'), await ripe('full-waiting')];
    await provider.database.run((tx) =>
      provider
        .get(GardenService)
        .open(tx, { lineIds: [inside.lineId] }, 'safety', 'subscriber', on(9, '10:00')),
    );
    await provider.get(DecideStep).run(on(9, '10:00'));
    const ids = [await stayId(inside), await stayId(waiting)];
    const { list } = provider.network;
    list.isFull = true;
    try {
      // The job fails, so that it is tried again.
      await expect(provider.get(GardenStep).run(ids, on(9, '10:00'))).rejects.toThrow('ENOSPC');
      expect([ordersTo(inside), ordersTo(waiting)]).toEqual([['confine', 'release'], []]);
      expect(provider.network.enforcer.held(inside.session)).toBeNull();
      expect(await provider.stay(inside)).toMatchObject({ state: 'released' });
      expect(await provider.stay(waiting)).toMatchObject({ state: 'requested', desired: 'confined' });
      const told = await provider.database.query('select from garden.hold where confinement_id = $1', [
        ids[1],
      ]);
      expect(told).toEqual([]);
    } finally {
      list.isFull = false;
    }
    // Nobody is at it any more, and nothing was written of what was not said.
    await provider.get(GardenStep).run(ids, on(9, '10:05'));
    expect([ordersTo(inside), ordersTo(waiting)]).toEqual([['confine', 'release'], ['confine']]);
  });
});

describe('an answer that comes after the line was let out', () => {
  it('leaves nobody held in the network', async () => {
    const home = await ripe('late-answer');
    await provider.get(DecideStep).run(on(9, '09:00'));
    const garden = provider.get(GardenService);
    // One worker is stopped by its machine between writing the order down and sending it.
    const [turn] = await provider.database.run(async (tx) => {
      const claimed = await garden.claim(tx, [await stayId(home)]);
      const sessionsOf = await provider.get(LineSessionsStep).of(tx, [home.lineId], on(9, '09:00'));
      return garden.plan(tx, claimed, sessionsOf, false, on(9, '09:00'));
    });
    if (turn === undefined) throw new Error('there is no turn');
    await provider.database.run((tx) =>
      garden.open(tx, { lineIds: [home.lineId] }, 'safety', 'subscriber', on(9, '09:03')),
    );
    await provider.database.query('update garden.confinement set claimed_until = null');
    await provider.work(on(9, '09:03'));
    expect(await provider.stay(home)).toMatchObject({ state: 'released', overAt: on(9, '09:03') });

    // It wakes up, and the network obeys it.
    const outcomes: OrderOutcome[] = [];
    for (const { order } of turn.orders) outcomes.push(await provider.network.enforcer.send(order));
    expect(provider.network.enforcer.held(home.session)).toBe('leaky');
    await provider.database.run((tx) => garden.settle(tx, [{ turn, outcomes }], on(9, '09:04')));
    await provider.work(on(9, '09:04'));
    expect(provider.network.enforcer.held(home.session)).toBeNull();
    expect(ordersTo(home)).toEqual(['release', 'confine', 'release']);
    expect(await provider.stay(home)).toMatchObject({ state: 'released', overAt: on(9, '09:04') });
  });
});
