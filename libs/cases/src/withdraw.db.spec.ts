import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { casesEntities } from './case.entity.js';
import { SomeCases } from './testing.js';

let fresh: FreshDatabase;
let cases: SomeCases;
beforeAll(async () => {
  fresh = await freshDatabase(casesEntities);
  cases = await SomeCases.in(fresh.database);
});
afterAll(() => fresh.close());

const at = (text: string): Date => new Date(`2026-11-${text}:00Z`);

describe('an answer that changes', () => {
  it('withdraws the observation from the old holder, says so, and gives it to the new one', async () => {
    const wrong = cases.aHome();
    const right = cases.aHome();
    const kept = cases.anObservation();
    const moved = cases.anObservation();
    const { caseIds } = await cases.attach([
      { ...wrong, ...kept, seenAt: at('12T07:00') },
      { ...wrong, ...moved, seenAt: at('12T09:00') },
    ]);
    await cases.decide(wrong, { wakeAt: at('20T00:00') }, cases.now);
    const result = await cases.attach([{ ...right, ...moved, seenAt: at('12T09:00') }], at('12T15:00'));
    expect(result).toMatchObject({
      opened: 1,
      attached: 1,
      withdrawn: [{ caseId: caseIds[0], observationId: moved.observationId, answer: 'line' }],
    });
    const [old] = await cases.of(wrong);
    expect(old).toMatchObject({
      sightings: 1,
      firstSeenAt: at('12T07:00'),
      lastSeenAt: at('12T07:00'),
      dueAt: at('12T15:00'),
    });
    const page = await cases.show(old?.code);
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
    expect(await cases.of(right)).toMatchObject([{ sightings: 1, lastSeenAt: at('12T09:00') }]);
  });

  it('leaves a case without a sighting for the decider to close, and takes the sighting back when the answer returns', async () => {
    const home = cases.aHome();
    const row = { ...home, ...cases.anObservation() };
    await cases.attach([row]);
    const gone = await cases.attach(
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
    expect(await cases.of(home)).toMatchObject([
      { state: 'watching', sightings: 0, firstSeenAt: null, lastSeenAt: null, observing: true },
    ]);
    expect(await cases.attach([row], at('12T12:00'))).toMatchObject({ opened: 0, touched: 1, attached: 1 });
    expect(await cases.of(home)).toMatchObject([
      { sightings: 1, lastSeenAt: at('12T09:00'), observing: false },
    ]);
  });

  it('names another tenure of the same line, but not who', async () => {
    const before = cases.aHome();
    const row = { ...before, ...cases.anObservation() };
    await cases.attach([row]);
    const after = cases.aHome(before.lineId);
    expect((await cases.attach([{ ...row, ...after }])).withdrawn).toMatchObject([{ answer: 'tenure' }]);
  });

  it('does not make the case opened in error anybody’s history', async () => {
    const home = cases.aHome();
    const row = { ...home, ...cases.anObservation() };
    await cases.attach([row]);
    await cases.attach([{ ...row, outcome: 'ambiguous', lineId: null, tenureId: null }]);
    await cases.decide(home, { state: 'closed', closeReason: 'withdrawn' }, at('12T12:00'));
    // Seen before the wrong case was closed, and yet no part of it.
    expect(await cases.attach([{ ...home, ...cases.anObservation() }], at('12T13:00'))).toMatchObject({
      opened: 1,
    });
    const [wrong, right] = await cases.of(home);
    expect(right).toMatchObject({ previousCases: 0, reinfections: 0 });
    expect((await cases.show(right?.code)).timeline.map((event) => event.kind)).toEqual(['opened']);
    expect(wrong).toMatchObject({ state: 'closed', closeReason: 'withdrawn' });
  });

  it('reaches a closed case too, and wakes it only when nothing speaks for it any longer', async () => {
    const home = cases.aHome();
    const rows = [cases.anObservation(), cases.anObservation()].map((seen) => ({ ...home, ...seen }));
    await cases.attach(rows);
    await cases.decide(home, { state: 'closed', closeReason: 'stale' }, at('12T12:00'));
    const gone = rows.map((row) => ({ ...row, outcome: 'no-lease' as const, lineId: null, tenureId: null }));
    expect(await cases.attach(gone.slice(0, 1), at('13T12:00'))).toMatchObject({
      withdrawn: [{ answer: 'no-lease' }],
    });
    expect(await cases.of(home)).toMatchObject([{ state: 'closed', dueAt: null, sightings: 1 }]);
    await cases.attach(gone, at('13T13:00'));
    expect(await cases.of(home)).toMatchObject([
      { state: 'closed', closeReason: 'stale', dueAt: at('13T13:00'), sightings: 0 },
    ]);
    await cases.decide(home, { state: 'closed' }, at('13T14:00'));
    expect(await cases.of(home)).toMatchObject([{ state: 'closed', closeReason: 'stale', dueAt: null }]);
  });
});
