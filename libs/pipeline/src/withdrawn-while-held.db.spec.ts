import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { on } from './november.contract.js';
import { ordersTo, seeTwice, toldLine, type RipeLine } from './ripe-line.contract.js';
import { aSession, SmallProvider, type Home } from './small-provider.contract.js';

let provider: SmallProvider;
beforeAll(async () => {
  provider = await SmallProvider.open({ connected: true });
  await provider.feed('sinkhole');
  await provider.feed('honeypot');
});
afterAll(() => provider.close());

/**
 * Held on Monday the 9th for what was seen on the address of a session that ended on Sunday evening; the session that is
 * held has another. @returns the line and the Acct-Session-Id of the held session
 */
async function heldForAnOldSession(ref: string, n: number): Promise<{ line: RipeLine; now: string }> {
  const line = await toldLine(provider, ref, `203.0.113.${n}`);
  const next = `203.0.113.${n + 1}`;
  await provider.accounting(
    on(8, '22:00'),
    [on(8, '21:00'), aSession(line, line.pooled, 'Stop')],
    [on(8, '21:01'), aSession(line, next)],
  );
  await seeTwice(provider, line.pooled, on(8, '20:00'), on(8, '22:00'));
  await provider.work(on(8, '22:00'));
  await provider.work(on(9, '09:00'));
  const now = `${ref}-${next}`;
  expect(provider.network.enforcer.held(now)).toBe('leaky');
  return { line, now };
}

/** A record that comes late: at eight that evening somebody else had the address already. */
async function correct(line: RipeLine, heir: Home, at: string): Promise<void> {
  await provider.accounting(
    on(9, at),
    [on(8, '19:40'), aSession(line, line.pooled, 'Stop')],
    [on(8, '19:45'), aSession(heir, line.pooled)],
    [on(8, '20:59'), aSession(heir, line.pooled, 'Stop')],
  );
}

/** The kinds of what happened since the network took the line in. */
async function timeline(home: Home): Promise<{ kind: string; at: Date; data: unknown }[]> {
  const { timeline: all } = await provider.story(home);
  const accepted = all.findIndex(({ kind }) => kind === 'garden.accepted');
  return all.slice(accepted + 1).filter(({ kind }) => /^(garden|attribution)/.test(kind));
}

describe('an attribution that is withdrawn while the line is held', () => {
  it('lets it out at once when the rest is not enough, and says so', async () => {
    const { line, now } = await heldForAnOldSession('mistaken', 10);
    const heir = await provider.home('heir');
    await correct(line, heir, '11:00');
    await provider.work(on(9, '11:00'));

    expect(provider.network.enforcer.held(now)).toBeNull();
    expect(ordersTo(provider, now)).toEqual(['confine', 'release']);
    expect(await provider.stay(line)).toMatchObject({
      state: 'released',
      openWhy: 'withdrawn',
      openBy: 'policy',
      overAt: on(9, '11:00'),
    });
    const happened = await timeline(line);
    expect(happened.map(({ kind }) => kind)).toEqual(['attribution-withdrawn', 'garden.released']);
    for (const { at } of happened) expect(at).toEqual(on(9, '11:00'));
    expect(happened[0]?.data).toMatchObject({ count: 2 });
    // What was seen on Monday the 2nd was theirs, and is not enough for the garden.
    expect((await provider.story(line)).case).toMatchObject({ state: 'told', sightings: 1 });
    expect(await provider.notices(line)).toContain('released sent');
    // It is the heir's business now, from its beginning.
    expect((await provider.story(heir)).case).toMatchObject({ state: 'told', sightings: 2 });
    expect(await provider.stay(heir)).toBeUndefined();
  });

  it('lets it out and closes its case when nothing is left, and asks pardon', async () => {
    const { line, now } = await heldForAnOldSession('innocent', 20);
    await provider.work(on(9, '11:00'));
    // The first sighting was an error of the directory: the address by contract was never theirs.
    const heir = await provider.home('other-heir');
    await provider.directory(
      'access',
      [{ line: heir.ref, kind: 'circuit', value: circuitOf(line), from: '2026-11-01T00:00:00Z' }],
      on(9, '11:30'),
    );
    await correct(line, heir, '11:30');
    await provider.work(on(9, '11:30'));

    expect(provider.network.enforcer.held(now)).toBeNull();
    expect(ordersTo(provider, now)).toEqual(['confine', 'release']);
    expect(await provider.stay(line)).toMatchObject({ state: 'released', openWhy: 'withdrawn' });
    const { case: closed } = await provider.story(line);
    expect(closed).toMatchObject({ state: 'closed', closeReason: 'withdrawn', sightings: 0 });
    expect((await timeline(line)).map(({ kind }) => kind)).toContain('attribution-withdrawn');
    expect((await provider.notices(line)).at(-1)).toBe('correction sent');
  });

  it('holds it on when what is left is enough by itself', async () => {
    const { line, now } = await heldForAnOldSession('still-ill', 30);
    await seeTwice(provider, line.address, on(9, '10:00'));
    await provider.work(on(9, '10:30'));
    await correct(line, await provider.home('third-heir'), '11:00');
    await provider.work(on(9, '11:00'));

    expect(provider.network.enforcer.held(now)).toBe('leaky');
    expect(ordersTo(provider, now)).toEqual(['confine']);
    expect((await timeline(line)).map(({ kind }) => kind)).toEqual(['attribution-withdrawn']);
  });
});

/** The circuit that has the line's address by contract. */
function circuitOf({ address }: Home): string {
  return `C-${address.split('.').at(-1)}`;
}
