import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { permissionsOf } from '@lazaret/access';
import { NotThere, Refused, type Instant } from '@lazaret/kernel';
import { only, type Tx } from '@lazaret/platform';

import { on } from '../november.contract.js';
import { aSession, aSighting, SmallProvider, type Home } from '../small-provider.contract.js';
import type { Asking } from './asker.js';
import { DeskGarden } from './desk-garden.service.js';
import { DeskLines, type AskedLines } from './desk-lines.service.js';
import { DeskNotices } from './desk-notices.service.js';
import { DeskReports } from './desk-reports.service.js';

let provider: SmallProvider;
let held: Home;
let told: Home;

const NOW = on(9, '10:00');
const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => provider.database.run(work);
const page = { limit: 50 };

function asking(name = 'ada', now: Instant = NOW): Asking {
  const preferences = { locale: 'en', timeZone: 'UTC' } as const;
  return { by: { name, permissions: permissionsOf(['analyst', 'engineer']), preferences, requestId: 'r-7', address: '192.0.2.9' }, now, real: new Date() };
} // prettier-ignore

/** One line held back since Monday the 9th at nine, one told, one protected, one of a business. */
beforeAll(async () => {
  provider = await SmallProvider.open({ connected: true });
  await provider.feed('sinkhole');
  await provider.feed('honeypot');
  held = await provider.home('a-held', { nas: 'bng-a' });
  told = await provider.home('b-told');
  await provider.home('c_protected', { class: 'protected', confinable: false });
  await provider.home('d-business', { class: 'business' });
  await provider.accounting(on(2), [on(2, '07:00'), aSession(held, '203.0.113.10')]);
  await provider.report(
    'sinkhole',
    [aSighting(held.address, on(2, '08:00')), aSighting('8.8.8.8', on(2, '08:00')), aSighting('203.0.113.77', on(1, '12:00'))],
    on(2, '08:30'),
  );
  await provider.work(on(2));
  await provider.acknowledge(held, on(2, '18:00'));
  for (const feed of ['sinkhole', 'honeypot']) await provider.see(feed, held.address, on(8, '20:00'));
  await provider.see('sinkhole', told.address, on(8, '21:00'));
  await provider.workUntil(on(8, '21:30'), on(9, '09:00'));
  await provider.work(NOW);
}); // prettier-ignore
afterAll(() => provider.close());

