import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { IllegalMove } from './case-state.js';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';
import type { Tx } from '@lazaret/platform';

import { CaseListView } from './case-list.view.js';
import { CasePageView } from './case-page.view.js';
import type { CaseSnapshot } from './case-snapshot.js';
import { CASE_STATES } from './case-state.js';
import { casesEntities } from './case.entity.js';
import {
  aBatchInCases,
  aDecision,
  casesService,
  openCaseOf,
  someLines,
  type CaseBatchRow,
} from './testing.js';

const cases = casesService();
const at = (text: string): Date => new Date(`2026-11-${text}:00Z`);
const HOUR = 3_600_000;
const desk = { kind: 'operator', name: 'desk' } as const;

let fresh: FreshDatabase;
let lines: number[];
let lastTenure = 0;
let lastObservation = 0;

beforeAll(async () => {
  fresh = await freshDatabase(casesEntities);
  lines = await fresh.database.run((tx) => someLines(tx, 3));
});
afterAll(() => fresh.close());

const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => fresh.database.run(work);

/** A case of a tenure of its own, due at `now`. */
async function aCase(
  rows: readonly Partial<CaseBatchRow>[] = [{}],
  now = at('12T10:00'),
): Promise<{ id: number; tenureId: number }> {
  const tenureId = ++lastTenure;
  await sight(tenureId, rows, now);
  const { id } = await run((tx) => openCaseOf(tx, tenureId));
  return { id, tenureId };
}

async function sight(
  tenureId: number,
  rows: readonly Partial<CaseBatchRow>[],
  now = at('12T10:00'),
): Promise<void> {
  await run(async (tx) => {
    const lineId = lines[tenureId % lines.length] ?? 0;
    await aBatchInCases(tx, rows.map((row) => ({ lineId, tenureId, observationId: ++lastObservation, ...row }))); // prettier-ignore
    await cases.attach(tx, now);
  });
}

async function snapshot(caseId: number, now = at('12T10:00'), graceMs = HOUR): Promise<CaseSnapshot> {
  const all = await run((tx) => cases.due(tx, now, 1_000, graceMs));
  const found = all.find((c) => c.caseId === caseId);
  if (found === undefined) throw new Error(`case ${caseId} is not due`);
  return found;
}

async function decide(caseId: number, given: Parameters<typeof aDecision>[1] = {}, now = at('12T10:00')) {
  return run(async (tx) => {
    await cases.touch(tx, { caseIds: [caseId] }, now);
    const due = (await cases.due(tx, now, 1_000, HOUR)).filter((c) => c.caseId === caseId);
    return cases.record(tx, due.map((c) => aDecision(c, given)), now); // prettier-ignore
  });
}

const page = (code: string) => run((tx) => new CasePageView().show(tx, code));
const codeOf = async ({ tenureId }: { tenureId: number }) =>
  (await run((tx) => openCaseOf(tx, tenureId))).code;

