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

const desk = { kind: 'operator', name: 'desk' } as const;
describe('the timeline', () => {
  it('takes what people and other rooms did', async () => {
    const one = await cases.aCase();
    await cases.decide(one, { wakeAt: at('20T00:00') });
    const code = one.code;
    await cases.run(async (tx) => {
      await cases.service.note(tx, one.id, { at: at('12T11:00'), by: desk, text: ' called, will look ' });
      expect(await cases.service.nextDue(tx)).not.toEqual(at('12T11:00'));
      await cases.service.happened(tx, [
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
      await cases.service.happened(tx, []);
    });
    const shown = await cases.show(code);
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

  it('wakes a closed case only when nothing speaks for it any longer', async () => {
    const [right, wrong] = [cases.aHome(), cases.aHome()];
    const rows = [right, wrong].map((home) => ({ ...home, ...cases.anObservation() }));
    await cases.attach(rows);
    const gone = rows
      .slice(1)
      .map((row) => ({ ...row, outcome: 'no-lease' as const, lineId: null, tenureId: null }));
    await cases.attach(gone, at('12T11:00'));
    await cases.decide(right, { state: 'closed', closeReason: 'left' }, at('12T12:00'));
    await cases.decide(wrong, { state: 'closed', closeReason: 'withdrawn' }, at('12T12:00'));
    const left = {
      kind: 'notice.sent',
      at: at('12T12:01'),
      actor: { kind: 'system', name: 'notices' },
    } as const;
    const ids = (await Promise.all([right, wrong].map((home) => cases.of(home)))).map(
      ([one]) => one?.id ?? 0,
    );
    await cases.run((tx) =>
      cases.service.happened(
        tx,
        ids.map((caseId) => ({ ...left, caseId, dueAt: left.at })),
      ),
    );
    expect(await cases.of(right)).toMatchObject([{ state: 'closed', dueAt: null }]);
    expect(await cases.of(wrong)).toMatchObject([{ state: 'closed', dueAt: at('12T12:01') }]);
  });

  it('keeps an acknowledgement once', async () => {
    const one = await cases.aCase();
    const acknowledge = (when: Date) =>
      cases.run((tx) =>
        cases.service.acknowledge(tx, one.id, { at: when, by: { kind: 'subscriber', name: 'portal' } }),
      );
    await acknowledge(at('12T11:00'));
    await acknowledge(at('12T11:00'));
    await acknowledge(at('12T10:59'));
    const shown = await cases.show(one.code);
    expect(shown.timeline.map((e) => e.kind)).toEqual(['opened', 'acknowledged']);
    expect(shown.case.acknowledgedAt).toEqual(at('12T11:00'));
  });

  it.each([
    ['an empty note', ''],
    ['a blank note', '   '],
    ['a note too long', 'x'.repeat(4_001)],
  ])('refuses %s', async (_, text) => {
    const one = await cases.aCase();
    await expect(
      cases.run((tx) => cases.service.note(tx, one.id, { at: at('12T11:00'), by: desk, text })),
    ).rejects.toMatchObject({ code: 'refused' });
  });

  it('refuses what is of no case', async () => {
    await expect(
      cases.run((tx) => cases.service.note(tx, 999_999, { at: at('12T11:00'), by: desk, text: 'hm' })),
    ).rejects.toThrow('there is no case 999999');
    await expect(
      cases.run((tx) =>
        cases.service.record(tx, [aDecision({ caseId: 999_999, version: 0 })], at('12T11:00')),
      ),
    ).rejects.toThrow('does not exist');
  });

  it('is never rewritten', async () => {
    await cases.aCase();
    await expect(cases.run((tx) => tx.query(`update cases.event set kind = 'other'`))).rejects.toThrow(
      'written once',
    );
    await expect(cases.run((tx) => tx.query(`update cases.decision set reason = 'other'`))).rejects.toThrow(
      'written once',
    );
  });
});
