import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import type { CaseLine } from './case-list.view.js';
import { CaseListView } from './case-list.view.js';
import { CasePageView, type CasePage } from './case-page.view.js';
import { casesEntities } from './case.entity.js';
import type { Attached } from './cases.service.js';
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
const now = at('12T10:00');

let fresh: FreshDatabase;
let lines: number[];
let lastTenure = 0;
let lastObservation = 0;
const aTenure = (): { lineId: number; tenureId: number } => ({
  lineId: lines[lastTenure % lines.length] ?? 0,
  tenureId: ++lastTenure,
});
const anObservation = (): { observationId: number } => ({ observationId: ++lastObservation });

beforeAll(async () => {
  fresh = await freshDatabase(casesEntities);
  lines = await fresh.database.run((tx) => someLines(tx, 5));
});
afterAll(() => fresh.close());

async function attach(
  rows: readonly Partial<CaseBatchRow>[],
  when = now,
): Promise<Attached & { caseIds: (number | null)[] }> {
  return fresh.database.run(async (tx) => {
    await aBatchInCases(tx, rows);
    const attached = await cases.attach(tx, when);
    const filled = await tx.query<{ case_id: number | null }>('select case_id from batch order by n');
    return { ...attached, caseIds: filled.map((row) => row.case_id) };
  });
}

async function casesOf(lineId: number, tenureId: number): Promise<CaseLine[]> {
  const page = await fresh.database.run((tx) => new CaseListView().page(tx, { lineId }));
  return page.cases.filter((line) => line.tenureId === tenureId).reverse();
}

async function show(code: string | undefined): Promise<CasePage> {
  return fresh.database.run((tx) => new CasePageView().show(tx, code ?? ''));
}

async function decide(tenureId: number, given: Parameters<typeof aDecision>[1], when: Date): Promise<void> {
  await fresh.database.run(async (tx) => {
    const { id, version } = await openCaseOf(tx, tenureId);
    const recorded = await cases.record(tx, [aDecision({ caseId: id, version }, given)], when);
    expect(recorded.outdated).toEqual([]);
  });
}

