import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { Refused, type Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { accessEntities } from './access.entity.js';
import { FORGOTTEN_MS } from './judge-attempts.js';
import { Passwords } from './passwords.service.js';
import { MOST_SESSIONS, type SignedInOrNot, type SigningIn } from './session.js';
import { CHEAP, GOOD_PASSWORD, makeAccess, makeOperator } from './testing.js';

const { sessions, operators, retention, registry } = makeAccess();
const START = new Date('2026-11-25T09:00:00Z');
const after = (minutes: number, from: Instant = START): Instant =>
  new Date(from.getTime() + minutes * 60_000);
const seconds = (n: number, from: Instant = START): Instant => new Date(from.getTime() + n * 1000);

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase(accessEntities);
});
afterAll(() => fresh.close());
beforeEach(() =>
  run(async (tx) => {
    await tx.query('truncate access.session, access.attempt, access.view, access.operator');
    await makeOperator(tx, 'anna');
    await makeOperator(tx, 'root', { roles: ['admin'] });
  }),
);

function run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return fresh.database.run(work);
}

const asked = (with_: Partial<SigningIn> = {}): SigningIn => ({
  name: 'anna',
  password: GOOD_PASSWORD,
  agent: 'Firefox 140',
  address: '192.0.2.7',
  ...with_,
});

function signIn(with_: Partial<SigningIn> = {}, at = START): Promise<SignedInOrNot> {
  return run((tx) => sessions.signIn(tx, asked(with_), at));
}

async function token(with_: Partial<SigningIn> = {}, at = START): Promise<string> {
  const answer = await signIn(with_, at);
  if (!('token' in answer)) throw new Error(answer.refused);
  return answer.token;
}

const find = (of: string, at: Instant, quiet = false): ReturnType<typeof sessions.find> =>
  run((tx) => sessions.find(tx, of, at, { quiet }));

describe('signing in', () => {
  it('answers a token that stands nowhere, and who it is', async () => {
    const answer = await signIn({ name: ' Anna ', agent: `Evil\n\u202e${'x'.repeat(400)}` });
    expect(answer).toMatchObject({
      token: expect.stringMatching(/^[\w-]{43}$/),
      session: {
        name: 'anna',
        roles: ['analyst'],
        mustChangePassword: false,
        startedAt: START,
        expiresAt: after(30),
        preferences: { locale: 'en', timeZone: 'UTC' },
      },
    });
    if (!('token' in answer)) return;
    expect(answer.session.permissions.has('case.act')).toBe(true);
    expect(answer.session.permissions.has('operator.manage')).toBe(false);
    const [row] = await fresh.database.query<object>('select s.*, s::text as text from access.session s');
    expect(JSON.stringify(row)).not.toContain(answer.token);
    expect(row).toMatchObject({ agent: expect.stringMatching(/^Evilx{196}$/) });
    const [operator] = await run((tx) => operators.list(tx, START));
    expect(operator).toMatchObject({ name: 'anna', sessions: 1, signedInAt: START });
  });

  it('says the same for a wrong password, an unknown name and somebody locked out', async () => {
    await run((tx) => operators.change(tx, 'anna', 1, { disabled: true }, START));
    const wrong = { refused: 'wrong', retryAfterSeconds: null };
    // Who it was is for the audit, not for the answer.
    expect(await signIn({ name: 'root', password: 'not-the-password' })).toEqual({
      ...wrong,
      operator: 'root',
    });
    expect(await signIn({ name: 'nobody' })).toEqual({ ...wrong, operator: null });
    expect(await signIn()).toEqual({ ...wrong, operator: 'anna' });
    const counted = await registry.getSingleMetricAsString('lazaret_access_sign_ins_total');
    for (const outcome of ['wrong', 'unknown', 'disabled']) expect(counted).toContain(`outcome="${outcome}"`);
  });

  it('verifies a hash even where there is nobody, so that time tells nothing', async () => {
    const verified: boolean[] = [];
    class Watched extends Passwords {
      override async matches(stored: string | null, password: string): Promise<boolean> {
        verified.push(stored === null);
        return super.matches(stored, password);
      }
    }
    const watched = makeAccess(new Watched(CHEAP)).sessions;
    await run((tx) => watched.signIn(tx, asked({ name: 'nobody' }), START));
    await run((tx) => watched.signIn(tx, asked({ password: 'not-the-password' }), START));
    expect(verified).toEqual([true, false]);
  });

  it('never goes on with the session a browser brings along', async () => {
    const before = await token();
    const now = await token({ replaces: before });
    expect(now).not.toBe(before);
    expect(await find(before, START)).toBeNull();
    expect(await find(now, START)).not.toBeNull();
    expect(await find('a'.repeat(43), START)).toBeNull();
    expect(await find(`' or true --`, START)).toBeNull();
  });

  it('hashes anew when more is asked of hashes than before', async () => {
    const dearer = makeAccess(new Passwords({ ...CHEAP, timeCost: 2 }));
    const hash = async (): Promise<string> =>
      (await fresh.database.query<{ h: string }>(`select password_hash as h from access.operator where name = 'anna'`))[0]?.h ?? ''; // prettier-ignore
    expect(await hash()).toContain('t=1');
    expect(await run((tx) => dearer.sessions.signIn(tx, asked(), START))).toHaveProperty('token');
    expect(await hash()).toContain('t=2');
    expect(await signIn()).toHaveProperty('token');
  });

  it('keeps so many sessions of an operator, the newest', async () => {
    const tokens: string[] = [];
    for (let n = 0; n < MOST_SESSIONS + 2; n += 1) tokens.push(await token({}, seconds(n)));
    const newest = await find(tokens.at(-1) ?? '', seconds(60));
    expect(await run((tx) => sessions.list(tx, newest?.operatorId ?? 0, seconds(60)))).toHaveLength(
      MOST_SESSIONS,
    );
    expect(await find(tokens[0] ?? '', seconds(60))).toBeNull();
    expect(await find(tokens[2] ?? '', seconds(60))).not.toBeNull();
  });
});

