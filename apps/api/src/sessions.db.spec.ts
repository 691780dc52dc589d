import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { AnApi, PASSWORD } from './an-api.contract.js';

let at: AnApi;
beforeAll(async () => {
  at = await AnApi.start();
});
afterAll(() => at.close());

describe('signing in', () => {
  it('sets a cookie that no script reads and no other site sends, and tells who it is', async () => {
    const name = await at.addOperator({ roles: ['analyst'] });
    const answer = await at.stranger().signIn(name);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      name,
      roles: ['analyst'],
      mustChangePassword: false,
      provider: { name: 'Lazaret', demo: null },
    });
    expect(answer.json().permissions).toContain('case.act');
    expect(answer.headers['set-cookie']).toMatch(
      /^__Host-lazaret=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(answer.body).not.toContain(String(answer.cookies[0]?.value));
  });

  it('gives Safari a cookie that it keeps, as long as all stays on this machine', async () => {
    const name = await at.addOperator();
    const safari =
      'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15';
    const visitor = at.stranger();
    const answer = await visitor.ask('POST', '/session', {
      body: { name, password: PASSWORD },
      headers: { 'user-agent': safari },
    });
    expect(answer.headers['set-cookie']).toMatch(/^lazaret=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await visitor.ask('GET', '/session')).statusCode).toBe(200);
  });

  it('never goes on with a token that was there before', async () => {
    const [mallory, anna] = [await at.someone('viewer'), at.stranger()];
    const planted = mallory.cookie;
    anna.cookie = planted;
    const name = await at.addOperator({ roles: ['admin'] });
    await anna.signIn(name);
    expect(anna.cookie).not.toBe(planted);
    // What was planted is worth nothing any more, and never was Anna's.
    mallory.cookie = planted;
    expect((await mallory.ask('GET', '/session')).statusCode).toBe(401);
    expect((await anna.ask('GET', '/session')).json()).toMatchObject({ name });
  });

  it('tells a wrong name and a wrong password alike', async () => {
    const name = await at.addOperator();
    const wrong = await at.stranger().signIn(name, 'not the password at all');
    const unknown = await at.stranger().signIn('nobody-of-that-name', 'not the password at all');
    for (const answer of [wrong, unknown]) {
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    const { traceId: _, ...told } = wrong.json();
    expect(unknown.json()).toMatchObject(told);
  });

  it('is locked after too many wrong passwords, for the right one too, and opens by itself', async () => {
    const name = await at.addOperator();
    const anna = at.stranger();
    let answer = await anna.signIn(name, 'wrong password');
    for (let tries = 0; answer.statusCode === 401 && tries < 20; tries += 1)
      answer = await anna.signIn(name, 'wrong password');
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await anna.signIn(name)).statusCode).toBe(429);
    const admin = await at.someone('admin');
    const { items } = (await admin.ask('GET', '/audit?action=session.locked')).json();
    expect(items[0]).toMatchObject({ subject: `operator ${name}`, actor: 'api' });
    at.pass(60);
    expect((await anna.signIn(name)).statusCode).toBe(200);
  });

  it.each([
    ['no name', { password: PASSWORD }, '/body/name'],
    ['no password', { name: 'anna' }, '/body/password'],
    ['more than that', { name: 'anna', password: PASSWORD, role: 'admin' }, '/body/role'],
    ['a list', [], '/body'],
    ['nothing', undefined, '/body'],
  ])('takes %s for a mistake and says where', async (_, body, pointer) => {
    const answer = await at.stranger().ask('POST', '/session', { body });
    expect(answer.statusCode).toBe(400);
    const { errors } = answer.json<{ errors: { pointer: string }[] }>();
    expect(errors.map((one) => one.pointer)).toContain(pointer);
  });
});