describe('lines', () => {
  const refs = async (asked: AskedLines, limit = 50): Promise<string[]> =>
    (await run((tx) => provider.get(DeskLines).page(tx, asked, { limit }, NOW))).items.map(
      (line) => line.ref,
    );

  it.each<[string, AskedLines, string[]]>([
    ['all', {}, ['a-held', 'b-told', 'c_protected', 'd-business']],
    ['with an open case', { cases: 'open' }, ['a-held', 'b-told']],
    ['of a class', { class: { only: ['business', 'protected'], not: [] } }, ['c_protected', 'd-business']],
    ['not of a class', { class: { only: [], not: ['residential'] } }, ['c_protected', 'd-business']],
    ['held back', { garden: { only: ['accepted', 'active'], not: [] } }, ['a-held']],
    ['not in the garden', { garden: { only: ['none'], not: [] }, cases: 'open' }, ['b-told']],
    ['not held back', { garden: { only: [], not: ['accepted'] }, cases: 'open' }, ['b-told']],
    ['by the beginning of the ref', { prefix: 'c_' }, ['c_protected']],
    ['whatever stands for anything in SQL', { prefix: '%' }, []],
    ['by a block of addresses', { prefix: '203.0.113.0/24' }, ['a-held']],
  ])('%s', async (_, asked, expected) => {
    expect(await refs(asked)).toEqual(expected);
  });

  it('never by one address: that is somebody, and stands in no address of a page', async () => {
    await expect(refs({ prefix: '203.0.113.10' })).rejects.toThrow('search for an address');
  });

  it('page by page', async () => {
    const first = await run((tx) => provider.get(DeskLines).page(tx, {}, { limit: 3 }, NOW));
    expect(first).toMatchObject({ next: 'c_protected' });
    const second = await run((tx) =>
      provider.get(DeskLines).page(tx, {}, { limit: 3, after: first.next ?? '' }, NOW),
    );
    expect(second).toMatchObject({ items: [{ ref: 'd-business' }], next: null });
    expect(first.items[0]).toEqual({
      ref: 'a-held', class: 'residential', region: null, confinable: true, protected: false, garden: 'accepted', openCases: 1,
      case: (await provider.story(held)).case.code, lastSeenAt: on(8, '20:00'),
    }); // prettier-ignore
  });

  it('one of them, with everything about it but who has it', async () => {
    const { code } = (await provider.story(held)).case;
    const line = await run((tx) => provider.get(DeskLines).line(tx, 'a-held', NOW));
    expect(line).toMatchObject({
      ref: 'a-held', nas: 'bng-a', timeZone: 'Europe/London', protection: null, garden: 'accepted',
      tenureSince: new Date('2026-01-01T00:00:00Z'),
      access: [{ kind: 'circuit' }, { kind: 'user-name', value: held.userName }],
      sessions: [{ nas: held.nas, service: 'internet', startedAt: on(2, '07:00'), profile: '' }],
      cases: [{ code, line: 'a-held', badge: 'confined', state: 'confined' }],
      stays: [{ line: 'a-held', case: code, state: 'accepted', desired: 'confined', nas: 'bng-a', drift: false }],
      notices: [{ case: code, template: 'confined' }, { template: 'reminder' }, { template: 'first' }],
    }); // prettier-ignore
    expect(JSON.stringify(line)).not.toContain(held.mail);
    await expect(run((tx) => provider.get(DeskLines).line(tx, 'nowhere', NOW))).rejects.toThrow(NotThere);
  });

  it('who has one is told for a reason, which is kept', async () => {
    const reveal = (ref: string, purpose: string) =>
      run((tx) => provider.get(DeskLines).reveal(tx, ref, purpose, asking()));
    const found = await reveal('a-held', 'asked to call back');
    expect(found?.contacts.map(({ address }) => address.reveal())).toEqual([held.mail]);
    expect(JSON.stringify(found)).not.toContain(held.mail);
    await expect(reveal('a-held', '  ')).rejects.toThrow(Refused);
    await provider.directory('line', [{ ref: 'empty', class: 'residential', time_zone: 'Europe/London' }]);
    expect(await reveal('empty', 'who lived here')).toBeNull();
    await expect(reveal('nowhere', 'a good reason')).rejects.toThrow(NotThere);
    const audit = await provider.database.query(
      `select actor, subject, why, after, request_id, address from access.audit where action = 'person.reveal' order by id`,
    );
    expect(audit).toEqual([
      { actor: 'ada', subject: 'line a-held', why: 'asked to call back', after: { found: true }, request_id: 'r-7', address: '192.0.2.9' },
      { actor: 'ada', subject: 'line empty', why: 'who lived here', after: { found: false }, request_id: 'r-7', address: '192.0.2.9' },
    ]); // prettier-ignore
    const looks = await provider.database.query(
      `select purpose, found from directory.lookup where actor = 'ada' and kind = 'reveal' order by id`,
    );
    expect(looks).toEqual([
      { purpose: 'asked to call back', found: true },
      { purpose: 'who lived here', found: false },
    ]);
  });
});

