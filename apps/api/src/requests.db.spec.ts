import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { OperatorsService } from '@lazaret/access';
import { API_BASE } from '@lazaret/contracts';
import { Unavailable } from '@lazaret/kernel';

import { AnApi, PASSWORD, type Visitor } from './an-api.contract.js';

let at: AnApi;
let admin: Visitor;
beforeAll(async () => {
  at = await AnApi.start({ LAZARET_API_REQUESTS_PER_MINUTE: '60' });
  admin = await at.someone('admin');
});
afterAll(() => at.close());

interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly traceId: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  readonly current?: unknown;
}

describe('what cannot be read', () => {
  const post = (payload: string, type = 'application/json') =>
    at.stranger().raw({
      method: 'POST',
      url: `${API_BASE}/session`,
      headers: { 'content-type': type, 'x-lazaret': '1' },
      payload,
    });

  it.each([
    ['half a body', '{"name": "an', 'application/json', 400],
    ['a body that reaches into prototypes', '{"__proto__": {"name": "x"}}', 'application/json', 400],
    ['a body nested too deep', `${'['.repeat(40)}${']'.repeat(40)}`, 'application/json', 400],
    ['a form', 'name=anna', 'application/x-www-form-urlencoded', 415],
    ['a text', '{"name": "anna"}', 'text/plain', 415],
    ['too much', `{"name": "${'x'.repeat(70_000)}"}`, 'application/json', 413],
  ])('%s is answered as such', async (_, payload, type, status) => {
    const answer = await post(payload, type);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json()).toMatchObject({ status, traceId: answer.headers['x-request-id'] });
  });

  it('of a query is named, and a name nobody knows as well', async () => {
    const wrong = async (query: string) => (await admin.ask('GET', `/audit?${query}`)).json<Problem>().errors;
    expect(await wrong('limit=none')).toMatchObject([{ pointer: '/query/limit' }]);
    expect(await wrong('limit=1000')).toMatchObject([{ pointer: '/query/limit' }]);
    expect(await wrong('actr=anna')).toEqual([
      { pointer: '/query/actr', detail: 'there is nothing of that name' },
    ]);
    expect(await wrong('actor=a&actor=b')).toMatchObject([{ pointer: '/query/actor' }]);
  });

  it('of a path is named', async () => {
    const answer = await admin.ask('DELETE', '/views/minus-one');
    expect([answer.statusCode, answer.json<Problem>().errors?.[0]?.pointer]).toEqual([400, '/params/id']);
  });
});

describe('what a room refuses', () => {
  it('is named where it stands in the request, or in words', async () => {
    const someone = await at.someone('analyst', 'engineer');
    const pointers = async (answer: Promise<{ json<T>(): T }>) => (await answer).json<Problem>().errors?.[0];
    expect(await pointers(someone.ask('GET', '/cases/nope'))).toMatchObject({ pointer: '/params/code' });
    expect(await pointers(someone.ask('GET', '/approvals?after=nope'))).toMatchObject({
      pointer: '/query/after',
    });
    expect(await pointers(someone.ask('POST', '/policies', { body: { content: '{}' } }))).toMatchObject({
      pointer: '/body',
      detail: expect.stringMatching(/^line 1, version: must be 1/),
    });
  });
});

describe('what is not there', () => {
  it.each([
    ['GET', '/api/v1/nothing'],
    ['POST', '/api/v1/nothing'],
    ['POST', '/api/v1/audit'],
    ['GET', '/api/v2/cases'],
    ['GET', '/api'],
    ['GET', '/assets/none.js'],
  ] as const)('%s %s', async (method, url) => {
    const answer = await at.stranger().raw({ method, url });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([404, 'application/problem+json']);
    expect(answer.json()).toMatchObject({ type: '/problems#not-there', status: 404 });
  });

  it('a site of another name', async () => {
    for (const host of ['lazaret.attacker.example', 'attacker.example:8080', '127.0.0.1.attacker.example'])
      expect(
        (await admin.raw({ method: 'GET', url: `${API_BASE}/session`, headers: { host } })).statusCode,
      ).toBe(421);
  });
});

