import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { accessEntities } from './access.entity.js';
import type { NewApproval } from './approval.js';
import { makeAccess } from './testing.js';

const { approvals, retention, registry } = makeAccess();
const AT = new Date('2026-11-25T09:00:00Z');
const later = (hours: number): Date => new Date(AT.getTime() + hours * 3_600_000);

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase(accessEntities);
});
afterAll(() => fresh.close());
beforeEach(() => run((tx) => tx.query('truncate access.approval')));

function run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return fresh.database.run(work);
}

const CONFINE: NewApproval = {
  kind: 'confine',
  subject: 'line 4711-08, case K7QM-2TXD',
  caseCode: 'K7QM-2TXD',
  what: { caseId: 7, profile: 'leaky' },
  why: 'three sources since Monday',
  by: 'anna',
};
const ask = (with_: Partial<NewApproval> = {}, at = AT): Promise<number> =>
  run((tx) => approvals.ask(tx, { ...CONFINE, ...with_ }, at));

describe('an approval', () => {
  it('waits, and is found by what it is about', async () => {
    const id = await ask();
    const policy = await ask({ kind: 'activate-policy', subject: 'policy 3', caseCode: null, policyId: 3 });
    const about = (kind: NewApproval['kind'], what: string | number, at = AT): Promise<number | null> =>
      run((tx) => approvals.openFor(tx, kind, what, at));
    expect(await about('confine', 'K7QM-2TXD')).toBe(id);
    expect(await about('raise-caps', 'K7QM-2TXD')).toBeNull();
    expect(await about('activate-policy', 3)).toBe(policy);
    expect(await about('confine', 'K7QM-2TXD', later(24))).toBeNull();
    expect(await run((tx) => approvals.find(tx, id))).toEqual({
      id,
      kind: 'confine',
      state: 'open',
      subject: CONFINE.subject,
      caseCode: 'K7QM-2TXD',
      policyId: null,
      what: CONFINE.what,
      why: CONFINE.why,
      askedBy: 'anna',
      askedAt: AT,
      expiresAt: later(24),
      decidedBy: null,
      decidedAt: null,
      decidedWhy: null,
    });
    expect(await run((tx) => approvals.countOpen(tx, AT))).toBe(2);
  });

  it('is asked once at a time', async () => {
    const id = await ask();
    await expect(ask({ by: 'bert' })).rejects.toThrow(Refused);
    const both = await Promise.allSettled([ask({ subject: 'x' }), ask({ subject: 'x', by: 'bert' })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await run((tx) => approvals.decide(tx, id, 'declined', { by: 'bert' }, AT));
    expect(await ask({}, later(1))).toBeGreaterThan(id);
  });

  it('is answered by a second person, once', async () => {
    const id = await ask();
    await expect(run((tx) => approvals.decide(tx, id, 'approved', { by: 'anna' }, AT))).rejects.toThrow(
      /second person/,
    );
    expect(
      await run((tx) => approvals.decide(tx, id, 'approved', { by: 'bert', why: 'seen it' }, later(2))),
    ).toMatchObject({ state: 'approved', decidedBy: 'bert', decidedAt: later(2), decidedWhy: 'seen it' });
    await expect(run((tx) => approvals.decide(tx, id, 'declined', { by: 'carl' }, AT))).rejects.toThrow(
      /already/,
    );
    await expect(run((tx) => approvals.decide(tx, 999, 'declined', { by: 'carl' }, AT))).rejects.toThrow(
      /no approval/,
    );
  });

  it('is answered once even when two answer at once', async () => {
    const id = await ask();
    const done = await Promise.allSettled(
      (['approved', 'declined'] as const).map((outcome, n) =>
        run((tx) => approvals.decide(tx, id, outcome, { by: `second${n}` }, AT)),
      ),
    );
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is taken back by who asked, and by nobody else', async () => {
    const id = await ask();
    await expect(run((tx) => approvals.decide(tx, id, 'withdrawn', { by: 'bert' }, AT))).rejects.toThrow(
      /who asked/,
    );
    expect(await run((tx) => approvals.decide(tx, id, 'withdrawn', { by: 'anna' }, AT))).toMatchObject({ state: 'withdrawn' }); // prettier-ignore
  });

  it('is over after a day, noticed or not, and may be asked afresh', async () => {
    const id = await ask();
    await expect(run((tx) => approvals.decide(tx, id, 'approved', { by: 'bert' }, later(24)))).rejects.toThrow(/ask again/); // prettier-ignore
    const states = async (state: 'open' | 'expired', at: Date): Promise<number[]> =>
      (await run((tx) => approvals.page(tx, { state }, {}, at))).items.map((one) => one.id);
    expect(await states('open', later(23))).toEqual([id]);
    expect(await states('open', later(24))).toEqual([]);
    expect(await states('expired', later(24))).toEqual([id]);
    const next = await ask({}, later(25));
    expect((await run((tx) => approvals.find(tx, id)))?.state).toBe('expired');
    expect(await run((tx) => retention.sweep(tx, later(50)))).toMatchObject({ approvals: 1 });
    expect((await run((tx) => approvals.find(tx, next)))?.state).toBe('expired');
    expect(await registry.getSingleMetricAsString('lazaret_access_approvals_total')).toContain(
      'outcome="expired"',
    );
  });

  it('is listed page by page, the last asked first', async () => {
    const ids: number[] = [];
    for (let n = 0; n < 3; n += 1) ids.push(await ask({ subject: `line ${n}` }));
    const page = await run((tx) => approvals.page(tx, {}, { limit: 2 }, AT));
    expect(page.items.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    const rest = await run((tx) => approvals.page(tx, {}, { limit: 2, after: page.next ?? '' }, AT));
    expect(rest).toMatchObject({ items: [{ id: ids[0] }], next: null });
  });
});

describe('the database', () => {
  it.each([
    ['an asker who agrees with himself', `update access.approval set state = 'approved', decided_by = 'Anna', decided_at = asked_at`, /needs_a_second_person/],
    ['an answer of nobody', `update access.approval set state = 'approved'`, /decided_by_somebody/],
    ['taking back what another asked', `update access.approval set state = 'withdrawn', decided_by = 'bert', decided_at = asked_at`, /withdrawn_by_the_asker/],
    ['changing what was asked', `update access.approval set what = '{"caseId": 8}'`, /asked once/],
    ['changing who asked', `update access.approval set asked_by = 'carl'`, /asked once/],
    ['the same twice', `insert into access.approval (kind, subject, what, why, asked_by, asked_at, expires_at) select kind, subject, what, why, asked_by, asked_at, expires_at from access.approval`, /approval_open_once/],
  ])('refuses %s', async (_what, sql, why) => {
    await ask();
    await expect(fresh.database.query(sql)).rejects.toThrow(why);
  }); // prettier-ignore

  it('refuses to answer again what was answered', async () => {
    const id = await ask();
    await run((tx) => approvals.decide(tx, id, 'declined', { by: 'bert' }, AT));
    await expect(fresh.database.query(`update access.approval set state = 'approved'`)).rejects.toThrow(
      /answered once/,
    );
  });
});
