import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CasesService } from '@lazaret/cases';
import { NotThere, PERMISSIONS, type Instant } from '@lazaret/kernel';
import { only } from '@lazaret/platform';

import { on } from '../november.contract.js';
import { PortalStep } from '../portal.step.js';
import { aSession, SmallProvider, type Home } from '../small-provider.contract.js';
import type { Asking } from './asker.js';
import type { CaseRow } from './case-row.js';
import { CaseHandsStep } from './case-hands.step.js';
import { DeskCaseEntries } from './desk-case-entries.service.js';
import { DeskCasePage, type CasePageReply } from './desk-case-page.service.js';
import { DeskCases } from './desk-cases.service.js';

let provider: SmallProvider;
beforeAll(async () => {
  provider = await SmallProvider.open({ connected: true });
  await provider.feed('sinkhole');
  await provider.feed('honeypot');
});
afterAll(() => provider.close());

let made = 0;

const asking = (now: Instant): Asking => ({
  by: {
    name: 'ann',
    permissions: new Set(PERMISSIONS),
    preferences: { locale: 'en', timeZone: 'UTC' },
    requestId: 'r-1',
    address: null,
  },
  now,
  real: on(20),
});

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
  return home;
}

/** As the portal inserts it, from the line's own address; and all that follows. */
async function ask(home: Home, kind: string, at: Instant): Promise<void> {
  await provider.database.query('update platform.clock set at = $1', [at]);
  await provider.database.query('insert into portal.request (kind, address, nonce) values ($1, $2, $3)', [
    kind,
    home.address,
    randomUUID(),
  ]);
  await provider.get(PortalStep).run(at);
  await provider.work(at);
}

async function row({ ref }: Home, now: Instant): Promise<CaseRow> {
  const { items } = await provider.database.run((tx) =>
    provider.get(DeskCases).page(tx, { line: ref }, 'waiting', { limit: 10 }, now),
  );
  return only(items);
}

const said = ({ badge, waits, next, garden }: CaseRow): string => `${badge} ${waits} ${next.step} ${garden}`;

async function show(home: Home, now: Instant): Promise<CasePageReply> {
  const { code } = (await provider.story(home)).case;
  return provider.database.run((tx) => provider.get(DeskCasePage).show(tx, code, asking(now)));
}

const allowed = ({ actions }: CasePageReply): Record<string, string | null> =>
  Object.fromEntries(actions.map(({ action, forbidden }) => [action, forbidden]));

describe('how a case stands', () => {
  it('is as fresh as what happened last: told, held, asked about, let out', async () => {
    const home = await told('fresh');
    expect(said(await row(home, on(2)))).toBe('told subscriber decides-again none');
    await provider.acknowledge(home, on(2, '18:00'));
    await provider.work(on(2, '18:00'));
    expect(said(await row(home, on(2, '18:00')))).toBe('acknowledged subscriber decides-again none');
    for (const feed of ['sinkhole', 'honeypot']) await provider.see(feed, home.address, on(8, '20:00'));
    await provider.workUntil(on(8, '20:30'), on(9, '09:00'));
    const held = await row(home, on(10, '09:30'));
    expect(said(held)).toBe('confined subscriber stay-ends accepted');
    expect(held).toMatchObject({ badgeDays: 2, next: { at: on(16, '09:00') }, line: 'fresh', sightings: 3 });
    await ask(home, 'not-me', on(9, '12:00'));
    const appeal = await row(home, on(9, '12:00'));
    expect(said(appeal)).toBe('appeal person releases-itself accepted');
    expect(appeal).toMatchObject({ waitingSince: on(9, '12:00'), next: { at: on(10, '12:00') } });
    const { version } = await show(home, on(9, '13:00'));
    await provider.get(CaseHandsStep).act(appeal.code, version, 'release', 'talked', asking(on(9, '13:00')));
    await provider.work(on(9, '13:00'));
    expect(said(await row(home, on(9, '13:00')))).toBe('told subscriber decides-again released');
  });

  it('waits for a person where somebody wants a call, until the desk has acted', async () => {
    const home = await told('please-call');
    await ask(home, 'call', on(3));
    const waiting = await row(home, on(3));
    expect(said(waiting)).toBe('call person decides-again none');
    const asked = await show(home, on(3));
    expect(asked.asked).toEqual({ kind: 'call', at: on(3), releasesAt: null });
    await provider
      .get(CaseHandsStep)
      .act(waiting.code, asked.version, 'call-back', 'has been called', asking(on(3, '11:00')));
    await provider.work(on(3, '11:00'));
    expect((await row(home, on(3, '11:00'))).waits).toBe('subscriber');
  });

  it('knows what the directory says of its line now', async () => {
    const home = await told('moved');
    await provider.directory('line', [
      { ref: 'moved', class: 'business', time_zone: 'Europe/London', locale: 'en', region: 'saxony' },
    ]);
    await provider.work(on(3));
    expect(await row(home, on(3))).toMatchObject({ lineClass: 'business', region: 'saxony' });
  });

  it('of what cannot be decided is broken, and a person is waited for', async () => {
    const home = await told('broken');
    const { id } = (await provider.story(home)).case;
    const broken = (at: Instant): Promise<void> =>
      provider.database.run((tx) => provider.get(CasesService).listBroken(tx, [id], on(4), at));
    await broken(on(3));
    await broken(on(3, '11:00'));
    expect(await row(home, on(3))).toMatchObject({
      badge: 'broken', waits: 'person', waitingSince: on(3), line: 'broken', next: { step: 'decides-again', at: on(4) },
    }); // prettier-ignore
    await provider.database.run((tx) => provider.get(CasesService).touch(tx, { caseIds: [id] }, on(3)));
    await provider.work(on(3, '12:00'));
    expect(await row(home, on(3, '12:00'))).toMatchObject({ badge: 'told', waits: 'subscriber' });
  });
});