describe('a snapshot', () => {
  it('tells what may restrict from what may be told', async () => {
    const { id, tenureId } = await aCase([
      { seenAt: at('10T23:30'), malware: 'mirai', upstream: 'a', feedId: 1 },
      { seenAt: at('11T00:30'), malware: 'mirai', upstream: 'a', feedId: 2, severity: 5 },
      { seenAt: at('12T01:00'), malware: 'qakbot', upstream: 'b', feedId: 3, spoofable: true },
      { seenAt: at('12T02:00'), malware: null, upstream: 'c', feedId: 4, active: false },
    ]);
    await sight(tenureId, [{ class: 'vulnerable', role: 'host', seenAt: at('12T03:00'), severity: 2 }]);
    const infected = await snapshot(id);
    expect(infected).toMatchObject({
      class: 'infected', state: 'watching', tier: null, observing: false, tenureId, sightings: 4, feedIds: [1, 2, 3, 4],
      malware: ['mirai', 'qakbot'], firstSeenAt: at('10T23:30'), lastSeenAt: at('12T02:00'), lastDecision: null,
      acknowledgedAt: null, releasedAt: null, clearedAt: null, previousCases: 0, reinfections: 0,
      current: { sightings: 2, days: 2, upstreams: ['a'], feedIds: [1, 2], lastSeenAt: at('11T00:30'), severity: 5 },
      all: { sightings: 3, days: 3, upstreams: ['a', 'b'], feedIds: [1, 2, 3], lastSeenAt: at('12T01:00'), severity: 5 },
    }); // prettier-ignore
    const vulnerable = (await run((tx) => cases.due(tx, at('12T10:00'), 1_000, 0))).find(
      (c) => c.tenureId === tenureId && c.class === 'vulnerable',
    );
    expect(vulnerable).toMatchObject({
      current: { sightings: 0, severity: 0, lastSeenAt: null },
      all: { sightings: 1, severity: 2 },
    });
  });

  it('forgets yesterday’s sightings after today’s acknowledgement, and what came within the grace', async () => {
    const { id, tenureId } = await aCase([{ seenAt: at('11T10:00') }, { seenAt: at('12T09:00') }]);
    await run((tx) =>
      cases.acknowledge(tx, id, { at: at('12T12:00'), by: { kind: 'subscriber', name: 'portal' } }),
    );
    expect(await snapshot(id, at('12T12:00'))).toMatchObject({
      sightings: 2,
      current: { sightings: 0, days: 0 },
      all: { sightings: 0 },
    });
    await sight(tenureId, [
      { seenAt: at('11T22:00') },
      { seenAt: at('12T13:00') },
      { seenAt: at('12T13:01') },
    ], at('12T14:00')); // prettier-ignore
    const after = await snapshot(id, at('12T14:00'));
    expect(after).toMatchObject({ sightings: 5, current: { sightings: 1, lastSeenAt: at('12T13:01') } });
    // A release counts from its own time when that is later.
    await run((tx) => tx.query('update cases.case set released_at = $2 where id = $1', [id, at('12T13:30')]));
    expect((await snapshot(id, at('12T14:00'), 0)).current.sightings).toBe(0);
  });

  it('does not count what was withdrawn', async () => {
    const { id, tenureId } = await aCase([{ malware: 'mirai' }, { malware: 'mirai', upstream: 'b' }]);
    const second = lastObservation;
    const lost = { outcome: 'ambiguous', lineId: null, tenureId: null } as const;
    await sight(tenureId, [{ ...lost, observationId: second }]);
    expect(await snapshot(id)).toMatchObject({
      sightings: 1,
      current: { sightings: 1, upstreams: ['shadowserver'] },
    });
    await sight(tenureId, [{ ...lost, observationId: second - 1 }]);
    expect(await snapshot(id)).toMatchObject({
      sightings: 0,
      firstSeenAt: null,
      malware: [],
      feedIds: [],
      current: { sightings: 0 },
    });
  });

  it('comes in (due_at, id) order, no further than the limit, and not before its time', async () => {
    const [a, b, c] = [await aCase(), await aCase(), await aCase()];
    const early = at('01T00:00');
    await run(async (tx) => {
      await cases.touch(tx, { tenureIds: [c.tenureId] }, early);
      await cases.touch(tx, { caseIds: [b.id, a.id] }, at('01T01:00'));
      await cases.touch(tx, { caseIds: [c.id] }, at('05T00:00'));
    });
    const due = (now: Date, limit: number) =>
      run(async (tx) => (await cases.due(tx, now, limit, 0)).map((s) => s.caseId));
    expect(await due(at('02T00:00'), 10)).toEqual([c.id, a.id, b.id]);
    expect(await due(at('02T00:00'), 2)).toEqual([c.id, a.id]);
    expect(await due(at('01T00:30'), 10)).toEqual([c.id]);
    expect(await run((tx) => cases.nextDue(tx))).toEqual(early);
  });

  it('is left out while somebody changes the case, and holds it while it is decided', async () => {
    const { id } = await aCase();
    await run(async (tx) => {
      await cases.touch(tx, { caseIds: [id] }, at('12T10:00'));
      const meanwhile = await run((other) => cases.due(other, at('12T10:00'), 1_000, 0));
      expect(meanwhile.map((s) => s.caseId)).not.toContain(id);
    });
    const order: string[] = [];
    let touched: Promise<unknown> = Promise.resolve();
    await run(async (tx) => {
      const mine = (await cases.due(tx, at('12T10:00'), 1_000, 0)).filter((s) => s.caseId === id);
      touched = run((other) => cases.touch(other, { caseIds: [id] }, at('12T11:00'))).then(() =>
        order.push('touched'),
      );
      await cases.record(tx, mine.map((s) => aDecision(s)), at('12T10:00')); // prettier-ignore
      order.push('decided');
    });
    await touched;
    expect(order).toEqual(['decided', 'touched']);
    expect((await snapshot(id, at('12T11:00'))).lastDecision).toMatchObject({ tier: 'watch' });
  });
});

