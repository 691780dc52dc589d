import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { casesEntities } from './case.entity.js';
import { aDecision, SomeCases } from './testing.js';

let fresh: FreshDatabase;
let cases: SomeCases;
beforeAll(async () => {
  fresh = await freshDatabase(casesEntities);
  cases = await SomeCases.in(fresh.database);
});
afterAll(() => fresh.close());

const at = (text: string): Date => new Date(`2026-11-${text}:00Z`);

describe('a snapshot', () => {
  it('tells what may restrict from what may be told', async () => {
    const one = await cases.aCase([
      { seenAt: at('10T23:30'), malware: 'mirai', upstream: 'a', feedId: 1 },
      { seenAt: at('11T00:30'), malware: 'mirai', upstream: 'a', feedId: 2, severity: 5 },
      { seenAt: at('12T01:00'), malware: 'qakbot', upstream: 'b', feedId: 3, spoofable: true },
      { seenAt: at('12T02:00'), malware: null, upstream: 'c', feedId: 4, active: false },
    ]);
    await cases.see(one, [{ class: 'vulnerable', role: 'host', seenAt: at('12T03:00'), severity: 2 }]);
    const infected = await cases.snapshot(one.id);
    expect(infected).toMatchObject({
      class: 'infected', state: 'watching', tier: null, observing: false, tenureId: one.tenureId, code: one.code, sightings: 4, feedIds: [1, 2, 3, 4], withdrawnAt: null,
      malware: ['mirai', 'qakbot'], firstSeenAt: at('10T23:30'), lastSeenAt: at('12T02:00'), lastDecision: null,
      acknowledgedAt: null, releasedAt: null, clearedAt: null, previousCases: 0, reinfections: 0,
      current: { sightings: 2, days: 2, upstreams: ['a'], feedIds: [1, 2], lastSeenAt: at('11T00:30'), severity: 5 },
      all: { sightings: 3, days: 3, upstreams: ['a', 'b'], feedIds: [1, 2, 3], lastSeenAt: at('12T01:00'), severity: 5 },
    }); // prettier-ignore
    const vulnerable = (await cases.due()).find(
      (c) => c.tenureId === one.tenureId && c.class === 'vulnerable',
    );
    expect(vulnerable).toMatchObject({
      current: { sightings: 0, severity: 0, lastSeenAt: null },
      all: { sightings: 1, severity: 2 },
    });
  });

  it('forgets yesterday’s sightings after today’s acknowledgement, and what came within the grace', async () => {
    const one = await cases.aCase([{ seenAt: at('11T10:00') }, { seenAt: at('12T09:00') }]);
    await cases.run((tx) =>
      cases.service.acknowledge(tx, one.id, {
        at: at('12T12:00'),
        by: { kind: 'subscriber', name: 'portal' },
      }),
    );
    expect(await cases.snapshot(one.id, at('12T12:00'))).toMatchObject({
      sightings: 2,
      current: { sightings: 0, days: 0 },
      all: { sightings: 0 },
    });
    await cases.see(one, [
      { seenAt: at('11T22:00') },
      { seenAt: at('12T13:00') },
      { seenAt: at('12T13:01') },
    ], at('12T14:00')); // prettier-ignore
    const after = await cases.snapshot(one.id, at('12T14:00'));
    expect(after).toMatchObject({ sightings: 5, current: { sightings: 1, lastSeenAt: at('12T13:01') } });
    // A release counts from its own time when that is later.
    await cases.run((tx) =>
      tx.query('update cases.case set released_at = $2 where id = $1', [one.id, at('12T13:30')]),
    );
    expect((await cases.snapshot(one.id, at('12T14:00'), 0)).current.sightings).toBe(0);
  });

  it('does not count what was withdrawn', async () => {
    const [first, second] = [cases.anObservation(), cases.anObservation()];
    const one = await cases.aCase([
      { ...first, malware: 'mirai' },
      { ...second, malware: 'mirai', upstream: 'b' },
    ]);
    const lost = { outcome: 'ambiguous', lineId: null, tenureId: null } as const;
    await cases.see(one, [{ ...lost, ...second }]);
    expect(await cases.snapshot(one.id)).toMatchObject({
      sightings: 1,
      withdrawnAt: cases.now,
      current: { sightings: 1, upstreams: ['shadowserver'] },
    });
    await cases.see(one, [{ ...lost, ...first }], at('12T11:00'));
    expect(await cases.snapshot(one.id)).toMatchObject({
      sightings: 0,
      firstSeenAt: null,
      withdrawnAt: at('12T11:00'),
      malware: [],
      feedIds: [],
      current: { sightings: 0 },
    });
  });

  it('comes in (due_at, id) order, no further than the limit, and not before its time', async () => {
    const [a, b, c] = [await cases.aCase(), await cases.aCase(), await cases.aCase()];
    const early = at('01T00:00');
    await cases.run(async (tx) => {
      await cases.service.touch(tx, { tenureIds: [c.tenureId] }, early);
      await cases.service.touch(tx, { caseIds: [b.id, a.id] }, at('01T01:00'));
      await cases.service.touch(tx, { caseIds: [c.id] }, at('05T00:00'));
    });
    const due = (now: Date, limit: number) =>
      cases.run(async (tx) => (await cases.service.due(tx, now, limit, 0)).map((s) => s.caseId));
    expect(await due(at('02T00:00'), 10)).toEqual([c.id, a.id, b.id]);
    expect(await due(at('02T00:00'), 2)).toEqual([c.id, a.id]);
    expect(await due(at('01T00:30'), 10)).toEqual([c.id]);
    expect(await cases.run((tx) => cases.service.nextDue(tx))).toEqual(early);
  });

  it('is left out while somebody changes the case, and holds it while it is decided', async () => {
    const { id } = await cases.aCase();
    await cases.run(async (tx) => {
      await cases.service.touch(tx, { caseIds: [id] }, at('12T10:00'));
      const meanwhile = await cases.run((other) => cases.service.due(other, at('12T10:00'), 1_000, 0));
      expect(meanwhile.map((s) => s.caseId)).not.toContain(id);
    });
    const order: string[] = [];
    let touched: Promise<unknown> = Promise.resolve();
    await cases.run(async (tx) => {
      const mine = (await cases.service.due(tx, at('12T10:00'), 1_000, 0)).filter((s) => s.caseId === id);
      touched = cases
        .run((other) => cases.service.touch(other, { caseIds: [id] }, at('12T11:00')))
        .then(() => order.push('touched'));
      await cases.service.record(tx, mine.map((s) => aDecision(s)), at('12T10:00')); // prettier-ignore
      order.push('decided');
    });
    await touched;
    expect(order).toEqual(['decided', 'touched']);
    expect((await cases.snapshot(id, at('12T11:00'))).lastDecision).toMatchObject({ tier: 'watch' });
  });
});
