import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { DirectoryService } from '@lazaret/directory';
import { GardenService } from '@lazaret/garden';
import type { Instant } from '@lazaret/kernel';

import { on } from './november.contract.js';
import { PortalStep } from './portal.step.js';
import { aSession, SmallProvider, type Home } from './small-provider.contract.js';

let provider: SmallProvider;
beforeAll(async () => {
  provider = await SmallProvider.open({ connected: true });
  await provider.feed('sinkhole');
  await provider.feed('honeypot');
});
afterAll(() => provider.close());

let made = 0;

/** Told on Monday the 2nd. */
async function told(ref: string): Promise<Home> {
  const home = await provider.home(ref, { nas: ref });
  await provider.accounting(on(2), [on(2, '07:00'), aSession(home, `203.0.113.${++made}`)]);
  await provider.see('sinkhole', home.address, on(2, '08:00'));
  await provider.work(on(2));
  return home;
}

/** In the garden since Monday the 9th at nine. */
async function confined(ref: string): Promise<Home> {
  const home = await told(ref);
  await provider.acknowledge(home, on(2, '18:00'));
  for (const feed of ['sinkhole', 'honeypot']) await provider.see(feed, home.address, on(8, '20:00'));
  await provider.work(on(8, '20:30'));
  await provider.workUntil(on(8, '20:30'), on(9, '09:00'));
  expect(held(home)).toBe('leaky');
  return home;
}

function held({ ref }: Home): string | null {
  const sessions = provider.network.enforcer.orders.filter(({ acctSessionId }) =>
    acctSessionId.startsWith(`${ref}-`),
  );
  return (
    sessions
      .map(({ acctSessionId }) => provider.network.enforcer.held(acctSessionId))
      .find((one) => one !== null) ?? null
  );
}

/** As the portal inserts it, from the line's own address. */
async function ask(home: Home, kind: string, at: Instant): Promise<void> {
  await provider.database.query('update platform.clock set at = $1', [at]);
  await provider.database.query('insert into portal.request (kind, address, nonce) values ($1, $2, $3)', [
    kind,
    home.address,
    randomUUID(),
  ]);
}

async function askAndWork(home: Home, kind: string, at: Instant): Promise<void> {
  await ask(home, kind, at);
  await provider.work(at);
}

async function outcomes({ lineId }: Home): Promise<string[]> {
  const sql = `select kind || ' ' || coalesce(outcome, 'waits') as what from portal.request where line_id = $1 order by id`;
  return (await provider.database.query<{ what: string }>(sql, [lineId])).map(({ what }) => what);
}

async function events(home: Home): Promise<string[]> {
  return (await provider.story(home)).timeline
    .map(({ kind }) => kind)
    .filter((kind) => /^(portal|acknowledged|garden\.releas)/.test(kind));
}