describe('reports', () => {
  const reports = () => provider.get(DeskReports);

  it('the newest first, by feed and page by page', async () => {
    const all = await run((tx) => reports().page(tx, {}, page));
    expect(all.items.map(({ feed }) => feed)).toEqual(['sinkhole', 'honeypot', 'sinkhole', 'sinkhole']);
    const honeypot = await run((tx) => reports().page(tx, { feed: 'honeypot' }, page));
    expect(honeypot.items).toHaveLength(1);
    const first = await run((tx) => reports().page(tx, {}, { limit: 3 }));
    const rest = await run((tx) => reports().page(tx, {}, { limit: 3, after: first.next ?? '' }));
    expect([...first.items, ...rest.items]).toEqual(all.items);
    expect(await run((tx) => reports().page(tx, { withRejected: true }, page))).toEqual({
      items: [],
      next: null,
    });
    await expect(run((tx) => reports().page(tx, {}, { limit: 3, after: 'x' }))).rejects.toThrow(Refused);
  });

  it('one of them says why rows have no line, also after the answers changed', async () => {
    const [oldest] = (await run((tx) => reports().page(tx, {}, page))).items.slice(-1);
    const report = await run((tx) => reports().report(tx, oldest?.id ?? 0));
    expect(report).toMatchObject({ feed: 'sinkhole', state: 'parsed', rows: 3, observed: 3, rejected: 0, reportType: 'event4_sinkhole' });
    expect(report.unattributed).toEqual([
      { why: 'no-lease', count: 1 },
      { why: 'not-ours', count: 1 },
    ]);
    const answers = await provider.database.query(
      `select outcome, count(*) as count from ledger.attribution group by outcome order by outcome`,
    );
    const counted = await provider.database.query(
      'select outcome, sum(count)::bigint as count from feeds.report_answer where count <> 0 group by outcome order by outcome',
    );
    expect(counted).toEqual(answers);
    await expect(run((tx) => reports().report(tx, 999_999))).rejects.toThrow(NotThere);
  }); // prettier-ignore

  it('rows that were put aside, each with its reason', async () => {
    const id = await provider.report(
      'honeypot',
      [...Array(5)].map(() => ({ ...aSighting('x', on(9)), src_ip: 'no address' })),
      NOW,
    );
    const first = await run((tx) => reports().rejected(tx, id, { limit: 3 }));
    expect(first.items[0]).toMatchObject({ line: 2, reason: expect.any(String) as string });
    const rest = await run((tx) => reports().rejected(tx, id, { limit: 3, after: first.next ?? '' }));
    expect([...first.items, ...rest.items].map(({ line }) => line)).toEqual([2, 3, 4, 5, 6]);
    expect(rest.next).toBeNull();
    await expect(run((tx) => reports().rejected(tx, 999_999, page))).rejects.toThrow(NotThere);
  });

  it('feeds, with what each brought and how much of it found its line', async () => {
    const feeds = await run((tx) => reports().list(tx, NOW));
    expect(feeds.map(({ name }) => name)).toEqual(['honeypot', 'sinkhole']);
    const sinkhole = feeds[1];
    expect(sinkhole?.types).toEqual([
      { reportType: 'event4_sinkhole', mappingVersion: expect.any(String) as string, activatedAt: on(1), activatedBy: 'test', observations: 5, lines: 3 },
    ]);
    expect(sinkhole?.attribution).toHaveLength(14);
    expect(sinkhole?.attribution.slice(-8)).toEqual(
      ['2', '3', '4', '5', '6', '7', '8', '9'].map((d) => ({
        day: `2026-11-0${d}`,
        asked: d === '2' || d === '8' ? 2 : 0,
        lines: d === '2' ? 1 : d === '8' ? 2 : 0,
      })),
    );
  }); // prettier-ignore

  it('a type counts once somebody says so, in the mapping that reads it', async () => {
    await provider.feed('new', { active: false });
    await provider.see('new', told.address, on(9, '09:30'));
    const [type] = only((await run((tx) => reports().list(tx, NOW))).filter(({ name }) => name === 'new')).types;
    const body = { reportType: 'event4_sinkhole', mappingVersion: type?.mappingVersion ?? '' };
    const activate = (name: string, given = body) => run((tx) => reports().activate(tx, name, given, asking()));
    await expect(activate('new', { ...body, mappingVersion: 'other' })).rejects.toThrow(/is read by mapping/);
    await expect(activate('new', { ...body, reportType: 'made-up' })).rejects.toThrow(/no such report types/);
    await expect(activate('none')).rejects.toThrow(NotThere);
    const feed = await activate('new');
    expect(feed.types).toMatchObject([{ activatedAt: NOW, activatedBy: 'ada' }]);
    await activate('new');
    const audit = await provider.database.query(
      `select subject, after from access.audit where action = 'feed.activate'`,
    );
    expect(audit).toEqual([{ subject: 'feed new', after: body }]);
  }); // prettier-ignore
});