describe('recording', () => {
  it('keeps the decision with its facts and digest, moves the case and tells the timeline', async () => {
    const one = await aCase();
    const given = {
      state: 'told',
      tier: 'first-notice',
      actions: [{ kind: 'notify' }],
      wakeAt: at('15T00:00'),
    } as const;
    expect(await decide(one.id, given)).toEqual({ appended: 1, unchanged: 0, outdated: [] });
    const shown = await page(await codeOf(one));
    expect(shown.case).toMatchObject({ state: 'told', tier: 'first-notice', dueAt: at('15T00:00') });
    expect(shown.decisions).toMatchObject([
      {
        policyVersion: '2026-11-01',
        rule: 'infected.watch',
        facts: { sightings: 1 },
        factsDigest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    ]);
    expect(shown.timeline.map((e) => e.kind)).toEqual(['opened', 'decided']);
    expect(shown.timeline[1]).toMatchObject({
      actor: { kind: 'system', name: 'policy 2026-11-01' },
      data: { from: 'watching', state: 'told', reason: 'nothing to do yet', actions: [{ kind: 'notify' }] },
    });
    expect(await run((tx) => cases.due(tx, at('14T23:59'), 1_000, 0))).not.toContainEqual(
      expect.objectContaining({ caseId: one.id }),
    );
    expect((await snapshot(one.id, at('15T00:00'))).lastDecision).toEqual({
      at: at('12T10:00'), policyVersion: '2026-11-01', tier: 'first-notice', rule: 'infected.watch', reason: 'nothing to do yet',
    }); // prettier-ignore
  });

  it('writes nothing but the wake-up when policy, facts and outcome are the same', async () => {
    const one = await aCase();
    await decide(one.id, { facts: { sightings: 1, upstreams: ['a'] }, wakeAt: at('13T00:00') });
    const same = { facts: { upstreams: ['a'], sightings: 1 }, wakeAt: at('14T00:00') };
    expect(await decide(one.id, same)).toEqual({ appended: 0, unchanged: 1, outdated: [] });
    const shown = await page(await codeOf(one));
    expect(shown.decisions).toHaveLength(1);
    expect(shown.timeline.map((e) => e.kind)).toEqual(['opened', 'decided']);
    expect(shown.case.dueAt).toEqual(at('14T00:00'));
    // Other facts are another decision, but with the same outcome no news.
    expect(await decide(one.id, { facts: { sightings: 2 } })).toMatchObject({ appended: 1 });
    expect(await decide(one.id, { facts: { sightings: 2 }, policyVersion: '2026-12-01' })).toMatchObject({
      appended: 1,
    });
    const later = await page(await codeOf(one));
    expect(later.decisions).toHaveLength(3);
    expect(later.timeline.map((e) => e.kind)).toEqual(['opened', 'decided']);
  });

  it('closes for good', async () => {
    const one = await aCase();
    const code = await codeOf(one);
    await decide(one.id, { state: 'cleared' }, at('13T00:00'));
    await decide(one.id, { state: 'closed', closeReason: 'clean', wakeAt: at('20T00:00') }, at('14T00:00'));
    expect((await page(code)).case).toMatchObject({
      state: 'closed', closeReason: 'clean', clearedAt: at('13T00:00'), closedAt: at('14T00:00'), dueAt: null,
    }); // prettier-ignore
    expect(await run((tx) => cases.touch(tx, { caseIds: [one.id] }, at('15T00:00')))).toBe(0);
    await expect(
      run((tx) => cases.acknowledge(tx, one.id, { at: at('15T00:00'), by: desk })),
    ).rejects.toThrow('is closed');
  });

  it('refuses a move that does not exist, and the whole set with it', async () => {
    const [one, two] = [await aCase(), await aCase()];
    await decide(one.id, { state: 'cleared' });
    const both = run(async (tx) => {
      const due = await Promise.all(
        [one, two].map(
          async ({ id }) =>
            (await tx.query<{ version: number }>('select version from cases.case where id = $1', [id]))[0],
        ),
      );
      const decisions = [two, one].map(({ id }, n) =>
        aDecision({ caseId: id, version: due[1 - n]?.version ?? 0 }, { state: 'told' }),
      );
      await cases.record(tx, decisions, at('13T00:00'));
    });
    await expect(both).rejects.toThrow(IllegalMove);
    expect(await codeOf(two).then(page)).toMatchObject({ case: { state: 'watching' }, decisions: [] });
  });

  it('leaves a case alone that changed since its snapshot', async () => {
    const [one, two] = [await aCase(), await aCase()];
    const [old, good] = [await snapshot(one.id), await snapshot(two.id)];
    await sight(one.tenureId, [{}], at('12T10:30'));
    const recorded = await run((tx) =>
      cases.record(tx, [aDecision(old, { state: 'told' }), aDecision(good)], at('12T11:00')),
    );
    expect(recorded).toEqual({ appended: 1, unchanged: 0, outdated: [one.id] });
    expect(await snapshot(one.id, at('12T11:00'))).toMatchObject({ state: 'watching', lastDecision: null });
  });

  it('takes some hundreds at once', async () => {
    const tenures = Array.from({ length: 300 }, () => ++lastTenure);
    await run(async (tx) => {
      await aBatchInCases(tx, tenures.map((tenureId) => ({ lineId: lines[0] ?? 0, tenureId, observationId: ++lastObservation }))); // prettier-ignore
      expect(await cases.attach(tx, at('12T10:00'))).toMatchObject({ opened: 300 });
      const due = (await cases.due(tx, at('12T10:00'), 10_000, 0)).filter((s) =>
        tenures.includes(s.tenureId),
      );
      const recorded = await cases.record(tx, due.map((s) => aDecision(s, { state: 'told' })), at('12T10:00')); // prettier-ignore
      expect(recorded).toEqual({ appended: 300, unchanged: 0, outdated: [] });
    });
  });
});

describe('the timeline', () => {
  it('takes what people and other rooms did', async () => {
    const one = await aCase();
    await decide(one.id, { wakeAt: at('20T00:00') });
    const code = await codeOf(one);
    await run(async (tx) => {
      await cases.note(tx, one.id, { at: at('12T11:00'), by: desk, text: ' called, will look ' });
      expect(await cases.nextDue(tx)).not.toEqual(at('12T11:00'));
      await cases.happened(tx, [
        {
          caseId: one.id,
          kind: 'notice.sent',
          at: at('12T12:00'),
          actor: { kind: 'system', name: 'notices' },
          data: { channel: 'email' },
        },
        {
          caseId: one.id,
          kind: 'notice.delivered',
          at: at('12T12:01'),
          actor: { kind: 'system', name: 'notices' },
          dueAt: at('12T12:01'),
        },
      ]);
      await cases.happened(tx, []);
    });
    const shown = await page(code);
    expect(shown.timeline.slice(2)).toEqual([
      { at: at('12T11:00'), kind: 'note', actor: desk, data: { text: 'called, will look' } },
      {
        at: at('12T12:00'),
        kind: 'notice.sent',
        actor: { kind: 'system', name: 'notices' },
        data: { channel: 'email' },
      },
      { at: at('12T12:01'), kind: 'notice.delivered', actor: { kind: 'system', name: 'notices' }, data: {} },
    ]);
    expect(shown.case.dueAt).toEqual(at('12T12:01'));
  });

  it('keeps an acknowledgement once', async () => {
    const one = await aCase();
    const acknowledge = (when: Date) =>
      run((tx) => cases.acknowledge(tx, one.id, { at: when, by: { kind: 'subscriber', name: 'portal' } }));
    await acknowledge(at('12T11:00'));
    await acknowledge(at('12T11:00'));
    await acknowledge(at('12T10:59'));
    const shown = await page(await codeOf(one));
    expect(shown.timeline.map((e) => e.kind)).toEqual(['opened', 'acknowledged']);
    expect(shown.case.acknowledgedAt).toEqual(at('12T11:00'));
  });

  it.each([
    ['an empty note', ''],
    ['a blank note', '   '],
    ['a note too long', 'x'.repeat(4_001)],
  ])('refuses %s', async (_, text) => {
    const one = await aCase();
    await expect(
      run((tx) => cases.note(tx, one.id, { at: at('12T11:00'), by: desk, text })),
    ).rejects.toMatchObject({ code: 'refused' });
  });

  it('refuses what is of no case', async () => {
    await expect(
      run((tx) => cases.note(tx, 999_999, { at: at('12T11:00'), by: desk, text: 'hm' })),
    ).rejects.toThrow('there is no case 999999');
    await expect(
      run((tx) => cases.record(tx, [aDecision({ caseId: 999_999, version: 0 })], at('12T11:00'))),
    ).rejects.toThrow('does not exist');
  });

  it('is never rewritten', async () => {
    await aCase();
    await expect(run((tx) => tx.query(`update cases.event set kind = 'other'`))).rejects.toThrow(
      'written once',
    );
    await expect(run((tx) => tx.query(`update cases.decision set reason = 'other'`))).rejects.toThrow(
      'written once',
    );
  });
});

describe('lists', () => {
  it('filter, and go on where the last page ended', async () => {
    const list = new CaseListView();
    const made = [await aCase(), await aCase(), await aCase()];
    await decide(made[1]?.id ?? 0, { tier: 'lists', state: 'told' });
    await decide(made[2]?.id ?? 0, { tier: 'lists' });
    const first = await run((tx) => list.page(tx, {}, { limit: 2 }));
    expect(first.cases.map((c) => c.id)).toEqual([made[2]?.id, made[1]?.id]);
    const second = await run((tx) => list.page(tx, {}, { limit: 1, after: first.next ?? '' }));
    expect(second.cases.map((c) => c.id)).toEqual([made[0]?.id]);
    const only = (filter: Parameters<CaseListView['page']>[1]) =>
      run(async (tx) => (await list.page(tx, filter)).cases.map((c) => c.id));
    expect(await only({ tier: 'lists' })).toEqual([made[2]?.id, made[1]?.id]);
    expect(await only({ tier: 'lists', states: ['told', 'waiting'] })).toEqual([made[1]?.id]);
    expect(await only({ tier: 'lists', class: 'abusive' })).toEqual([]);
    expect(await only({ code: first.cases[0]?.code.toLowerCase().replace('-', ' ') })).toEqual([made[2]?.id]);
    expect(await only({ code: first.cases[0]?.code, lineId: -1 })).toEqual([]);
    const last = await run((tx) => list.page(tx, { tier: 'lists' }, { limit: 2 }));
    expect(last.next).toBeNull();
  });

  it.each([0, 501, 1.5])('refuse %d to a page', async (limit) => {
    await expect(run((tx) => new CaseListView().page(tx, {}, { limit }))).rejects.toMatchObject({
      code: 'refused',
    });
  });

  it('show only what is there', async () => {
    await expect(page('0000-0000')).rejects.toThrow('there is no case 0000-0000');
    await expect(page('case 7')).rejects.toThrow('not a case code');
  });
});

describe('the constraints', () => {
  const write = (state: string, columns = '', values = '') =>
    run((tx) =>
      tx.query(
        `insert into cases.case (tenure_id, line_id, class, state, opened_at, observing${columns}) values ($1, $2, 'infected', $3, $4, false${values})`,
        [++lastTenure, lines[0], state, at('12T10:00')],
      ),
    );

  it('know the same states as the code, and no other', async () => {
    const [row] = await fresh.database.query<{ law: string }>(
      `select pg_get_constraintdef(oid) as law from pg_constraint where conname = 'case_state'`,
    );
    expect([...(row?.law ?? '').matchAll(/'([^']+)'/g)].map((match) => match[1])).toEqual([...CASE_STATES]);
    await expect(write('open')).rejects.toThrow('case_state');
  });

  it.each([
    ['a clearing without its time', 'cleared', '', '', 'case_cleared_knows_when'],
    ['an open case that was cleared', 'told', ', cleared_at', `, '2026-11-12'`, 'case_open_is_not_cleared'],
    ['a closing without reason', 'closed', ', closed_at', `, '2026-11-12'`, 'case_closed_knows_when_and_why'],
    ['a reason without closing', 'told', ', close_reason', `, 'stale'`, 'case_closed_knows_when_and_why'],
    [
      'a closed case that is due',
      'closed',
      ', closed_at, close_reason, due_at',
      `, '2026-11-12', 'stale', '2026-11-13'`,
      'case_closed_is_never_due',
    ],
    ['a code of other letters', 'told', ', code', `, 'ILOU-0000'`, 'case_code_check'],
  ])('refuse %s', async (_, state, columns, values, name) => {
    await expect(write(state, columns, values)).rejects.toThrow(name);
  });
});