describe('a session', () => {
  it('ends after half an hour without use', async () => {
    const anna = await at.someone('viewer');
    at.pass(29);
    expect((await anna.ask('GET', '/session')).statusCode).toBe(200);
    at.pass(29);
    expect((await anna.ask('GET', '/session')).statusCode).toBe(200);
    at.pass(31);
    expect((await anna.ask('GET', '/session')).statusCode).toBe(401);
  });

  it('is not kept alive by what the console asks by itself', async () => {
    const anna = await at.someone('viewer');
    for (let minutes = 0; minutes < 30; minutes += 10) {
      expect((await anna.ask('GET', '/health')).statusCode).toBe(200);
      const away = { headers: { 'x-lazaret-away': '1' } };
      expect((await anna.ask('GET', '/cases', away)).statusCode).toBe(200);
      at.pass(10);
    }
    expect((await anna.ask('GET', '/health')).statusCode).toBe(401);
  });

  it('ends after twelve hours, however busy', async () => {
    const anna = await at.someone('viewer');
    for (let hours = 0; hours < 11.5; hours += 0.25) {
      at.pass(15);
      expect((await anna.ask('GET', '/session')).statusCode).toBe(200);
    }
    at.pass(29);
    expect((await anna.ask('GET', '/session')).statusCode).toBe(200);
    at.pass(2);
    expect((await anna.ask('GET', '/session')).statusCode).toBe(401);
  });

  it('ends by signing out, and its cookie goes', async () => {
    const anna = await at.someone('viewer');
    const { cookie } = anna;
    const answer = await anna.ask('DELETE', '/session');
    expect([answer.statusCode, answer.body]).toEqual([204, '']);
    expect(anna.cookie).toBeUndefined();
    anna.cookie = cookie;
    expect((await anna.ask('GET', '/session')).statusCode).toBe(401);
  });

  it('is one of several, each of which can be ended, and nobody else’s', async () => {
    const name = await at.addOperator();
    const [here, there, mallory] = [at.stranger(), at.stranger(), await at.someone('viewer')];
    await here.signIn(name);
    await there.signIn(name);
    const { items } = (await here.ask('GET', '/sessions')).json<{
      items: { id: string; current: boolean }[];
    }>();
    expect(items.filter(({ current }) => current)).toHaveLength(1);
    const other = items.find(({ current }) => !current)?.id ?? '';
    expect((await mallory.ask('DELETE', `/sessions/${other}`)).statusCode).toBe(404);
    expect((await there.ask('GET', '/session')).statusCode).toBe(200);
    expect((await here.ask('DELETE', `/sessions/${other}`)).statusCode).toBe(204);
    expect((await there.ask('GET', '/session')).statusCode).toBe(401);
  });

  it('can do nothing before a given password is changed, and then the others end', async () => {
    const admin = await at.someone('admin');
    const made = await admin.ask('POST', '/operators', {
      body: { name: 'carla', displayName: 'Carla', roles: ['analyst'] },
    });
    expect(made.statusCode).toBe(201);
    const { firstPassword } = made.json<{ firstPassword: string }>();
    const [carla, elsewhere] = [at.stranger(), at.stranger()];
    await elsewhere.signIn('carla', firstPassword);
    expect((await carla.signIn('carla', firstPassword)).json()).toMatchObject({ mustChangePassword: true });
    for (const path of ['/approvals', '/views', '/health', '/events'])
      expect((await carla.ask('GET', path)).json()).toMatchObject({
        type: '/problems#change-password-first',
      });
    const bad = await carla.ask('POST', '/session/password', {
      body: { current: PASSWORD, next: 'a new one, longer' },
    });
    expect([bad.statusCode, bad.json().errors[0].pointer]).toEqual([422, '/body/current']);
    const good = { current: firstPassword, next: 'seven geese cross a bridge' };
    expect((await carla.ask('POST', '/session/password', { body: good })).statusCode).toBe(204);
    expect((await carla.ask('GET', '/views')).statusCode).toBe(200);
    expect((await elsewhere.ask('GET', '/session')).statusCode).toBe(401);
  });

  it('ends at once when its operator is locked out', async () => {
    const [admin, viewer] = [await at.someone('admin'), await at.someone('viewer')];
    const path = `/operators/${viewer.name}`;
    const answer = await admin.ask('PATCH', path, {
      body: { disabled: true },
      headers: { 'if-match': '"1"' },
    });
    expect(answer.statusCode).toBe(200);
    expect((await viewer.ask('GET', '/session')).statusCode).toBe(401);
    expect((await viewer.signIn(viewer.name)).statusCode).toBe(401);
  });

  it('keeps how the console looks', async () => {
    const anna = await at.someone('viewer');
    const wanted = { locale: 'de', timeZone: 'Europe/Berlin', theme: 'dark', shortcuts: false };
    expect((await anna.ask('PUT', '/session/preferences', { body: wanted })).json()).toEqual(wanted);
    expect((await anna.ask('GET', '/session')).json().preferences).toEqual(wanted);
    const nowhere = { ...wanted, timeZone: 'Europe/Nowhere' };
    expect((await anna.ask('PUT', '/session/preferences', { body: nowhere })).json()).toMatchObject({
      status: 422,
      errors: [{ pointer: '/body/timeZone' }],
    });
  });
});

it('views are saved, shared, replaced and forgotten by who saved them', async () => {
  const [anna, ben] = [await at.someone('viewer'), await at.someone('viewer')];
  const body = { name: 'Mine', page: 'cases', search: 'waits=person', shared: true };
  const saved = await anna.ask('POST', '/views', { body });
  expect([saved.statusCode, saved.json()]).toMatchObject([201, { ...body, mine: true }]);
  const { id } = saved.json<{ id: number }>();
  expect((await ben.ask('GET', '/views')).json().items).toMatchObject([{ id, mine: false }]);
  expect((await ben.ask('DELETE', `/views/${id}`)).statusCode).toBe(404);
  expect((await anna.ask('DELETE', `/views/${id}`)).statusCode).toBe(204);
  expect((await anna.ask('GET', '/views')).json()).toEqual({ items: [] });
});
