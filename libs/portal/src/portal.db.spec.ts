import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { Refused, Unavailable } from '@lazaret/kernel';
import { Database, Listener, only, setClock, type Tx } from '@lazaret/platform';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { PortalDatabase } from './portal-database.repository.js';
import { makePortalLogin, PORTAL_LOGIN } from './portal-login.repository.js';
import { PortalMetrics } from './portal.metrics.js';
import { portalEntities } from './request.entity.js';
import { RequestsRepository } from './requests.repository.js';
import { PORTAL_CHANNEL, RequestsService } from './requests.service.js';
import type { Ask, AskAnswer } from './visit.js';
import { Visitors } from './visitors.repository.js';
import { REQUEST_KINDS, type RequestKind } from './words.js';

const NOW = new Date('2026-11-17T10:00:00Z');

let fresh: FreshDatabase;
let database: PortalDatabase;
let visitors: Visitors;
let loginUrl: URL;

beforeAll(async () => {
  fresh = await freshDatabase(portalEntities);
  // The newest password counts.
  await makePortalLogin(fresh.url);
  loginUrl = new URL(await makePortalLogin(fresh.url));
  database = new PortalDatabase({ url: loginUrl.href, onPoolError: () => undefined });
  visitors = new Visitors(database);
  await setClock(fresh.database, NOW);
});
afterAll(async () => {
  await visitors.close();
  await fresh.close();
});
beforeEach(() => run((tx) => tx.execute('truncate portal.request')));

function run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return fresh.database.run(work);
}

/** Somebody at an address of his own by contract, since long ago. */
interface Home {
  readonly line: number;
  readonly tenure: number;
  readonly address: string;
  /** User-Name. */
  readonly name: string;
}
let homes = 0;
async function aHome(facts: { readonly brand?: string } = {}): Promise<Home> {
  homes += 1;
  const [name, address] = [`user-${homes}`, `198.18.7.${homes}`];
  return run(async (tx) => {
    const { line } = only(
      await tx.query<{ line: number }>(
        `insert into directory.line (ref, class, confinable, locale, time_zone, brand)
         values ($1, 'residential', true, 'en-GB', 'Europe/London', $2) returning id as line`,
        [name, facts.brand ?? null],
      ),
    );
    const { tenure } = only(
      await tx.query<{ tenure: number }>(
        `with s as (insert into directory.subscriber (ref, kind) values ($1, 'person') returning id),
              a as (insert into directory.access (line_id, kind, value, valid_from) values ($2, 'user-name', $1, '2026-01-01'))
         insert into directory.tenure (line_id, subscriber_id, valid_from) select $2, id, '2026-01-01' from s returning id as tenure`,
        [name, line],
      ),
    );
    await tx.execute(
      `insert into ledger.probe (realm, protocol, class, leases) values ('', 0, 32, true) on conflict do nothing`,
    );
    await tx.execute(
      `with h as (insert into ledger.holder (kind, value) values ('user-name', $1) returning id)
       insert into ledger.lease (probe_id, k, holder_id, source_id, held_from, certain_to)
       select p.id, ledger.key_k($2, 0), h.id, s.id, '-infinity', 'infinity'
         from h, ledger.probe p, ledger.source s where p.class = 32 and s.name = 'static'`,
      [name, address],
    );
    return { line, tenure, address, name };
  });
}