describe('attaching', () => {
  it('opens one case a tenure and class, with one event for all its sightings', async () => {
    const home = aTenure();
    const rows = [
      { ...home, ...anObservation(), seenAt: at('12T08:00') },
      { ...home, ...anObservation(), seenAt: at('12T09:00'), malware: 'qakbot', severity: 5 },
      { ...home, ...anObservation(), class: 'vulnerable' as const, role: 'host' as const },
    ];
    const result = await attach(rows);
    expect(result).toMatchObject({ opened: 2, touched: 0, attached: 3, withdrawn: [] });
    const [infected, vulnerable] = (await casesOf(home.lineId, home.tenureId)).sort((a, b) =>
      a.class.localeCompare(b.class),
    );
    expect(infected).toMatchObject({
      class: 'infected', state: 'watching', sightings: 2, firstSeenAt: at('12T08:00'), lastSeenAt: at('12T09:00'),
      openedAt: now, dueAt: now, observing: false, previousCases: 0,
    }); // prettier-ignore
    expect(result.caseIds).toEqual([infected?.id, infected?.id, vulnerable?.id]);
    const page = await show(infected?.code);
    expect(page.timeline).toEqual([
      {
        at: now,
        kind: 'opened',
        actor: { kind: 'system', name: 'cases' },
        data: {
          count: 2, severity: 5, malware: ['avalanche', 'qakbot'], upstreams: ['shadowserver'],
          firstSeenAt: expect.stringContaining('2026-11-12T08:00:00') as string,
          lastSeenAt: expect.stringContaining('2026-11-12T09:00:00') as string,
        }, // prettier-ignore
      },
    ]);
  });

  it('adds to the open case and makes it due', async () => {
    const home = aTenure();
    await attach([{ ...home, ...anObservation(), active: false }]);
    await decide(home.tenureId, { wakeAt: at('20T00:00') }, now);
    expect((await casesOf(home.lineId, home.tenureId))[0]).toMatchObject({
      observing: true,
      dueAt: at('20T00:00'),
    });
    const again = await attach([{ ...home, ...anObservation(), seenAt: at('12T10:30') }], at('12T11:00'));
    expect(again).toMatchObject({ opened: 0, touched: 1, attached: 1 });
    expect(await casesOf(home.lineId, home.tenureId)).toMatchObject([
      { observing: false, dueAt: at('12T11:00'), lastSeenAt: at('12T10:30'), sightings: 2 },
    ]);
  });

  it('changes nothing when the same observations are asked again with the same answer', async () => {
    const home = aTenure();
    const row = { ...home, ...anObservation() };
    const first = await attach([row]);
    const { version } = await fresh.database.run((tx) => openCaseOf(tx, home.tenureId));
    const again = await attach([row], at('12T12:00'));
    expect(again).toEqual({ opened: 0, touched: 0, attached: 0, withdrawn: [], caseIds: first.caseIds });
    expect(await fresh.database.run((tx) => openCaseOf(tx, home.tenureId))).toMatchObject({ version });
    const [line] = await casesOf(home.lineId, home.tenureId);
    expect((await show(line?.code)).timeline).toHaveLength(1);
  });

  it('passes over what was seen before, has no line, or is an exercise', async () => {
    const home = aTenure();
    const result = await attach([
      { ...home, observationId: null },
      { ...anObservation(), outcome: 'needs-port', lineId: null, tenureId: null },
      { ...anObservation(), outcome: null, lineId: null, tenureId: null },
      { ...home, ...anObservation(), taxonomy: 'test', type: 'test' },
    ]);
    expect(result).toEqual({
      opened: 0,
      touched: 0,
      attached: 0,
      withdrawn: [],
      caseIds: [null, null, null, null],
    });
    expect(await casesOf(home.lineId, home.tenureId)).toEqual([]);
  });

  it.each([
    ['victim', 'infected'],
    ['victim', 'abusive'],
    ['resolver', 'infected'],
    ['resolver', 'vulnerable'],
    ['host', 'infected'],
    ['unknown', 'infected'],
  ] as const)('a %s report opens no %s case', async (role, kind) => {
    const home = aTenure();
    expect(await attach([{ ...home, ...anObservation(), role, class: kind }])).toMatchObject({
      opened: 0,
      attached: 0,
    });
    expect(await casesOf(home.lineId, home.tenureId)).toEqual([]);
  });

  it('opens a case of its own for a new tenure, which knows nothing of the old', async () => {
    const before = aTenure();
    await attach([{ ...before, ...anObservation() }]);
    await decide(before.tenureId, { state: 'closed', closeReason: 'left' }, at('12T11:00'));
    const after = { lineId: before.lineId, tenureId: ++lastTenure };
    await attach([{ ...after, ...anObservation(), seenAt: at('12T12:00') }], at('12T12:30'));
    const [line] = await casesOf(after.lineId, after.tenureId);
    expect(line).toMatchObject({
      state: 'watching',
      sightings: 1,
      previousCases: 0,
      reinfections: 0,
      tier: null,
    });
    const page = await show(line?.code);
    expect(page).toMatchObject({ previous: null, decisions: [] });
    expect(page.timeline.map((event) => event.kind)).toEqual(['opened']);
  });
});

describe('a sighting after the end', () => {
  it('opens a case that knows the old one: a reinfection when that was clean', async () => {
    const home = aTenure();
    await attach([{ ...home, ...anObservation() }]);
    await decide(home.tenureId, { state: 'cleared' }, at('13T00:00'));
    const result = await attach([{ ...home, ...anObservation(), seenAt: at('13T00:00') }], at('13T01:00'));
    expect(result).toMatchObject({ opened: 1, touched: 0, attached: 1 });
    const [old, young] = await casesOf(home.lineId, home.tenureId);
    expect(young).toMatchObject({ state: 'watching', previousCases: 1, reinfections: 1, sightings: 1 });
    const page = await show(young?.code);
    expect(page.previous).toBe(old?.code);
    expect(page.timeline.map((event) => event.kind)).toEqual(['reinfection']);
    expect((await show(old?.code)).next).toBe(young?.code);
  });

  it('is reopened, not reinfected, when the old case only went stale', async () => {
    const home = aTenure();
    await attach([{ ...home, ...anObservation() }]);
    await decide(home.tenureId, { state: 'closed', closeReason: 'stale' }, at('13T00:00'));
    await attach([{ ...home, ...anObservation(), seenAt: at('14T00:00') }], at('14T01:00'));
    const [, young] = await casesOf(home.lineId, home.tenureId);
    expect(young).toMatchObject({ previousCases: 1, reinfections: 0 });
    expect((await show(young?.code)).timeline.map((event) => event.kind)).toEqual(['reopened']);
  });

  it('that was seen before it belongs to the old case and moves nothing, even beside a new one', async () => {
    const home = aTenure();
    await attach([{ ...home, ...anObservation() }]);
    await decide(home.tenureId, { state: 'cleared' }, at('13T00:00'));
    await fresh.database.run(async (tx) => {
      const rows = await tx.query<{ caseId: number; version: number }>(
        'select id as "caseId", version from cases.case where tenure_id = $1', [home.tenureId]); // prettier-ignore
      await cases.record(tx, rows.map((r) => aDecision(r, { state: 'closed', closeReason: 'clean' })), at('14T00:00')); // prettier-ignore
    });
    const late = await attach([{ ...home, ...anObservation(), seenAt: at('12T23:59') }], at('14T01:00'));
    expect(late).toMatchObject({ opened: 0, touched: 1, attached: 1 });
    const mixed = [
      { ...home, ...anObservation(), seenAt: at('12T01:00') },
      { ...home, ...anObservation(), seenAt: at('13T01:00') },
    ];
    expect(await attach(mixed, at('14T02:00'))).toMatchObject({ opened: 1, touched: 1, attached: 2 });
    const [old, young] = await casesOf(home.lineId, home.tenureId);
    expect(old).toMatchObject({
      state: 'closed',
      sightings: 3,
      dueAt: null,
      firstSeenAt: at('12T01:00'),
      lastSeenAt: at('12T23:59'),
    });
    expect(young).toMatchObject({ sightings: 1, firstSeenAt: at('13T01:00') });
    expect((await show(old?.code)).timeline.at(-1)).toMatchObject({
      kind: 'sightings',
      data: { count: 1, afterTheEnd: true },
    });
  });
});