describe('the lock', () => {
  const wrong = (at: Instant, with_: Partial<SigningIn> = {}): Promise<SignedInOrNot> =>
    signIn({ password: 'not-the-password', ...with_ }, at);

  it('closes with the fifth wrong password, and then takes not even the right one', async () => {
    for (let n = 0; n < 4; n += 1)
      expect(await wrong(START)).toMatchObject({ refused: 'wrong', retryAfterSeconds: null });
    expect(await wrong(START)).toMatchObject({ refused: 'wrong', retryAfterSeconds: 30 });
    expect(await signIn({}, seconds(10))).toMatchObject({ refused: 'locked', retryAfterSeconds: 20 });
    // From another address, and in capitals, it is the same operator.
    expect(await signIn({ name: 'ANNA', address: '198.51.100.9' }, seconds(29))).toMatchObject({ refused: 'locked', retryAfterSeconds: 1 }); // prettier-ignore
    expect((await run((tx) => operators.find(tx, 'anna', seconds(10))))?.lockedUntil).toEqual(seconds(30));
    expect(await wrong(seconds(30))).toMatchObject({ refused: 'wrong', retryAfterSeconds: 60 });
    expect(await signIn({ name: 'root' }, seconds(31))).toHaveProperty('token');
    expect(await signIn({}, seconds(90))).toHaveProperty('token');
    // Signing in forgives.
    expect(await wrong(seconds(91))).toMatchObject({ refused: 'wrong', retryAfterSeconds: null });
  });

  it('is for names nobody has as well', async () => {
    for (let n = 0; n < 5; n += 1) await wrong(START, { name: 'hunter2-my-password' });
    expect(await wrong(START, { name: 'hunter2-my-password' })).toMatchObject({ refused: 'locked' });
    const rows = await fresh.database.query<{ all: string }>('select a::text as all from access.attempt a');
    expect(JSON.stringify(rows)).not.toMatch(/hunter2|192\.0\.2/);
  });

  it('is for a network that tries many names', async () => {
    for (let n = 0; n < 20; n += 1)
      await wrong(START, { name: `name${n}`, address: `2001:db8:1:2::${n + 1}` });
    expect(await signIn({ address: '2001:db8:1:2:ffff::1' })).toMatchObject({
      refused: 'locked',
      retryAfterSeconds: 30,
    });
    expect(await signIn({ address: '2001:db8:1:3::1' })).toHaveProperty('token');
    // A right password does not wash a network clean.
    expect(await wrong(seconds(30), { name: 'name1', address: '2001:db8:1:2::1' })).toMatchObject({ retryAfterSeconds: 60 }); // prettier-ignore
  });

  it('counts those that come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => wrong(START)));
    expect(answers.filter((one) => 'refused' in one && one.refused === 'wrong')).toHaveLength(5);
  });
});