describe('the page of a case', () => {
  it('has everything the desk needs', async () => {
    const home = await confined('whole');
    const page = await show(home, on(9, '10:00'));
    expect(page.story).toBe(
      'A device on this line is infected with Mirai; last seen 14 hours ago by one of 2 sources. The subscriber was told twice; the line is held back.',
    );
    expect(page).toMatchObject({
      asked: null,
      lineFacts: {
        ref: 'whole', class: 'residential', nas: 'whole', timeZone: 'Europe/London', confinable: true, protected: null,
        tenureSince: new Date('2026-01-01'), tenureEndedAt: null, earlierCases: 0, channels: ['email'],
      },
      gardenFacts: { state: 'accepted', profile: 'leaky', askedAt: on(9, '09:00'), endsAt: on(16, '09:00'), openWhy: null, overAt: null },
      limits: { selfReleases: { used: 0, most: 2, days: 30 }, stayDays: { used: 0, most: 7 }, windowDays: { used: 0, most: 10, window: 60 } },
      upstreams: [{ name: 'honeypot', sightings: 1, counts: true }, { name: 'sinkhole', sightings: 2, counts: true }],
      decision: { rule: 'confined' },
      previousCase: null,
      nextCase: null,
    }); // prettier-ignore
    expect(page.days).toEqual([0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2, 0]);
    expect(page.why.map(({ step }) => step)).toEqual(['row', 'lease', 'session', 'line']);
    expect(page.why[2]?.title).toMatch(/^Circuit C-/);
    expect(page.notices.map(({ template, state }) => `${template} ${state}`)).toEqual(['first sent', 'reminder sent', 'confined sent']); // prettier-ignore
    expect(allowed(page)).toEqual({
      release: null, confine: 'already-confined', 'call-back': null, acknowledge: null, safety: null, 'not-me': null, withdraw: null,
    }); // prettier-ignore
  });

  it('shows that a confinement waits for a second person', async () => {
    const home = await told('second');
    const before = await show(home, on(2, '10:00'));
    expect(allowed(before)['confine']).toBeNull();
    await provider
      .get(CaseHandsStep)
      .act(before.code, before.version, 'confine', 'it is urgent', asking(on(2, '10:00')));
    await provider.work(on(2, '10:00'));
    expect(allowed(await show(home, on(2, '10:00')))['confine']).toBe('waits-for-approval');
  });

  it('is there before anything was decided', async () => {
    const home = await provider.home('young');
    await provider.see('sinkhole', home.address, on(2, '08:00'));
    const page = await show(home, on(2));
    expect(page).toMatchObject({ badge: 'watching', waits: 'nobody', decision: null, notices: [] });
    await provider.work(on(2));
    expect((await show(home, on(2))).decision).not.toBeNull();
  });

  it('of no case is refused', async () => {
    const page = (code: string) =>
      provider.database.run((tx) => provider.get(DeskCasePage).show(tx, code, asking(on(2))));
    await expect(page('0000-0000')).rejects.toThrow(NotThere);
    await expect(page('no code')).rejects.toThrow('not a case code');
  });
});

