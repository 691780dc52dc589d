import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { Refused, type OperatorRole } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { accessEntities } from './access.entity.js';
import { ChangedMeanwhile } from './changed-meanwhile.js';
import { GOOD_PASSWORD, makeAccess, makeOperator } from './testing.js';

const { operators, sessions, views } = makeAccess();
const AT = new Date('2026-11-25T09:00:00Z');

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase(accessEntities);
});
afterAll(() => fresh.close());
beforeEach(() =>
  run((tx) => tx.query('truncate access.session, access.attempt, access.view, access.operator')),
);

function run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return fresh.database.run(work);
}

const signIn = (name: string, password: string): ReturnType<typeof sessions.signIn> =>
  run((tx) => sessions.signIn(tx, { name, password, agent: '', address: null }, AT));

describe('adding', () => {
  it('invents a first password, which must be changed', async () => {
    const { operator, firstPassword } = await run((tx) =>
      operators.add(
        tx,
        { name: 'anna', displayName: ' Anna Ahlers ', roles: ['helpline', 'viewer', 'helpline'] },
        AT,
      ),
    );
    expect(operator).toMatchObject({
      name: 'anna',
      displayName: 'Anna Ahlers',
      roles: ['viewer', 'helpline'],
      disabled: false,
      lockedUntil: null,
      createdAt: AT,
      signedInAt: null,
      sessions: 0,
      version: 1,
    });
    expect(await signIn('anna', firstPassword)).toMatchObject({ session: { mustChangePassword: true } });
  });

  it('takes a password that is given', async () => {
    await run((tx) => makeOperator(tx, 'anna'));
    expect(await signIn('anna', GOOD_PASSWORD)).toMatchObject({ session: { mustChangePassword: false } });
  });

  it.each([
    ['name', { name: 'Anna' }],
    ['name', { name: '../etc' }],
    ['name', { name: 'taken' }],
    ['displayName', { displayName: '  ' }],
    ['roles', { roles: [] }],
    ['roles', { roles: ['king' as OperatorRole] }],
    ['password', { password: 'short' }],
    ['password', { password: 'password1234' }],
  ])('refuses a bad %s', async (at, with_) => {
    await run((tx) => makeOperator(tx, 'taken'));
    const trouble = await run((tx) =>
      operators.add(tx, { name: 'anna', displayName: 'Anna', roles: ['viewer'], ...with_ }, AT),
    ).catch((error: unknown) => error);
    expect(trouble).toBeInstanceOf(Refused);
    expect(trouble).toMatchObject({ problems: [{ at }] });
  });

  it('makes the first operator once, however many start at once', async () => {
    const first = { name: 'root', displayName: 'Root', roles: ['admin' as const], password: GOOD_PASSWORD };
    const made = await Promise.all(
      ['root', 'other', 'third'].map((name) =>
        run((tx) => operators.ensureFirst(tx, { ...first, name }, AT)),
      ),
    );
    expect(made.filter((one) => one !== null)).toHaveLength(1);
    expect(await run((tx) => operators.list(tx, AT))).toHaveLength(1);
  });
});