describe('what people ask on the portal', () => {
  it('that they have read it is their word, and nobody is let out by it', async () => {
    const [free, inside] = [await told('has-read'), await confined('has-read-inside')];
    for (const home of [free, inside]) await askAndWork(home, 'acknowledge', on(9, '10:00'));
    expect(await outcomes(free)).toEqual(['acknowledge noted']);
    expect(await outcomes(inside)).toEqual(['acknowledge noted']);
    expect((await provider.story(free)).case.acknowledgedAt).toEqual(on(9, '10:00'));
    expect(await events(free)).toEqual(['portal.acknowledge', 'acknowledged']);
    expect(held(inside)).toBe('leaky');
  });

  it('that it is cleaned lets out, and says so once the network has', async () => {
    const home = await confined('cleaned');
    await ask(home, 'cleaned', on(9, '10:00'));
    await provider.get(PortalStep).run(on(9, '10:00'));
    expect(await outcomes(home)).toEqual(['cleaned released']);
    expect(await provider.stay(home)).toMatchObject({
      state: 'releasing',
      openWhy: 'cleaned',
      openBy: 'subscriber',
    });
    await provider.work(on(9, '10:00'));
    expect(held(home)).toBeNull();
    expect((await provider.stay(home))?.state).toBe('released');
    expect(await events(home)).toEqual(['acknowledged', 'portal.cleaned', 'acknowledged', 'garden.released']);
  });

  it('that it is cleaned is noted where nobody is held', async () => {
    const home = await told('cleaned-outside');
    await askAndWork(home, 'cleaned', on(9, '10:00'));
    expect(await outcomes(home)).toEqual(['cleaned noted']);
    expect((await provider.story(home)).case.acknowledgedAt).toEqual(on(9, '10:00'));
  });

  it('that it is cleaned lets out twice in 30 days; then a person decides, and silence lets out after a day', async () => {
    const home = await confined('cleaned-thrice');
    await askAndWork(home, 'cleaned', on(9, '10:00'));
    for (const day of [16, 23]) {
      await confineByHand(home, on(day, '10:00'));
      expect(held(home)).toBe('leaky');
      await askAndWork(home, 'cleaned', on(day, '11:00'));
    }
    expect(await outcomes(home)).toEqual(['cleaned released', 'cleaned released', 'cleaned desk']);
    expect(held(home)).toBe('leaky');
    // Saying it again changes nothing, and begins no new day.
    await askAndWork(home, 'cleaned', on(23, '20:00'));
    expect((await outcomes(home)).at(-1)).toBe('cleaned noted');
    await provider.workUntil(on(23, '20:00'), on(24, '10:59'));
    expect(held(home)).toBe('leaky');
    await provider.workUntil(on(24, '10:59'), on(24, '11:00'));
    expect(held(home)).toBeNull();
    expect(await provider.stay(home)).toMatchObject({
      state: 'released',
      openWhy: 'unanswered',
      openBy: 'policy',
    });
    // 30 days after the first of the two it is enough again.
    await confineByHand(home, on(39, '09:59'));
    await askAndWork(home, 'cleaned', on(39, '10:00'));
    expect((await outcomes(home)).at(-1)).toBe('cleaned released');
    expect(held(home)).toBeNull();
  });

  it('that it is not them goes to a person, and silence lets out after a day', async () => {
    const home = await confined('not-me');
    await askAndWork(home, 'not-me', on(9, '10:00'));
    expect(await outcomes(home)).toEqual(['not-me desk']);
    await provider.workUntil(on(9, '10:00'), on(10, '09:59'));
    expect(held(home)).toBe('leaky');
    await provider.workUntil(on(10, '09:59'), on(10, '10:00'));
    expect(held(home)).toBeNull();
    expect(await provider.stay(home)).toMatchObject({ openWhy: 'unanswered' });
    expect(await events(home)).toEqual(['acknowledged', 'portal.not-me', 'garden.released']);
  });

  it('that they need it for safety lets out at once, and for good', async () => {
    const [inside, outside] = [await confined('safety'), await told('safety-outside')];
    for (const home of [inside, outside]) await askAndWork(home, 'safety', on(9, '10:00'));
    expect(await outcomes(inside)).toEqual(['safety released']);
    expect(await outcomes(outside)).toEqual(['safety desk']);
    expect(held(inside)).toBeNull();
    for (const { lineId } of [inside, outside]) {
      const lines = await provider.database.run((tx) => provider.get(DirectoryService).lines(tx, [lineId]));
      expect(lines.get(lineId)?.confinable).toBe(false);
    }
    await expect(confineByHand(inside, on(11))).rejects.toThrow('confinement_holds_only_confinable');
  });

  it('to be called is for a person', async () => {
    const home = await confined('call');
    await askAndWork(home, 'call', on(9, '10:00'));
    expect(await outcomes(home)).toEqual(['call desk']);
    expect(held(home)).toBe('leaky');
    expect(await events(home)).toEqual(['acknowledged', 'portal.call']);
  });

  it('of a case that was closed meanwhile is nothing', async () => {
    const home = await told('closed-meanwhile');
    for (const kind of ['acknowledge', 'cleaned']) await ask(home, kind, on(9, '10:00'));
    await provider.tenure(home.ref, 'somebody-new', on(9, '09:00').toISOString(), on(9, '10:00'));
    await provider.database.query(
      `update cases.case set state = 'closed', closed_at = $2, close_reason = 'left' where line_id = $1`,
      [home.lineId, on(9, '10:00')],
    );
    await provider.work(on(9, '10:00'));
    expect(await outcomes(home)).toEqual(['acknowledge nothing', 'cleaned nothing']);
  });

  it('is done once, however many workers there are and however often they look', async () => {
    const home = await confined('once');
    for (const kind of ['acknowledge', 'cleaned', 'not-me', 'call', 'safety'])
      await ask(home, kind, on(9, '10:00'));
    await Promise.all([1, 2, 3].map(() => provider.get(PortalStep).run(on(9, '10:00'))));
    await provider.work(on(9, '10:00'));
    const before = [await outcomes(home), await events(home), await provider.stay(home)];
    expect(before[0]).toEqual([
      'acknowledge noted',
      'cleaned released',
      'not-me desk',
      'call desk',
      'safety desk',
    ]);
    expect(await provider.get(PortalStep).run(on(9, '10:30'))).toBe(0);
    await provider.work(on(9, '10:30'));
    expect([await outcomes(home), await events(home), await provider.stay(home)]).toEqual(before);
  });
});

/** As an operator may. */
async function confineByHand(home: Home, now: Instant): Promise<void> {
  const { case: one } = await provider.story(home);
  const asked = {
    lineId: home.lineId,
    tenureId: one.tenureId,
    caseId: one.id,
    profile: 'leaky',
    bng: home.ref,
    holdSeconds: 86_400,
  } as const;
  await provider.database.run(async (tx) => {
    await provider
      .get(GardenService)
      .confine(tx, [{ ...asked, endsAt: new Date(now.getTime() + 7 * 86_400_000) }], now);
    await tx.query(`update cases.case set state = 'confined' where id = $1`, [one.id]);
  });
  await provider.work(now);
}