describe('a change of what others change too', () => {
  it('needs the version that was seen, and is refused when that is old', async () => {
    const name = await at.addOperator();
    const change = (body: unknown, headers: Record<string, string> = {}) =>
      admin.ask('PATCH', `/operators/${name}`, { body, headers });
    expect((await change({ displayName: 'One' })).statusCode).toBe(428);
    expect((await change({ displayName: 'One' }, { 'if-match': '*' })).statusCode).toBe(400);
    expect((await change({ displayName: 'One' }, { 'if-match': 'W/"1"' })).statusCode).toBe(400);
    const first = await change({ displayName: 'One' }, { 'if-match': '"1"' });
    expect([first.statusCode, first.headers.etag]).toEqual([200, '"2"']);
    const second = await change({ displayName: 'Two' }, { 'if-match': '"1"' });
    expect([second.statusCode, second.headers.etag]).toEqual([412, '"2"']);
    const told = second.json<Problem & { current: Record<string, unknown> }>();
    expect(told.current).toMatchObject({ name, displayName: 'One', version: 2 });
    // An operator has a number inside; nobody declared it.
    expect(told.current).not.toHaveProperty('id');
    const { items } = (await admin.ask('GET', `/audit?subject=${name}`)).json<{ items: unknown[] }>();
    expect(items).toMatchObject([
      {
        action: 'operator.change',
        actor: admin.name,
        before: { displayName: name },
        after: { displayName: 'One' },
      },
    ]);
  });

  it('is refused with the place of what cannot be', async () => {
    const alone = await at.addOperator();
    const answer = await admin.ask('PATCH', `/operators/${admin.name}`, {
      body: { roles: ['viewer'] },
      headers: { 'if-match': '"1"' },
    });
    expect([answer.statusCode, answer.json<Problem>().errors?.[0]?.pointer]).toEqual([422, '/body/roles']);
    const none = await admin.ask('PATCH', `/operators/not-${alone}`, {
      body: {},
      headers: { 'if-match': '"1"' },
    });
    expect(none.statusCode).toBe(404);
  });
});

describe('a list', () => {
  it('goes on behind its last page, and says where', async () => {
    const engineer = await at.someone('admin');
    for (let n = 0; n < 3; n += 1) await engineer.ask('POST', '/audit/verify', { body: {} });
    const path = '/audit?action=audit.verify&limit=2';
    const first = await engineer.ask('GET', path);
    const { items, next } = first.json<{ items: unknown[]; next: string }>();
    expect(items).toHaveLength(2);
    expect(first.headers.link).toBe(`<${API_BASE}${path}&after=${next}>; rel="next"`);
    const second = await engineer.ask('GET', `${path}&after=${next}`);
    expect(second.json()).toMatchObject({ items: [{ action: 'audit.verify' }], next: null });
    expect(second.headers.link).toBeUndefined();
  });
});