async function aCaseOf(
  home: Home,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<{ id: number; code: string }> {
  const row = {
    tenure_id: home.tenure,
    line_id: home.line,
    class: 'infected',
    state: 'told',
    opened_at: NOW,
    first_seen: NOW,
    last_seen: NOW,
    observing: false,
    ...facts,
  };
  const names = Object.keys(row);
  return run(async (tx) =>
    only(
      await tx.query(
        `insert into cases."case" (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')}) returning id, code`,
        Object.values(row),
      ),
    ),
  );
}

async function confine(
  home: Home,
  caseId: number,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const row = {
    line_id: home.line, tenure_id: home.tenure, case_id: caseId, profile: 'leaky', bng: 'bng-1', state: 'accepted', state_since: NOW,
    asked_at: NOW, ends_at: new Date('2026-11-24T10:00:00Z'), hold_seconds: 86_400, confirmed_at: NOW, ...facts,
  }; // prettier-ignore
  const names = Object.keys(row);
  await run((tx) =>
    tx.execute(
      `insert into garden.confinement (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
      Object.values(row),
    ),
  );
}

const ask = (facts: Partial<Ask>): Promise<AskAnswer> =>
  visitors.ask({ kind: 'cleaned', address: null, port: null, code: null, nonce: randomUUID(), ...facts });

describe('what the portal’s login may do', () => {
  const rows = <Row extends object>(sql: string): Promise<Row[]> => fresh.database.query<Row>(sql);
  const OURS = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;

  it.each(['lazaret_portal', PORTAL_LOGIN])(
    '%s: three functions, five columns to insert, nothing else anywhere',
    async (role) => {
      expect(
        await rows(
          `select n.nspname as schema, has_schema_privilege('${role}', n.oid, 'create') as make
           from pg_namespace n where ${OURS} and has_schema_privilege('${role}', n.oid, 'usage, create')`,
        ),
      ).toEqual([{ schema: 'portal', make: false }]);

      const tables = await rows<{ name: string; privilege: string }>(
        `select n.nspname || '.' || c.relname as name, p.privilege
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        cross join unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) as p (privilege)
        where ${OURS} and c.relkind in ('r', 'v', 'm', 'p', 'f') and has_table_privilege('${role}', c.oid, p.privilege)`,
      );
      expect(tables).toEqual([]);
      const columns = await rows(
        `select n.nspname || '.' || c.relname as name, a.attname as column, p.privilege
         from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        cross join unnest(array['select', 'insert', 'update', 'references']) as p (privilege)
        where ${OURS} and c.relkind in ('r', 'v', 'm', 'p', 'f') and a.attnum > 0 and not a.attisdropped
          and has_column_privilege('${role}', c.oid, a.attnum, p.privilege) order by a.attnum`,
      );
      expect(columns).toEqual(
        ['kind', 'address', 'port', 'code', 'nonce'].map((column) => ({
          name: 'portal.request',
          column,
          privilege: 'insert',
        })),
      );
      expect(
        await rows(
          `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where ${OURS} and case when c.relkind = 'S' then has_sequence_privilege('${role}', c.oid, 'usage, select, update') end`,
        ),
      ).toEqual([]);

      const functions = await rows<{ name: string }>(
        `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where ${OURS} and has_schema_privilege('${role}', n.oid, 'usage') and has_function_privilege('${role}', p.oid, 'execute')
        order by 1`,
      );
      expect(functions.map(({ name }) => name)).toEqual([
        'portal.asked(uuid)',
        'portal.verify(text)',
        'portal.visit(inet,integer)',
      ]);
    },
  );

  it('it is nobody in particular, and in no role but that one', async () => {
    expect(
      await rows(
        `select rolname, rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls as strong, rolcanlogin
           from pg_roles where rolname in ('lazaret_portal', '${PORTAL_LOGIN}') order by rolname`,
      ),
    ).toEqual([
      { rolname: 'lazaret_portal', strong: false, rolcanlogin: false },
      { rolname: PORTAL_LOGIN, strong: false, rolcanlogin: true },
    ]);
    const [{ member } = { member: [] }] = await rows<{ member: string[] }>(
      `select array(select r.rolname::text from pg_roles r
                     where pg_has_role('${PORTAL_LOGIN}', r.oid, 'member') and r.rolname <> '${PORTAL_LOGIN}') as member`,
    );
    expect(member).toEqual(['lazaret_portal']);
  });

  it.each([
    'select * from portal.request',
    'select * from cases.shown',
    'select * from directory.line',
    `select portal.visitor('198.18.7.1', 1, now())`,
    'select portal.case_of(1, 1, now())',
    `select ledger.holder_now('', '198.18.7.1', 1, now())`,
    'update portal.request set outcome = null',
    'delete from portal.request',
    `insert into portal.request (kind, address, port, nonce, line_id) values ('safety', '198.18.7.1', 1, gen_random_uuid(), 1)`,
    `insert into portal.request (kind, address, nonce) values ('safety', '198.18.7.1', gen_random_uuid()) returning line_id`,
    'create table portal.mine ()',
    'create table public.mine ()',
    `select pg_read_file('/etc/passwd')`,
    'truncate portal.request',
    'set role lazaret',
  ])('refused: %s', async (sql) => {
    await expect(database.query(sql)).rejects.toMatchObject({
      code: expect.stringMatching(/^(42501|22023)$/) as string,
    });
  });

  it('a function of ours cannot be made to read another table by a look-alike', async () => {
    const functions = await rows<{ name: string; path: string }>(
      `select p.proname as name, array_to_string(p.proconfig, ' ') as path from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = 'portal' and p.prosecdef order by 1`,
    );
    expect(functions.length).toBe(5);
    for (const { path } of functions) expect(path).toBe('search_path=pg_catalog, pg_temp');
  });

  it('a login that may do more is refused', async () => {
    const strong = new PortalDatabase({ url: fresh.url, onPoolError: () => undefined });
    await expect(strong.query('select 1')).rejects.toThrow(Refused);
    await strong.close();
  });

  it('what takes too long is given up', async () => {
    const since = Date.now();
    await expect(database.query('select pg_sleep(20)')).rejects.toThrow(Unavailable);
    expect(Date.now() - since).toBeLessThan(5_000);
  });
});

it('a database that is away is Unavailable at once, and no reason to end', async () => {
  const nowhere = new PortalDatabase({
    url: 'postgres://x:y@127.0.0.1:9/none',
    onPoolError: () => undefined,
  });
  await expect(nowhere.query('select 1')).rejects.toThrow(Unavailable);
  await expect(nowhere.query('select 1')).rejects.toThrow('a moment ago');
  await nowhere.close();
});

describe('what a page is told', () => {
  it('nothing of an address that is nobody’s', async () => {
    for (const address of ['198.18.99.1', '2001:db8::1', '0.0.0.0', '::'])
      expect(await visitors.visit(address, 1500)).toBeNull();
    await expect(visitors.visit('nonsense', 1)).rejects.toThrow();
  });

  it('of a line without a case: its language, and that there is nothing', async () => {
    const home = await aHome({ brand: 'northlight' });
    expect(await visitors.visit(home.address, null)).toEqual({
      now: NOW,
      locale: 'en-GB',
      timeZone: 'Europe/London',
      brand: 'northlight',
      lineClass: 'residential',
      case: null,
      garden: null,
      asked: null,
    });
  });

  it('of a case its code and what it is about, of the letter its advice', async () => {
    const home = await aHome();
    const { id, code } = await aCaseOf(home, { acknowledged_at: NOW });
    await run((tx) =>
      tx.execute(
        `insert into notices.notice (id, case_id, line_id, tenure_id, template, template_version, round, channel, locale, state, matter,
           message_id, planned_at, due_at, sent_at, settled_at, subject)
         values (nextval('notices.notice_id'), $1, $2, $3, 'first', 'abcdefabcdef', 1, 'email', 'en', 'sent',
           '{"advice": "router", "family": "TheMoon"}', '<notice-1.0123456789abcdef@a.example>', $4, $4, $4, $4, 'x')`,
        [id, home.line, home.tenure, NOW],
      ),
    );
    expect(await visitors.visit(home.address, 4711)).toMatchObject({
      case: { code, class: 'infected', state: 'told', advice: 'router', family: 'TheMoon', toldAt: NOW, lastSeenAt: NOW, upstreams: 0, acknowledgedAt: NOW, clearedAt: null },
      garden: null,
    }); // prettier-ignore
  });

  it('nothing of what is only watched', async () => {
    const home = await aHome();
    await aCaseOf(home, { state: 'watching' });
    expect((await visitors.visit(home.address, null))?.case).toBeNull();
  });

  it.each([
    ['requested', { state: 'requested', confirmed_at: null }, null],
    ['accepted', {}, 'confined'],
    ['active', { state: 'active' }, 'confined'],
    ['an order nobody answered', { state: 'unknown', confirmed_at: null }, null],
    ['a renewal nobody answered', { state: 'unknown' }, null],
    ['no session', { state: 'no-session' }, null],
    ['failed', { state: 'failed', confirmed_at: null, desired: 'open', confinable: null, open_asked_at: NOW, open_why: 'failed', open_by: 'policy', over_at: NOW }, null],
    ['releasing', { state: 'releasing', desired: 'open', confinable: null, open_asked_at: NOW, open_why: 'cleaned', open_by: 'subscriber' }, 'releasing'],
    ['released', { state: 'released', desired: 'open', confinable: null, open_asked_at: NOW, open_why: 'cleaned', open_by: 'subscriber', over_at: NOW }, 'released'],
  ])('the garden is spoken of as the network confirmed it: %s', async (_what, facts, state) => {
    const home = await aHome();
    await confine(home, (await aCaseOf(home)).id, facts);
    expect((await visitors.visit(home.address, null))?.garden?.state ?? null).toBe(state);
  }); // prettier-ignore

  it('the case the line is held for comes first, then what is open, then what ended lately', async () => {
    const home = await aHome();
    const code = async (): Promise<string | undefined> =>
      (await visitors.visit(home.address, null))?.case?.code;
    await aCaseOf(home, { class: 'abusive', state: 'closed', closed_at: new Date('2026-11-02T00:00:00Z'), close_reason: 'clean', cleared_at: new Date('2026-11-02T00:00:00Z') }); // prettier-ignore
    expect(await code()).toBeUndefined();
    const over = await aCaseOf(home, {
      state: 'closed',
      closed_at: NOW,
      close_reason: 'clean',
      cleared_at: NOW,
    });
    expect(await code()).toBeUndefined();
    await run((tx) =>
      tx.execute(
        `insert into notices.notice (id, case_id, line_id, tenure_id, template, template_version, round, channel, locale, state, matter,
           message_id, planned_at, due_at, sent_at, settled_at, subject)
         values (nextval('notices.notice_id'), $1, $2, $3, 'no-longer-seen', 'abcdefabcdef', 1, 'email', 'en', 'sent', '{}',
           '<notice-2.0123456789abcdef@a.example>', $4, $4, $4, $4, 'x')`,
        [over.id, home.line, home.tenure, NOW],
      ),
    );
    expect(await code()).toBe(over.code);
    const open = await aCaseOf(home, { class: 'vulnerable' });
    expect(await code()).toBe(open.code);
    const worse = await aCaseOf(home, { class: 'infected' });
    expect(await code()).toBe(worse.code);
    await confine(home, open.id);
    expect(await code()).toBe(open.code);
  });

  it('a newcomer inherits nothing', async () => {
    const home = await aHome();
    const { id } = await aCaseOf(home);
    await confine(home, id);
    await ask({ address: home.address });
    await run(async (tx) => {
      await tx.execute('update directory.tenure set valid_to = $1 where id = $2', [NOW, home.tenure]);
      await tx.execute(
        `with s as (insert into directory.subscriber (ref, kind) values ('new-' || $1, 'person') returning id)
         insert into directory.tenure (line_id, subscriber_id, valid_from) select $1::bigint, id, $2 from s`,
        [String(home.line), NOW],
      );
    });
    expect(await visitors.visit(home.address, null)).toMatchObject({ case: null, garden: null, asked: null });
    expect(await ask({ address: home.address })).toBe('no-case');
  });

  it('a code is ours once somebody was told, also when all is over', async () => {
    const home = await aHome();
    const watched = await aCaseOf(home, { class: 'abusive', state: 'watching' });
    const told = await aCaseOf(home);
    expect(await visitors.verify('AAAA-AAAA')).toBeNull();
    expect(await visitors.verify(watched.code)).toBeNull();
    expect(await visitors.verify(told.code)).toEqual({ class: 'infected', open: true, writtenAt: null, timeZone: 'Europe/London' }); // prettier-ignore
  });
});

describe('what a visitor asks for', () => {
  const requests = (): Promise<Record<string, unknown>[]> =>
    fresh.database.query('select * from portal.request order by id');

  it.each(REQUEST_KINDS)('%s: whose it is, the database finds out, and forgets the address', async (kind) => {
    const home = await aHome();
    const { id, code } = await aCaseOf(home);
    const nonce = randomUUID();
    expect(await ask({ kind, address: home.address, port: 4711, code, nonce })).toBe('taken');
    expect(await requests()).toMatchObject([
      { kind, line_id: home.line, tenure_id: home.tenure, case_id: id, via: 'address', asked_at: NOW, address: null, port: null, code: null, settled_at: null, outcome: null },
    ]); // prettier-ignore
    expect(await visitors.asked(nonce)).toMatchObject({ kind, via: 'address', at: NOW, outcome: null });
    expect((await visitors.asked(nonce))?.secondsAgo).toBeLessThan(60);
    expect((await visitors.visit(home.address, null))?.asked).toMatchObject({ kind, outcome: null });
    expect(await visitors.asked(randomUUID())).toBeNull();
  });

  it('a form counts once', async () => {
    const home = await aHome();
    await aCaseOf(home);
    const nonce = randomUUID();
    expect(await ask({ address: home.address, nonce })).toBe('taken');
    expect(await ask({ address: home.address, nonce })).toBe('again');
    expect(await requests()).toHaveLength(1);
  });

  it('nobody speaks for nobody', async () => {
    for (const kind of REQUEST_KINDS)
      expect(await ask({ kind, address: '198.18.99.1', port: 1 })).toBe('nobody');
    expect(await ask({ kind: 'safety' })).toBe('nobody');
    expect(await requests()).toEqual([]);
  });

  it('without a case, only what is always open', async () => {
    const home = await aHome();
    const answers: Partial<Record<RequestKind, AskAnswer>> = {};
    for (const kind of REQUEST_KINDS) answers[kind] = await ask({ kind, address: home.address });
    expect(answers).toEqual({
      safety: 'taken',
      call: 'taken',
      cleaned: 'no-case',
      acknowledge: 'no-case',
      'not-me': 'no-case',
    });
    expect(await requests()).toMatchObject([{ case_id: null }, { case_id: null }]);
  });

  it('by a code, from where nobody is known: safety and a call, for a case that is open', async () => {
    const home = await aHome();
    const { id, code } = await aCaseOf(home);
    const answers: Partial<Record<RequestKind, AskAnswer>> = {};
    for (const kind of REQUEST_KINDS) answers[kind] = await ask({ kind, code, address: '198.18.99.1' });
    expect(answers).toEqual({
      safety: 'taken',
      call: 'taken',
      cleaned: 'nobody',
      acknowledge: 'nobody',
      'not-me': 'nobody',
    });
    expect(await requests()).toMatchObject([
      { via: 'code', case_id: id, line_id: home.line },
      { via: 'code' },
    ]);

    const over = await aCaseOf(home, { class: 'abusive', state: 'closed', closed_at: NOW, close_reason: 'clean', cleared_at: NOW }); // prettier-ignore
    const watched = await aCaseOf(home, { class: 'vulnerable', state: 'watching' });
    for (const wrong of [over.code, watched.code, 'AAAA-AAAA'])
      expect(await ask({ kind: 'safety', code: wrong })).toBe('nobody');
  });

  it('another’s code is refused at a known address, whether there is such a case or not', async () => {
    const [home, other] = [await aHome(), await aHome()];
    await aCaseOf(home);
    const { code } = await aCaseOf(other);
    for (const kind of REQUEST_KINDS)
      for (const wrong of [code, 'AAAA-AAAA'])
        expect(await ask({ kind, address: home.address, code: wrong })).toBe('not-yours');
    expect(await requests()).toEqual([]);
  });

  it('six of a kind an hour, and the others go on', async () => {
    const home = await aHome();
    await aCaseOf(home);
    const answers = await Promise.all(Array.from({ length: 9 }, () => ask({ address: home.address })));
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(6);
    expect(answers.filter((answer) => answer === 'too-many')).toHaveLength(3);
    expect(await ask({ kind: 'safety', address: home.address })).toBe('taken');
    await run((tx) => tx.execute(`update portal.request set received_at = received_at - interval '1 hour'`));
    expect(await ask({ address: home.address })).toBe('taken');
  });

  it('tells whoever listens', async () => {
    const home = await aHome();
    await aCaseOf(home);
    const listener = new Listener({ url: fresh.url, onError: () => undefined });
    let heard = (): void => undefined;
    const ready = new Promise<void>((done) => (heard = done));
    listener.on(PORTAL_CHANNEL, () => heard());
    listener.start();
    // It looks once when it begins to listen; what comes after that is the news.
    await ready;
    const news = new Promise<void>((done) => (heard = done));
    await ask({ address: home.address });
    await news;
    await listener.stop();
  });
});

describe('the worker’s side', () => {
  it('takes what waits, the oldest first, leaves out what another has, and settles once', async () => {
    const registry = new Registry();
    const service = new RequestsService(new RequestsRepository(), new PortalMetrics(registry));
    const home = await aHome();
    const { id: caseId } = await aCaseOf(home);
    for (const kind of ['cleaned', 'call', 'safety'] as const) await ask({ kind, address: home.address });

    const [first] = await run((tx) => service.take(tx, 1));
    expect(first).toEqual({
      id: first?.id, kind: 'cleaned', via: 'address', lineId: home.line, tenureId: home.tenure, caseId, askedAt: NOW,
    }); // prettier-ignore
    await run(async (tx) => {
      const mine = await service.take(tx, 2);
      expect(mine.map(({ kind }) => kind)).toEqual(['cleaned', 'call']);
      const other = await Database.connect({ url: fresh.url, poolSize: 1 });
      const theirs = await other.run((elsewhere) => service.take(elsewhere, 10));
      await other.close();
      expect(theirs.map(({ kind }) => kind)).toEqual(['safety']);
      await service.settle(tx, [
        ...mine.map(({ id }) => ({ id, outcome: 'noted' as const, at: NOW })),
        { id: 1_000_000, outcome: 'noted', at: NOW },
      ]);
    });
    await run((tx) => service.settle(tx, [{ id: first?.id ?? 0, outcome: 'desk', at: NOW }]));
    await run((tx) => service.settle(tx, []));
    expect(await run((tx) => service.waiting(tx))).toBe(1);
    expect((await run((tx) => service.take(tx, 10))).map(({ kind }) => kind)).toEqual(['safety']);
    expect(await registry.metrics()).toContain(
      'lazaret_portal_requests_settled_total{kind="cleaned",outcome="noted"} 1',
    );
    expect((await visitors.visit(home.address, null))?.asked?.kind).toBe('safety');
  });
});
