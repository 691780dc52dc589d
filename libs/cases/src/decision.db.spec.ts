import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { IllegalMove } from './case-state.js';
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

describe('recording', () => {
  it('keeps the decision with its facts and digest, moves the case and tells the timeline', async () => {
    const one = await cases.aCase();
    const given = {
      state: 'told',
      tier: 'first-notice',
      actions: [{ kind: 'notify' }],
      wakeAt: at('15T00:00'),
    } as const;
    expect(await cases.decide(one, given)).toEqual({ appended: 1, unchanged: 0, outdated: [] });
    const shown = await cases.show(one.code);
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
    expect(await cases.run((tx) => cases.service.due(tx, at('14T23:59'), 1_000, 0))).not.toContainEqual(
      expect.objectContaining({ caseId: one.id }),
    );
    expect((await cases.snapshot(one.id, at('15T00:00'))).lastDecision).toEqual({
      at: at('12T10:00'), policyVersion: '2026-11-01', tier: 'first-notice', rule: 'infected.watch', reason: 'nothing to do yet',
    }); // prettier-ignore
  });

  it('writes nothing but the wake-up when policy, facts and outcome are the same', async () => {
    const one = await cases.aCase();
    await cases.decide(one, { facts: { sightings: 1, upstreams: ['a'] }, wakeAt: at('13T00:00') });
    const same = { facts: { upstreams: ['a'], sightings: 1 }, wakeAt: at('14T00:00') };
    expect(await cases.decide(one, same)).toEqual({ appended: 0, unchanged: 1, outdated: [] });
    const shown = await cases.show(one.code);
    expect(shown.decisions).toHaveLength(1);
    expect(shown.timeline.map((e) => e.kind)).toEqual(['opened', 'decided']);
    expect(shown.case.dueAt).toEqual(at('14T00:00'));
    // Other facts are another decision, but with the same outcome no news.
    expect(await cases.decide(one, { facts: { sightings: 2 } })).toMatchObject({ appended: 1 });
    expect(await cases.decide(one, { facts: { sightings: 2 }, policyVersion: '2026-12-01' })).toMatchObject({
      appended: 1,
    });
    const later = await cases.show(one.code);
    expect(later.decisions).toHaveLength(3);
    expect(later.timeline.map((e) => e.kind)).toEqual(['opened', 'decided']);
  });

  it('closes for good', async () => {
    const one = await cases.aCase();
    const code = one.code;
    await cases.decide(one, { state: 'cleared' }, at('13T00:00'));
    await cases.decide(
      one,
      { state: 'closed', closeReason: 'clean', wakeAt: at('20T00:00') },
      at('14T00:00'),
    );
    expect((await cases.show(code)).case).toMatchObject({
      state: 'closed', closeReason: 'clean', clearedAt: at('13T00:00'), closedAt: at('14T00:00'), dueAt: null,
    }); // prettier-ignore
    expect(await cases.run((tx) => cases.service.touch(tx, { caseIds: [one.id] }, at('15T00:00')))).toBe(0);
    await expect(
      cases.run((tx) =>
        cases.service.acknowledge(tx, one.id, { at: at('15T00:00'), by: { kind: 'operator', name: 'desk' } }),
      ),
    ).rejects.toThrow('is closed');
  });

  it('refuses a move that does not exist, and the whole set with it', async () => {
    const [one, two] = [await cases.aCase(), await cases.aCase()];
    await cases.decide(one, { state: 'cleared', wakeAt: cases.now });
    const told = [await cases.snapshot(two.id), await cases.snapshot(one.id)].map((c) =>
      aDecision(c, { state: 'told' }),
    );
    const both = cases.run((tx) => cases.service.record(tx, told, at('13T00:00')));
    await expect(both).rejects.toThrow(IllegalMove);
    expect(await cases.show(two.code)).toMatchObject({ case: { state: 'watching' }, decisions: [] });
  });

  it('leaves a case alone that changed since its snapshot', async () => {
    const [one, two] = [await cases.aCase(), await cases.aCase()];
    const [old, good] = [await cases.snapshot(one.id), await cases.snapshot(two.id)];
    await cases.see(one, [{}], at('12T10:30'));
    const recorded = await cases.run((tx) =>
      cases.service.record(tx, [aDecision(old, { state: 'told' }), aDecision(good)], at('12T11:00')),
    );
    expect(recorded).toEqual({ appended: 1, unchanged: 0, outdated: [one.id] });
    expect(await cases.snapshot(one.id, at('12T11:00'))).toMatchObject({
      state: 'watching',
      lastDecision: null,
    });
  });

  it('takes some hundreds at once', async () => {
    const homes = Array.from({ length: 300 }, () => cases.aHome());
    await cases.attach(homes.map((home) => ({ ...home, ...cases.anObservation() })), at('01T00:00')); // prettier-ignore
    await cases.run(async (tx) => {
      const due = await cases.service.due(tx, at('01T00:00'), 10_000, 0);
      expect(due.map((c) => c.tenureId)).toEqual(homes.map((home) => home.tenureId));
      const recorded = await cases.service.record(tx, due.map((c) => aDecision(c, { state: 'told' })), cases.now); // prettier-ignore
      expect(recorded).toEqual({ appended: 300, unchanged: 0, outdated: [] });
    });
  });
});
