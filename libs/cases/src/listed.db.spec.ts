import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Instant } from '@lazaret/kernel';
import { only } from '@lazaret/platform';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { CaseDeskView, type DeskRow } from './case-desk.view.js';
import { CaseWordsView, type CaseWords } from './case-words.view.js';
import { casesEntities } from './case.entity.js';
import { SomeCases, type Home } from './testing.js';

let fresh: FreshDatabase;
let cases: SomeCases;
beforeAll(async () => {
  fresh = await freshDatabase(casesEntities);
  cases = await SomeCases.in(fresh.database);
});
afterAll(() => fresh.close());

const on = (day: number, time = '10:00'): Date =>
  new Date(`2026-11-${String(day).padStart(2, '0')}T${time}:00Z`);
const rowOf = async (id: number, now: Instant = cases.now): Promise<DeskRow> =>
  only(await cases.run((tx) => new CaseDeskView().rows(tx, [id], now)));
const list = ({ id }: { id: number }, now: Instant = cases.now): Promise<void> =>
  cases.run((tx) =>
    cases.service.list(tx, [
      {
        caseId: id, lineClass: 'residential', region: null, garden: 'none', family: 'mirai', sightings: 1, waits: 'nobody',
        badge: 'watching', badgeSince: null, waitingSince: null, next: { step: 'nothing', at: null },
      },
    ], now),
  ); // prettier-ignore

describe('a row', () => {
  it('of a case that is over is mended when something is seen from before its end, or withdrawn', async () => {
    const home = await cases.aCase();
    await cases.decide(home, { state: 'closed', closeReason: 'stale' }, on(13));
    await list(home);
    const late = { ...home, ...cases.anObservation(), seenAt: on(12, '09:30') };
    await cases.attach([late], on(13));
    expect(await rowOf(home.id)).toMatchObject({ sightings: 2, state: 'closed' });
    const stored = await cases.run((tx) =>
      tx.query('select seen_at from cases.listed where case_id = $1', [home.id]),
    );
    expect(stored).toEqual([{ seen_at: on(12, '09:30') }]);
    await cases.attach([{ ...late, outcome: 'no-lease', lineId: null, tenureId: null }], on(13));
    expect(await rowOf(home.id)).toMatchObject({ sightings: 1 });
  });

  it('counts sightings by the UTC day of what was seen, and notes', async () => {
    const home = await cases.aCase([{ seenAt: on(12, '00:00') }, { seenAt: on(12, '23:59') }], on(13));
    await cases.see(home, [{ seenAt: on(1) }], on(13));
    await list(home, on(13));
    await cases.run((tx) =>
      cases.service.note(tx, home.id, {
        at: on(13),
        by: { kind: 'operator', name: 'ann' },
        text: 'a note',
      }),
    );
    const days = Array<number>(14).fill(0);
    expect(await rowOf(home.id, on(14, '00:00'))).toMatchObject({
      days: days.with(0, 1).with(11, 2),
      notes: 1,
    });
    expect((await rowOf(home.id, on(26))).days).toEqual(days);
  });

  it('of a case that nobody decided yet says so', async () => {
    const { id } = await cases.aCase();
    expect(await rowOf(id)).toMatchObject({
      badge: 'watching',
      waits: 'nobody',
      lineClass: 'unknown',
      nextStep: 'decides-again',
    });
  });
});

describe('what is known of a line has all its cases decided again', () => {
  it('but for those that are closed', async () => {
    const home = await cases.aCase();
    const other = { lineId: home.lineId, tenureId: cases.aHome().tenureId };
    await cases.see(other, [{}]);
    await cases.run((tx) => cases.service.touch(tx, { caseIds: [home.id] }, on(13)));
    const closed = await cases.aCase();
    await cases.decide(closed, { state: 'closed', closeReason: 'left' });
    const lineIds = [home.lineId, closed.lineId];
    const open = await cases.run((tx) =>
      tx.query(`select id from cases.case where line_id = any($1) and state <> 'closed'`, [lineIds]),
    );
    expect(await cases.run((tx) => cases.service.touch(tx, { lineIds }, on(13)))).toBe(open.length);
  });
});

