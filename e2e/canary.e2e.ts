import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { API_BASE, routes, type Route } from '@lazaret/contracts';

import { DemoHouse } from './demo-house.js';
import { findCanaries, type Canaries, type Places } from './find-canaries.js';
import { until } from './house.js';
import { Operator } from './operator.js';

/**
 * Nothing secret and nobody's data in what is written down beside the truth: logs of every program at their most
 * talkative, jobs, the queue, the audit, metrics, answers to wrong requests, addresses of requests.
 */
const TYPED = 'a password typed by mistake as a name';
const CLEAN = 'looked at because they called';

/** What is kept, or quoted to its author, as it was given: reasons, places of the network, the text of a policy. */
const KEPT: Readonly<Record<string, string>> = { why: CLEAN, text: CLEAN, purpose: CLEAN, content: CLEAN, nas: 'bng-west', region: 'west' }; // prettier-ignore

let house: DemoHouse;
let anna: Operator;
let canaries: Canaries;
/** People of whom we ask by every way there is: among them somebody who was told by letter. */
let asked: readonly string[];
let observed: readonly string[];
/** What a test was answered to wrong requests; and where all good ones went. */
let answers = '';
let addresses = '';

beforeAll(async () => {
  const [portal, api] = await Promise.all([freePort(), freePort()]);
  observed = [portal, api].map((port) => `http://127.0.0.1:${port}/metrics`);
  house = await DemoHouse.open({
    LAZARET_LOG_LEVEL: 'debug',
    LAZARET_PORTAL_OBSERVE_PORT: String(portal),
    LAZARET_API_OBSERVE_PORT: String(api),
    LAZARET_API_REQUESTS_PER_MINUTE: '10000',
  });
  await keepWhatIsTakenAway();
  const { user, password } = house.ready;
  anna = new Operator(house.ready.console, user, password);
  expect(await anna.signIn()).toMatchObject({ status: 200 });
  canaries = await gather();
  await advance('1d');
}, 300_000);
afterAll(() => house?.close());
beforeEach(() => {
  answers = '';
});

it('there is much to be found', () => {
  expect(Object.fromEntries(Object.entries(canaries).map(([kind, of]) => [kind, of.length]))).toEqual({
    password: expect.any(Number),
    'session token': 1,
    'key of the house': 2,
    'database password': 1,
    'RADIUS secret': 3,
    'typed by mistake': 1,
    'e-mail address': 5_000,
    'telephone number': 5_000,
    'customer number': 5_000,
    'user name': 5_000,
    'address of a line': expect.any(Number),
  });
  expect(canaries['address of a line']?.length).toBeGreaterThan(50);
});

describe('every route, asked with what it must not repeat', () => {
  it.each(Object.keys(routes).filter((name) => name !== 'signOut'))('%s', async (name) => {
    const route: Route = routes[name as keyof typeof routes];
    if (route.events) return;
    // To a route that asks for a row's number, a telephone number is one.
    for (const canary of asked.filter((one) => !/:id/.test(route.path) || Number.isNaN(Number(one)))) {
      const path = route.path.replaceAll(/:[a-z]+/gi, encodeURIComponent(canary));
      const keys = Object.keys(route.query?.shape ?? {});
      const query = keys.length === 0 ? '' : `?${new URLSearchParams(Object.fromEntries(keys.map((key) => [key, canary]))).toString()}`; // prettier-ignore
      await wrong(route.method, path + query, route.body === undefined ? undefined : bodyOf(route.body, canary)); // prettier-ignore
      if (route.body === undefined) continue;
      await wrong(route.method, path, { [Object.keys(shapeOf(route.body))[0] ?? 'x']: { of: canary } });
      await wrong(route.method, path, `{"words": "${canary}`);
    }
    expect(findCanaries(canaries, { answers })).toEqual([]);
  });
});

it('strangers, wrong sign-ins and the portal repeat nothing either', async () => {
  const stranger = new Operator(house.ready.console, TYPED, asked[0] ?? '');
  for (const name of [TYPED, ...asked])
    answers += JSON.stringify(await stranger.ask('POST', '/session', { name, password: house.ready.password }));
  for (const canary of asked) {
    const headers = { 'x-request-id': canary, traceparent: canary, cookie: `__Host-lazaret=${canary}`, referer: `https://a.example/${canary}`, forwarded: `for="${canary}"` }; // prettier-ignore
    answers += JSON.stringify(await anna.ask('GET', '/cases', undefined, headers));
    for (const [path, body] of [
      ['/check', `typed=${encodeURIComponent(canary)}`],
      ['/ask', `t=${encodeURIComponent(canary)}&kind=${encodeURIComponent(canary)}`],
      [`/${encodeURIComponent(canary)}?n=${encodeURIComponent(canary)}`, undefined],
    ] as const) {
      const answer = await fetch(new URL(path, house.ready.portal), {
        method: body === undefined ? 'GET' : 'POST',
        redirect: 'manual',
        headers: { forwarded: `for="${canary}"`, 'content-type': 'application/x-www-form-urlencoded' },
        ...(body === undefined ? {} : { body }),
      });
      // What somebody typed stands in his own form again, so that he can put it right.
      const text = (await answer.text()).replace(/(name="typed" value=")[^"]*/, '$1');
      answers += `${JSON.stringify([...answer.headers])} ${text}\n`;
    }
  }
  expect(findCanaries(canaries, { answers })).toEqual([]);
}); // prettier-ignore