describe('changing', () => {
  it('changes what is said, and raises the version', async () => {
    await run((tx) => makeOperator(tx, 'anna'));
    const changed = await run((tx) =>
      operators.change(tx, 'anna', 1, { displayName: 'Anna A.', roles: ['admin', 'analyst'] }, AT),
    );
    expect(changed).toMatchObject({ displayName: 'Anna A.', roles: ['analyst', 'admin'], version: 2 });
  });

  it('tells the second of two what the first made of it', async () => {
    await run((tx) => makeOperator(tx, 'anna'));
    await run((tx) => operators.change(tx, 'anna', 1, { displayName: 'first' }, AT));
    const trouble = await run((tx) => operators.change(tx, 'anna', 1, { displayName: 'second' }, AT)).catch(
      (error: unknown) => error,
    );
    expect(trouble).toBeInstanceOf(ChangedMeanwhile);
    expect(trouble).toMatchObject({ current: { displayName: 'first', version: 2 } });
    await expect(run((tx) => operators.change(tx, 'nobody', 1, {}, AT))).rejects.toThrow(
      /no operator nobody/,
    );
  });

  it('never takes out the last who can let others in', async () => {
    await run((tx) => makeOperator(tx, 'root', { roles: ['admin', 'engineer'] }));
    await run((tx) => makeOperator(tx, 'gone', { roles: ['admin'] }));
    await run((tx) => operators.change(tx, 'gone', 1, { disabled: true }, AT));
    await expect(run((tx) => operators.change(tx, 'root', 1, { disabled: true }, AT))).rejects.toThrow(
      /only one/,
    );
    await expect(run((tx) => operators.change(tx, 'root', 1, { roles: ['engineer'] }, AT))).rejects.toThrow(
      /only one/,
    );
    expect(await run((tx) => operators.change(tx, 'root', 1, { displayName: 'Root' }, AT))).toMatchObject({
      version: 2,
    });
    await run((tx) => operators.change(tx, 'gone', 2, { disabled: false }, AT));
    expect(await run((tx) => operators.change(tx, 'root', 2, { disabled: true }, AT))).toMatchObject({
      disabled: true,
    });
  });

  it('nor when two take out each other', async () => {
    for (const name of ['anna', 'bert']) await run((tx) => makeOperator(tx, name, { roles: ['admin'] }));
    const done = await Promise.allSettled(
      ['anna', 'bert'].map((name) => run((tx) => operators.change(tx, name, 1, { roles: ['viewer'] }, AT))),
    );
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a new password', () => {
  it('ends sessions and a lock, and must be changed when it was invented', async () => {
    await run((tx) => makeOperator(tx, 'anna'));
    const before = await signIn('anna', GOOD_PASSWORD);
    for (let n = 0; n < 5; n += 1) await signIn('anna', 'not-the-password');
    const { firstPassword } = await run((tx) => operators.resetPassword(tx, 'anna', AT));
    if ('token' in before) expect(await run((tx) => sessions.find(tx, before.token, AT))).toBeNull();
    expect(await signIn('anna', firstPassword)).toMatchObject({ session: { mustChangePassword: true } });
    await run((tx) => operators.resetPassword(tx, 'anna', AT, 'walrus under the pier'));
    expect(await signIn('anna', 'walrus under the pier')).toMatchObject({
      session: { mustChangePassword: false },
    });
    await expect(run((tx) => operators.resetPassword(tx, 'nobody', AT))).rejects.toThrow(/no operator/);
  });
});

describe('preferences and saved views', () => {
  it('are kept for an operator', async () => {
    const { id } = await run((tx) => makeOperator(tx, 'anna'));
    const wanted = { locale: 'de', timeZone: 'Europe/Berlin', theme: 'dark', shortcuts: false } as const;
    expect(await run((tx) => operators.preferences(tx, id, wanted))).toEqual(wanted);
    expect(await signIn('anna', GOOD_PASSWORD)).toMatchObject({ session: { preferences: wanted } });
    await expect(run((tx) => operators.preferences(tx, id + 999, wanted))).rejects.toThrow(/no operator/);
  });

  it('are replaced by name, shared with others, and forgotten by who made them', async () => {
    const anna = await run((tx) => makeOperator(tx, 'anna'));
    const bert = await run((tx) => makeOperator(tx, 'bert'));
    const mine = { page: 'cases', name: 'Mine', search: 'waits=person', shared: false } as const;
    const saved = await run((tx) => views.save(tx, anna.id, mine));
    expect(saved).toEqual({ ...mine, id: saved.id, mine: true });
    const again = await run((tx) => views.save(tx, anna.id, { ...mine, search: 'class=infected' }));
    expect(again).toMatchObject({ id: saved.id, search: 'class=infected' });
    await run((tx) => views.save(tx, anna.id, { ...mine, name: 'Ours', shared: true }));
    expect(await run((tx) => views.list(tx, anna.id))).toMatchObject([{ name: 'Mine', mine: true }, { name: 'Ours', mine: true }]); // prettier-ignore
    const seen = await run((tx) => views.list(tx, bert.id));
    expect(seen).toMatchObject([{ name: 'Ours', mine: false }]);
    expect(await run((tx) => views.drop(tx, bert.id, seen[0]?.id ?? 0))).toBe(false);
    expect(await run((tx) => views.drop(tx, anna.id, seen[0]?.id ?? 0))).toBe(true);
    expect(await run((tx) => views.list(tx, bert.id))).toEqual([]);
  });

  it('are not without number', async () => {
    const { id } = await run((tx) => makeOperator(tx, 'anna'));
    const one = { page: 'cases', search: '', shared: false } as const;
    await run(async (tx) => {
      for (let n = 0; n < 100; n += 1) await views.save(tx, id, { ...one, name: `view ${n}` });
    });
    await expect(run((tx) => views.save(tx, id, { ...one, name: 'one more' }))).rejects.toThrow(
      /100 saved views/,
    );
    expect(await run((tx) => views.save(tx, id, { ...one, name: 'view 7', search: 'x' }))).toMatchObject({
      search: 'x',
    });
  });
});