describe('a session', () => {
  it('lives while it is used, 30 minutes idle and 12 hours at most', async () => {
    const idle = await token();
    expect(await find(idle, after(29.9), true)).not.toBeNull();
    expect(await find(idle, after(30))).toBeNull();

    const used = await token();
    for (let minutes = 20; minutes < 720; minutes += 20)
      expect(await find(used, after(minutes)), `${minutes} min`).not.toBeNull();
    expect((await find(used, after(719)))?.expiresAt).toEqual(after(720));
    expect(await find(used, after(720))).toBeNull();
  });

  it('is not kept alive by what a page asks by itself', async () => {
    const one = await token();
    expect(await find(one, after(20), true)).toMatchObject({ seenAt: START });
    expect(await find(one, after(31), true)).toBeNull();
  });

  it('writes its use at most once a minute', async () => {
    const one = await token();
    expect((await find(one, seconds(59)))?.seenAt).toEqual(START);
    expect((await find(one, seconds(60)))?.seenAt).toEqual(seconds(60));
    expect((await find(one, seconds(61)))?.seenAt).toEqual(seconds(60));
  });

  it('ends by itself, one by one, or all but this', async () => {
    const [a, b, c] = [await token(), await token(), await token()];
    const session = await find(a, START);
    if (session === null) throw new Error('no session');
    const { operatorId } = session;
    const ids = (await run((tx) => sessions.list(tx, operatorId, START))).map(({ id }) => id);
    expect(ids).toHaveLength(3);
    const other = await find(b, START);
    expect(await run((tx) => sessions.endOne(tx, operatorId + 1, other?.id ?? ''))).toBe(false);
    expect(await run((tx) => sessions.endOne(tx, operatorId, 'no uuid'))).toBe(false);
    expect(await run((tx) => sessions.endOne(tx, operatorId, other?.id ?? ''))).toBe(true);
    expect(await find(b, START)).toBeNull();
    expect(await run((tx) => sessions.endAll(tx, operatorId, session.id))).toBe(1);
    expect(await find(c, START)).toBeNull();
    await run((tx) => sessions.end(tx, a));
    expect(await find(a, START)).toBeNull();
  });

  it('ends when its operator is locked out, and does not come back', async () => {
    const one = await token();
    const out = await run((tx) => operators.change(tx, 'anna', 1, { disabled: true }, START));
    expect(await find(one, START)).toBeNull();
    await run((tx) => operators.change(tx, 'anna', out.version, { disabled: false }, START));
    expect(await find(one, START)).toBeNull();
  });

  it('sees new roles with its next request', async () => {
    const one = await token();
    await run((tx) => operators.change(tx, 'anna', 1, { roles: ['viewer'] }, START));
    expect((await find(one, START))?.permissions.has('case.act')).toBe(false);
  });
});

describe('changing the password', () => {
  const change = async (current: string, next: string, keep: string): Promise<void> => {
    const session = await find(keep, START);
    await run((tx) =>
      sessions.changePassword(tx, session?.operatorId ?? 0, current, next, session?.id ?? '', START),
    );
  };

  it('ends every other session and takes the new one alone', async () => {
    const [mine, other] = [await token(), await token()];
    await change(GOOD_PASSWORD, 'walrus under the pier', mine);
    expect(await find(mine, START)).toMatchObject({ mustChangePassword: false });
    expect(await find(other, START)).toBeNull();
    expect(await signIn()).toMatchObject({ refused: 'wrong' });
    expect(await signIn({ password: 'walrus under the pier' })).toHaveProperty('token');
  });

  it.each([
    ['current', 'not-the-password', 'walrus under the pier'],
    ['next', GOOD_PASSWORD, GOOD_PASSWORD],
    ['next', GOOD_PASSWORD, 'password1234'],
    ['next', GOOD_PASSWORD, 'anna-anna-anna'],
  ])('says what is wrong with %s', async (at, current, next) => {
    const mine = await token();
    const trouble = await change(current, next, mine).catch((error: unknown) => error);
    expect(trouble).toBeInstanceOf(Refused);
    expect(trouble).toMatchObject({ problems: [{ at }] });
    expect(JSON.stringify(trouble)).not.toContain(next);
  });
});

describe('the sweep', () => {
  it('forgets what ended by itself and what is forgiven, and nothing else', async () => {
    const [idle, used] = [await token(), await token()];
    await signIn({ password: 'not-the-password', name: 'nobody' });
    await find(used, after(25));
    expect(await run((tx) => retention.sweep(tx, after(40)))).toEqual({
      sessions: 1,
      attempts: 0,
      approvals: 0,
      more: false,
    });
    expect(await find(used, after(40))).not.toBeNull();
    expect(await find(idle, after(20))).toBeNull();
    const late = new Date(START.getTime() + FORGOTTEN_MS + 1);
    expect(await run((tx) => retention.sweep(tx, late))).toMatchObject({ sessions: 1 });
    expect(await fresh.database.query('select from access.attempt')).toEqual([]);
  });
});