describe('the garden', () => {
  const garden = (now: Instant = NOW) => run((tx) => provider.get(DeskGarden).page(tx, now));

  it('caps, states, and nothing stopped', async () => {
    expect(await garden(on(9, '09:30'))).toEqual({
      available: true, stopNew: null, releaseAll: [], resume: null, switchable: true,
      states: [{ state: 'accepted', count: 1 }],
      caps: { day: { used: 1, most: 50 }, hour: [{ nas: 'bng-a', used: 1, most: 5 }], mostPerHour: 5 },
      drift: 0, oldestRelease: null,
    }); // prettier-ignore
    expect((await garden()).caps.hour).toEqual([]);
    expect((await garden(on(11))).caps.day.used).toBe(0);
  });

  it('switches that somebody has thrown', async () => {
    provider.network.switches.switches = {
      stopNew: { by: 'eva', at: NOW },
      releaseAll: [
        { by: 'eva', at: NOW, scope: { nas: 'bng-z' } },
        { by: 'eva', at: NOW, scope: { region: 'saxony' } },
      ],
      resume: { by: 'ada', at: NOW },
    };
    expect(await garden()).toMatchObject({
      stopNew: { scope: 'all', by: 'eva' },
      releaseAll: [{ scope: 'nas bng-z' }, { scope: 'region saxony' }],
      resume: { by: 'ada' },
    });
    provider.network.switches.switches = { stopNew: null, releaseAll: [], resume: null };
  });

  it('stays, and those of which the network does not say what we want', async () => {
    const list = (filter: Parameters<DeskGarden['list']>[1], now = NOW) =>
      run((tx) => provider.get(DeskGarden).list(tx, filter, page, now));
    const { code } = (await provider.story(held)).case;
    expect(await list({ over: false, nas: 'bng-a' })).toMatchObject({
      items: [{ line: 'a-held', case: code, state: 'accepted', heldUntil: expect.any(Date) as Date, drift: false }],
      next: null,
    });
    expect((await list({ over: true })).items).toEqual([]);
    expect((await list({ state: { only: [], not: ['accepted'] } })).items).toEqual([]);
    expect((await list({ drift: true })).items).toEqual([]);
    // A release that nobody confirms is drift after five minutes.
    await provider.database.query(
      `update garden.confinement set desired = 'open', confinable = null, state = 'releasing', open_asked_at = $1, open_why = 'desk', open_by = 'operator'`,
      [NOW],
    );
    expect((await list({ drift: true }, on(9, '10:04'))).items).toEqual([]);
    expect((await list({ drift: true }, on(9, '10:05'))).items).toMatchObject([
      { line: 'a-held', desired: 'open', openBy: 'operator', drift: true },
    ]);
    expect(await garden(on(9, '10:05'))).toMatchObject({ drift: 1, oldestRelease: NOW });
  }); // prettier-ignore
});

describe('letters', () => {
  const notices = () => provider.get(DeskNotices);

  it('the newest first, by state and template', async () => {
    const all = await run((tx) => notices().page(tx, {}, page));
    expect(all.items.map(({ line, template }) => `${line} ${template}`)).toEqual([
      'a-held confined',
      'b-told first',
      'a-held reminder',
      'a-held first',
    ]);
    const firsts = await run((tx) => notices().page(tx, { template: 'first', state: 'sent' }, { limit: 1 }));
    expect(firsts.items).toMatchObject([{ line: 'b-told' }]);
    const rest = await run((tx) =>
      notices().page(tx, { template: 'first' }, { limit: 1, after: firsts.next ?? '' }),
    );
    expect(rest).toMatchObject({ items: [{ line: 'a-held' }], next: null });
  });

  it('how many are in each state', async () => {
    const { items, since } = await run((tx) => notices().counts(tx, NOW));
    expect(since).toEqual(new Date('2026-10-10T10:00:00Z'));
    expect(items).toEqual([
      { state: 'sent', template: 'confined', count: 1 },
      { state: 'sent', template: 'first', count: 2 },
      { state: 'sent', template: 'reminder', count: 1 },
    ]);
  });

  it('one of them, exactly as it left, and not to whom', async () => {
    const [newest] = (await run((tx) => notices().page(tx, {}, { limit: 1 }))).items;
    const letter = await run((tx) => notices().notice(tx, newest?.id ?? 0));
    expect(letter).toMatchObject({ line: 'a-held', template: 'confined', state: 'sent' });
    const left = provider.mailer.left.filter(({ to }) => to.reveal() === held.mail).at(-1);
    expect([letter.letter?.subject, letter.letter?.text, letter.letter?.html]).toEqual([
      left?.subject,
      left?.text,
      left?.html,
    ]);
    expect(letter.messageId).toBe(left?.messageId);
    expect(JSON.stringify(letter)).not.toContain(held.mail);
    await expect(run((tx) => notices().notice(tx, 999_999))).rejects.toThrow(NotThere);
  });
});