describe('an answer', () => {
  it('has nothing that its route does not declare', async () => {
    const { items } = (await admin.ask('GET', '/operators')).json<{ items: object[] }>();
    expect(Object.keys(items[0] ?? {})).not.toContain('id');
    expect(Object.keys(items[0] ?? {})).toContain('lockedUntil');
  });

  it('that lacks what its route declares is a defect of ours, of which nobody is told the inside', async () => {
    const operators = at.desk.get(OperatorsService);
    operators.list = async () => [{ name: 'canary-of-a-person' }] as never;
    const answer = await admin.ask('GET', '/operators');
    Reflect.deleteProperty(operators, 'list');
    expect(answer.json()).toEqual({
      type: '/problems#broken',
      title: 'A defect of ours',
      status: 500,
      traceId: answer.headers['x-request-id'],
    });
    const line = at.lines.find((one) => one.includes(String(answer.headers['x-request-id'])));
    expect(line).toContain('GET /operators answers other than it declares');
    expect(line).not.toContain('canary-of-a-person');
  });

  it('says nothing of what broke inside, and when it may be worth asking again', async () => {
    const operators = at.desk.get(OperatorsService);
    const failing = async (error: Error) => {
      operators.list = async () => {
        throw error;
      };
      const answer = await admin.ask('GET', '/operators');
      Reflect.deleteProperty(operators, 'list');
      return answer;
    };
    const sql = Object.assign(new Error('duplicate key (email)=(canary@person.example)'), {
      query: 'select canary from person',
      parameters: ['canary'],
    });
    const broken = await failing(sql);
    expect(broken.statusCode).toBe(500);
    const away = await failing(new Unavailable('postgres://canary:canary@db/x cannot be reached'));
    expect([away.statusCode, away.headers['retry-after']]).toEqual([503, '15']);
    expect(broken.body + away.body).not.toMatch(/canary|stack|at .*\.ts|select|postgres/);
    expect(at.lines.join('')).not.toContain('canary@person');
    expect(at.lines.join('')).not.toContain('canary:canary');
  });

  it('is kept by nobody, shown in no frame, and read by no page of others', async () => {
    const { headers } = await admin.ask('GET', '/session');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
    for (const site of ['cross-site', 'same-site'])
      expect((await admin.ask('GET', '/session', { headers: { 'sec-fetch-site': site } })).statusCode).toBe(
        403,
      );
  });
});

describe('too many requests', () => {
  it('of one session are refused with the time to wait, and of others are not', async () => {
    const [greedy, other] = [await at.someone('viewer'), await at.someone('viewer')];
    let answer = await greedy.ask('GET', '/session');
    expect(answer.headers).toMatchObject({
      'ratelimit-policy': '"session";q=60;w=60',
      ratelimit: expect.stringMatching(/^"session";r=59;t=\d+$/),
    });
    for (let n = 0; n < 60; n += 1) answer = await greedy.ask('GET', '/session');
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.headers['ratelimit']).toMatch(/^"session";r=0;t=\d+$/);
    expect(answer.json()).toMatchObject({ type: '/problems#too-many' });
    expect((await other.ask('GET', '/session')).statusCode).toBe(200);
  });

  it('of one address are refused whatever cookie they carry, sign-ins before the rest', async () => {
    const stranger = at.stranger();
    const name = 'nobody';
    const statuses: number[] = [];
    for (let n = 0; n < 22; n += 1)
      statuses.push(
        (await stranger.ask('POST', '/session', { body: { name, password: 'x'.repeat(12) } })).statusCode,
      );
    expect(statuses.slice(-2)).toEqual([429, 429]);
    const asked = async (n: number) => {
      stranger.cookie = `__Host-lazaret=${String(n).padStart(43, 'A')}`;
      return (await stranger.ask('GET', '/session')).statusCode;
    };
    const seen = new Set<number>();
    for (let n = 0; n < 240; n += 1) seen.add(await asked(n));
    expect(seen).toEqual(new Set([401, 429]));
  });
});

it('neither passwords, tokens, names nor what was looked for are in the log', async () => {
  const someone = await at.someone('analyst');
  await at.stranger().signIn('canary-name', 'canary password');
  await someone.ask('GET', '/session?canary=canary-query');
  await someone.ask('POST', '/search', { body: { words: 'canary-words@person.example' } });
  await someone.ask('GET', '/lines/canary-line');
  const log = at.lines.join('');
  expect(log).toContain('a request was turned away');
  for (const secret of [
    PASSWORD,
    String(someone.cookie?.split('=')[1]),
    'canary',
    someone.name,
    someone.address,
  ])
    expect(log).not.toContain(secret);
});