it('people are looked up, shown and let out, and the work that follows names none of them', async () => {
  for (const words of asked)
    for (const path of ['/search', '/helpline'])
      expect((await good('POST', path, { words })).status).toBe(200);
  const [held] = await house.rows<{ ref: string }>(
    `select l.ref from cases.listed c join directory.line l on l.id = c.line_id where c.garden = 'active' limit 1`,
  );
  const line = `/lines/${held?.ref ?? ''}`;
  expect((await good('POST', `${line}/reveal`, { purpose: CLEAN })).status).toBe(200);
  expect((await good('POST', `${line}/actions`, { action: 'release', why: CLEAN })).status).toBe(200);
  await advance('6h');
  const looks = await house.rows<{ datum: string }>(`select * from directory.lookup where actor = 'anna'`);
  expect(looks.length).toBeGreaterThan(2);
});

it('none of our routes takes a person in its address', () => {
  expect(findCanaries(canaries, { addresses })).toEqual([]);
  // Lines, cases and operators go by names of ours.
  const taken = Object.values(routes).flatMap(({ path }: Route) => path.match(/:[a-z]+/gi) ?? []);
  expect([...new Set(taken)].sort()).toEqual([':code', ':id', ':name', ':ref']);
});

it('nothing was written down, by anybody, anywhere', async () => {
  const places = await written();
  for (const [place, text] of Object.entries(places)) expect([place, text.length > 0]).toEqual([place, true]);
  expect(findCanaries(canaries, places)).toEqual([]);
});

describe('it would be seen', () => {
  it('whatever it is, wherever it stands, however it is written', async () => {
    const places = await written();
    for (const [kind, [canary = '']] of Object.entries(canaries))
      for (const place of Object.keys(places))
        for (const told of [
          ` "to":"${canary}" `,
          ` (${canary.toUpperCase()}). `,
          ` ?q=${encodeURIComponent(canary)}&x `,
          ` ${Buffer.from(canary).toString('base64')} `,
        ])
          expect(whats({ [kind]: canaries[kind] ?? [] }, { [place]: told })).toEqual([
            `${kind} in ${place}`,
          ]);
  });

  it('in a job that was given up, and in the audit', async () => {
    const [mail] = canaries['e-mail address'] ?? [];
    await house.rows(
      `insert into platform.outbox (job, ids, failed_at, error) values ('notice.send', '{1}', now(), $1)`,
      [`550 <${mail}> unknown`],
    );
    await house.rows(`delete from platform.outbox where error like '550 %'`);
    const [number] = canaries['telephone number'] ?? [];
    const body = { text: CLEAN };
    const [{ code } = { code: '' }] = await house.rows<{ code: string }>('select code from cases."case" limit 1');
    await good('POST', `/cases/${code}/notes`, body);
    await house.rows('alter table access.audit disable trigger all');
    await house.rows(`update access.audit set why = $1 where id = (select max(id) from access.audit)`, [
      `${number} called`,
    ]);
    expect(whats(canaries, await written())).toEqual([
      'e-mail address in jobs',
      'telephone number in the audit',
    ]);
  });
}); // prettier-ignore

function whats(of: Canaries, places: Places): string[] {
  return findCanaries(of, places).map(({ what }) => what).sort(); // prettier-ignore
}

/** Sends something wrong; what is answered to it is kept. */
async function wrong(method: Route['method'], path: string, body: unknown): Promise<void> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(new URL(API_BASE + path, house.ready.console), {
    method,
    headers: {
      'x-lazaret': '1',
      cookie: `${anna.cookie.name}=${anna.cookie.value}`,
      'if-match': '"1"',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: text }),
  });
  const said = await answer.text();
  expect([path, answer.status < 500]).toEqual([path, true]);
  // What somebody may see stands in good answers; in all others only what is wrong.
  if (answer.status >= 400) answers += `${JSON.stringify([...answer.headers])} ${said}\n`;
}

async function good(method: Route['method'], path: string, body: unknown): ReturnType<Operator['ask']> {
  addresses += `${method} ${path}\n`;
  return anna.ask(method, path, body);
}

/** Lets the clock go on, once it stands still. */
async function advance(span: string): Promise<void> {
  await until(
    () => house.must(['demo', 'advance', span, '--json']),
    (said) => said.includes('now'),
    60,
  );
}