describe('an answer that changes', () => {
  it('withdraws the observation from the old holder, says so, and gives it to the new one', async () => {
    const wrong = aTenure();
    const right = aTenure();
    const kept = anObservation();
    const moved = anObservation();
    const { caseIds } = await attach([
      { ...wrong, ...kept, seenAt: at('12T07:00') },
      { ...wrong, ...moved, seenAt: at('12T09:00') },
    ]);
    await decide(wrong.tenureId, { wakeAt: at('20T00:00') }, now);
    const result = await attach([{ ...right, ...moved, seenAt: at('12T09:00') }], at('12T15:00'));
    expect(result).toMatchObject({
      opened: 1,
      attached: 1,
      withdrawn: [{ caseId: caseIds[0], observationId: moved.observationId, answer: 'line' }],
    });
    const [old] = await casesOf(wrong.lineId, wrong.tenureId);
    expect(old).toMatchObject({
      sightings: 1,
      firstSeenAt: at('12T07:00'),
      lastSeenAt: at('12T07:00'),
      dueAt: at('12T15:00'),
    });
    const page = await show(old?.code);
    expect(page.timeline.at(-1)).toMatchObject({
      kind: 'attribution-withdrawn',
      at: at('12T15:00'),
      data: {
        count: 1,
        observations: [moved.observationId],
        answer: 'line',
        why: 'the records now say that another line held the address then',
      },
    });
    expect(JSON.stringify(page.timeline)).not.toContain('tenure');
    expect(page.sightings.find((s) => s.observationId === moved.observationId)).toMatchObject({
      detachedAt: at('12T15:00'),
      detachedWhy: 'line',
    });
    expect(await casesOf(right.lineId, right.tenureId)).toMatchObject([
      { sightings: 1, lastSeenAt: at('12T09:00') },
    ]);
  });

  it('leaves a case without a sighting for the decider to close, and takes the sighting back when the answer returns', async () => {
    const home = aTenure();
    const row = { ...home, ...anObservation() };
    await attach([row]);
    const gone = await attach(
      [{ ...row, outcome: 'no-lease', lineId: null, tenureId: null }],
      at('12T11:00'),
    );
    expect(gone).toMatchObject({
      opened: 0,
      touched: 0,
      attached: 0,
      withdrawn: [{ answer: 'no-lease' }],
      caseIds: [null],
    });
    expect(await casesOf(home.lineId, home.tenureId)).toMatchObject([
      { state: 'watching', sightings: 0, firstSeenAt: null, lastSeenAt: null, observing: true },
    ]);
    expect(await attach([row], at('12T12:00'))).toMatchObject({ opened: 0, touched: 1, attached: 1 });
    expect(await casesOf(home.lineId, home.tenureId)).toMatchObject([
      { sightings: 1, lastSeenAt: at('12T09:00'), observing: false },
    ]);
  });

  it('names another tenure of the same line, but not who', async () => {
    const before = aTenure();
    const row = { ...before, ...anObservation() };
    await attach([row]);
    const after = { lineId: before.lineId, tenureId: ++lastTenure };
    expect((await attach([{ ...row, ...after }])).withdrawn).toMatchObject([{ answer: 'tenure' }]);
  });

  it('does not make the case opened in error anybody’s history', async () => {
    const home = aTenure();
    const row = { ...home, ...anObservation() };
    await attach([row]);
    await attach([{ ...row, outcome: 'ambiguous', lineId: null, tenureId: null }]);
    await decide(home.tenureId, { state: 'closed', closeReason: 'withdrawn' }, at('12T12:00'));
    // Seen before the wrong case was closed, and yet no part of it.
    expect(await attach([{ ...home, ...anObservation() }], at('12T13:00'))).toMatchObject({ opened: 1 });
    const [wrong, right] = await casesOf(home.lineId, home.tenureId);
    expect(right).toMatchObject({ previousCases: 0, reinfections: 0 });
    expect((await show(right?.code)).timeline.map((event) => event.kind)).toEqual(['opened']);
    expect(wrong).toMatchObject({ state: 'closed', closeReason: 'withdrawn' });
  });

  it('reaches a closed case too, without waking it', async () => {
    const home = aTenure();
    const row = { ...home, ...anObservation() };
    await attach([row]);
    await decide(home.tenureId, { state: 'closed', closeReason: 'stale' }, at('12T12:00'));
    expect(await attach([{ ...row, outcome: 'expired', lineId: null, tenureId: null }])).toMatchObject({
      withdrawn: [{ answer: 'expired' }],
    });
    expect(await casesOf(home.lineId, home.tenureId)).toMatchObject([
      { state: 'closed', closeReason: 'stale', dueAt: null, sightings: 0 },
    ]);
  });
});