describe('what was said', () => {
  const words = async (id: number): Promise<Omit<CaseWords, 'caseId'>> => {
    const { caseId: _, ...said } = only([
      ...(await cases.run((tx) => new CaseWordsView().of(tx, [id]))).values(),
    ]);
    return said;
  };
  const happened = (caseId: number, kind: string, at: Instant): Promise<void> => {
    const actor = { kind: kind.startsWith('portal') ? 'subscriber' : 'operator', name: 'somebody' } as const;
    return cases.run((tx) => cases.service.happened(tx, [{ caseId, kind, at, actor }]));
  };

  it('waits until somebody of the desk acts; a note is no act', async () => {
    const { id } = await cases.aCase();
    expect(await words(id)).toEqual({ asked: null, actedAt: null, waitingFrom: null });
    await happened(id, 'portal.call', on(2));
    await happened(id, 'portal.not-me', on(3));
    await happened(id, 'note', on(4));
    expect(await words(id)).toMatchObject({ asked: { kind: 'not-me', at: on(3) }, actedAt: null });
    await happened(id, 'desk.call-back', on(5));
    expect(await words(id)).toMatchObject({ asked: null, actedAt: on(5) });
    await happened(id, 'phone.call', on(6));
    expect(await words(id)).toMatchObject({ asked: { kind: 'call', at: on(6) }, actedAt: on(5) });
  });

  it('by the ladder counts from when it asked last', async () => {
    const home: Home & { id: number } = await cases.aCase();
    await cases.decide(home, { state: 'waiting' }, on(12, '11:00'));
    await cases.decide(home, { state: 'waiting', tier: 'desk' }, on(12, '12:00'));
    expect((await words(home.id)).waitingFrom).toEqual(on(12, '11:00'));
    await cases.decide(home, { state: 'told' }, on(12, '13:00'));
    expect((await words(home.id)).waitingFrom).toBeNull();
    await cases.decide(home, { state: 'waiting' }, on(12, '14:00'));
    expect((await words(home.id)).waitingFrom).toEqual(on(12, '14:00'));
  });
});

describe('cases from before there were lists', () => {
  it('are listed as far as they themselves say, and decided again unless they are closed', async () => {
    const [open, waiting, closed] = [
      await cases.aCase([{ malware: 'mirai' }, { malware: 'mirai' }, { malware: 'qakbot' }]),
      await cases.aCase(),
      await cases.aCase(),
    ];
    await cases.decide(open, { wakeAt: null });
    await cases.decide(waiting, { state: 'waiting' }, on(12, '11:00'));
    await cases.decide(closed, { state: 'closed', closeReason: 'stale' });
    const sql = readFileSync(new URL('../../../migrations/202611250200_cases_listed.sql', import.meta.url), 'utf8');
    await cases.run(async (tx) => {
      await tx.query('delete from cases.listed');
      await tx.query(sql.slice(sql.indexOf('insert into cases.listed')));
    });
    expect(await rowOf(open.id)).toMatchObject({ badge: 'watching', waits: 'nobody', sightings: 3, family: 'mirai', lineClass: 'residential' });
    expect(await rowOf(waiting.id)).toMatchObject({ badge: 'desk', waits: 'person', waitingSince: on(12, '11:00') });
    expect(await rowOf(closed.id)).toMatchObject({ badge: 'closed', nextStep: 'nothing', nextAt: null });
    const due = (await cases.due()).map(({ caseId }) => caseId);
    expect(due).toEqual(expect.arrayContaining([open.id, waiting.id]));
    expect(due).not.toContain(closed.id);
  }); // prettier-ignore
});