/** Everything that is written down beside the truth. */
async function written(): Promise<Places> {
  const metrics = await Promise.all(
    [house.ready.metrics, ...observed].map(async (url) => (await fetch(url)).text()),
  );
  const of = async (table: string): Promise<string> =>
    (await house.rows<{ row: string }>(`select row_to_json(t)::text as row from ${table} t`)).map(({ row }) => row).join('\n'); // prettier-ignore
  const queue = await house.rows<{ name: string }>(
    `select format('bullmq.%I', table_name) as name from information_schema.tables where table_schema = 'bullmq'`,
  );
  return {
    'the log': house.said,
    metrics: metrics.join('\n'),
    jobs: `${await of('platform.outbox')}\n${await of('public.taken_away')}`,
    'the queue': (await Promise.all(queue.map(({ name }) => of(name)))).join('\n'),
    'the audit': await of('access.audit'),
    sessions: `${await of('access.session')}\n${await of('access.attempt')}\n${await of('access.operator')}`,
    looks: await of('directory.lookup'),
    cases: `${await of('cases.event')}\n${await of('cases.decision')}\n${await of('cases.listed')}`,
    garden: await of('garden.confinement'),
    'errors of letters': (await house.rows<{ error: string }>(`select coalesce(error, '-') || ' ' || coalesce(receipt, '-') as error from notices.notice`)).map(({ error }) => error).join('\n'), // prettier-ignore
    'errors of reports': (await house.rows<{ error: string }>(`select coalesce(error, '-') as error from feeds.report`)).map(({ error }) => error).join('\n'), // prettier-ignore
  };
}

/** Jobs live for moments: each state of each is copied. */
async function keepWhatIsTakenAway(): Promise<void> {
  await house.rows('create table public.taken_away (row jsonb)');
  await house.rows(`create function public.keep() returns trigger language plpgsql as
    $$ begin insert into public.taken_away values (to_jsonb(new)); return null; end $$`);
  for (const table of ['platform.outbox', 'bullmq.job'])
    await house.rows(`create trigger kept after insert or update on ${table} for each row execute function public.keep()`); // prettier-ignore
}

async function gather(): Promise<Canaries> {
  const read = async (...path: string[]): Promise<string> => readFile(join(house.folder, ...path), 'utf8');
  const all = async (sql: string): Promise<string[]> => (await house.rows<{ v: string }>(sql)).map(({ v }) => v);
  const keys = JSON.parse(await read('keys.json')) as { garden: string; portal: string };
  const secrets = [...(await read('demo', 'network', 'nas.json')).matchAll(/"secret":\s*"([^"]+)"/g)];
  const contacts = (channel: string): Promise<string[]> =>
    all(`select value as v from directory.contact where channel = '${channel}' order by id`);
  const mails = await contacts('email');
  const phones = await contacts('phone');
  const customers = await all('select ref as v from directory.subscriber order by id');
  const names = await all(`select value as v from directory.access where kind = 'user-name' order by id`);
  const seen = await all('select distinct host(address) as v from feeds.observation');
  const [told = 1] = (await house.rows<{ id: number }>(
    'select t.subscriber_id::int as id from notices.notice n join directory.tenure t on t.id = n.tenure_id order by n.id limit 1',
  )).map(({ id }) => id);
  const at = told - 1;
  asked = [mails[at], phones[at], customers[at], names[at]].map(String);
  return {
    password: [house.ready.password, house.ready.second.password],
    'session token': [anna.cookie.value],
    'key of the house': [keys.garden, keys.portal],
    'database password': [new URL(house.environment['LAZARET_DATABASE_URL'] ?? '').password],
    'RADIUS secret': secrets.map(([, secret = '']) => secret),
    'typed by mistake': [TYPED],
    'e-mail address': mails,
    'telephone number': phones,
    'customer number': customers,
    'user name': names,
    'address of a line': seen,
  };
} // prettier-ignore

type Schema = Readonly<Record<string, unknown>>;

/** A body of the right shape: every text is the canary, but for what is kept as it was given. */
function bodyOf(type: z.ZodType, canary: string): unknown {
  return fill(z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }), canary);
}

function shapeOf(type: z.ZodType): Schema {
  const { properties } = z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' });
  return properties ?? {};
}

function fill(schema: Schema, canary: string, name = ''): unknown {
  const [first] = (schema['anyOf'] ?? []) as Schema[];
  if (first) return fill(first, canary, name);
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  if (schema['type'] === 'array') return [fill(schema['items'] as Schema, canary, name)];
  if (schema['type'] === 'integer' || schema['type'] === 'number') return 1;
  if (schema['type'] === 'boolean') return false;
  if (schema['type'] === 'object')
    return Object.fromEntries(
      Object.entries((schema['properties'] ?? {}) as Record<string, Schema>).map(([key, of]) => [
        key,
        fill(of, canary, key),
      ]),
    );
  return KEPT[name] ?? canary;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