describe('two batches at once', () => {
  it('on the same tenures neither deadlock nor open or count twice', async () => {
    const homes = Array.from({ length: 200 }, aTenure);
    // Opposite orders, half of the cases there already.
    await attach(homes.slice(0, 100).map((home) => ({ ...home, ...anObservation() })));
    for (let round = 0; round < 5; round++) {
      const one = homes.map((home) => ({ ...home, ...anObservation() }));
      const other = homes.map((home) => ({ ...home, ...anObservation() })).reverse();
      const [a, b] = await Promise.all([attach(one), attach(other)]);
      expect(a.attached + b.attached).toBe(400);
      expect(a.opened + b.opened).toBe(round === 0 ? 100 : 0);
    }
    const counted = await fresh.database.query<{ cases: number; sightings: number; opened: number }>(
      `select count(*) as cases,
         sum((select count(*) from cases.sighting s where s.case_id = c.id))::int as sightings,
         sum((select count(*) from cases.event e where e.case_id = c.id and e.kind = 'opened'))::int as opened
       from cases.case c where tenure_id = any($1)`,
      [homes.map((home) => home.tenureId)],
    );
    expect(counted).toEqual([{ cases: 200, sightings: 2_100, opened: 200 }]);
  });

  it('that move the same observation away leave it attached once', async () => {
    const from = aTenure();
    const to = aTenure();
    const row = anObservation();
    await attach([{ ...from, ...row }]);
    const both = await Promise.all([attach([{ ...to, ...row }]), attach([{ ...to, ...row }])]);
    expect(both.map((r) => r.attached).sort()).toEqual([0, 1]);
    expect(both.flatMap((r) => r.withdrawn)).toHaveLength(1);
    expect(await casesOf(to.lineId, to.tenureId)).toMatchObject([{ sightings: 1 }]);
  });
});

describe('the database', () => {
  it('draws another code for every case', async () => {
    const [row] = await fresh.database.query<{ codes: number }>(
      'select count(distinct cases.draw_code()) as codes from generate_series(1, 2000)',
    );
    expect(row?.codes).toBe(2_000);
  });

  it('asks to try again when a code is drawn twice', async () => {
    const home = aTenure();
    const other = await freshDatabase(casesEntities);
    try {
      await other.database.query(
        `create or replace function cases.draw_code() returns text language sql volatile as $$ select 'AAAA-AAAA' $$`,
      );
      const failed = other.database.run(async (tx) => {
        const [one = 0, two = 0] = await someLines(tx, 2);
        await aBatchInCases(tx, [
          { lineId: one, tenureId: home.tenureId, observationId: 1 },
          { lineId: two, tenureId: home.tenureId + 1, observationId: 2 },
        ]);
        await cases.attach(tx, now);
      });
      await expect(failed).rejects.toMatchObject({ code: 'unavailable' });
    } finally {
      await other.close();
    }
  });
});