describe('what belongs to a case', () => {
  it('is told page by page, the newest first', async () => {
    const home = await told('entries');
    for (const hour of ['09', '10', '11']) await provider.see('sinkhole', home.address, on(3, `${hour}:00`));
    await provider.work(on(3, '12:00'));
    const { code } = (await provider.story(home)).case;
    const entries = provider.get(DeskCaseEntries);
    const all = await provider.database.run((tx) => entries.timeline(tx, code, { limit: 100 }));
    expect(all.next).toBeNull();
    expect(all.items.map(({ name }) => name)).toEqual([
      'Seen again', 'Seen again', 'Seen again', 'Letter sent', 'Decided', 'Case opened',
    ]); // prettier-ignore
    expect(all.items[3]?.notice).toBeGreaterThan(0);
    const decision = all.items[4]?.decision ?? 0;
    const decided = await provider.database.run((tx) => entries.decision(tx, code, decision));
    expect(decided).toMatchObject({
      id: decision,
      state: 'told',
      tier: 'told',
      facts: { class: 'infected' },
    });
    const paged: number[] = [];
    for (let after: string | undefined; ;) {
      const page = await provider.database.run((tx) => entries.timeline(tx, code, { limit: 2, after }));
      paged.push(...page.items.map(({ id }) => id));
      if (page.next === null) break;
      after = page.next;
    }
    expect(paged).toEqual(all.items.map(({ id }) => id));
  });

  it('is seen with its chain; of what was withdrawn only the row', async () => {
    const home = await told('sightings');
    await provider.see('sinkhole', home.address, on(3, '09:00'));
    const { code, id } = (await provider.story(home)).case;
    await provider.database.query(
      `update cases.sighting set detached_at = $2, detached_why = 'no-lease' where case_id = $1 and seen_at < $2`,
      [id, on(3)],
    );
    const entries = provider.get(DeskCaseEntries);
    const [first, rest] = [
      await provider.database.run((tx) => entries.sightings(tx, code, { limit: 1 })),
      await provider.database.run((tx) => entries.sightings(tx, code, { limit: 5 })),
    ];
    expect(first.items.map(({ seenAt }) => seenAt)).toEqual([on(3, '09:00')]);
    const next = await provider.database.run((tx) =>
      entries.sightings(tx, code, { limit: 5, after: first.next ?? '' }),
    );
    expect([...first.items, ...next.items]).toEqual(rest.items);
    expect(rest.items.map(({ why, detachedWhy }) => [why.length, detachedWhy])).toEqual([
      [1, 'no-lease'],
      [1, 'no-lease'],
    ]);
    expect(rest.items[0]).toMatchObject({ feed: 'sinkhole', address: home.address, role: 'actor' });
  });

  it('is refused for another case, and for a place that no page gave', async () => {
    const [a, b] = [await told('own'), await told('other')];
    const [own, other] = [(await provider.story(a)).case.code, await show(b, on(2))];
    const entries = provider.get(DeskCaseEntries);
    const run = <T>(work: Parameters<typeof provider.database.run<T>>[0]): Promise<T> => provider.database.run(work); // prettier-ignore
    await expect(run((tx) => entries.decision(tx, own, other.decision?.id ?? 0))).rejects.toThrow(NotThere);
    await expect(run((tx) => entries.timeline(tx, own, { limit: 1, after: 'x' }))).rejects.toThrow('no place in this list'); // prettier-ignore
    await expect(run((tx) => entries.sightings(tx, own, { limit: 1, after: '1' }))).rejects.toThrow('no place in this list'); // prettier-ignore
  });
});

describe('lists', () => {
  it('have facets with every value there is, and neighbours', async () => {
    const cases = provider.get(DeskCases);
    const now = on(16);
    const { total, open, facets } = await provider.database.run((tx) => cases.facets(tx, {}, now));
    expect(total).toBeGreaterThan(5);
    expect(open).toBe(total);
    expect(facets.garden).toHaveLength(10);
    expect(facets.badge.find(({ value }) => value === 'closed')).toEqual({ value: 'closed', count: 0 });
    const { items } = await provider.database.run((tx) => cases.page(tx, {}, '-opened', { limit: 200 }, now));
    const middle = items[2]?.code ?? '';
    expect(await provider.database.run((tx) => cases.neighbours(tx, middle, {}, '-opened', now))).toEqual({
      previous: items[1]?.code, next: items[3]?.code, position: 3, total,
    }); // prettier-ignore
    const none = { line: 'nobody', seenHours: 1, openedHours: 1 };
    expect((await provider.database.run((tx) => cases.facets(tx, none, now))).total).toBe(0);
  });
});
