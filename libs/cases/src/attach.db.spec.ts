import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { casesEntities } from './case.entity.js';
import { openCaseOf, SomeCases } from './testing.js';

let fresh: FreshDatabase;
let cases: SomeCases;
beforeAll(async () => {
  fresh = await freshDatabase(casesEntities);
  cases = await SomeCases.in(fresh.database);
});
afterAll(() => fresh.close());

const at = (text: string): Date => new Date(`2026-11-${text}:00Z`);

describe('attaching', () => {
  it('opens one case a tenure and class, with one event for all its sightings', async () => {
    const home = cases.aHome();
    const rows = [
      { ...home, ...cases.anObservation(), seenAt: at('12T08:00') },
      { ...home, ...cases.anObservation(), seenAt: at('12T09:00'), malware: 'qakbot', severity: 5 },
      { ...home, ...cases.anObservation(), class: 'vulnerable' as const, role: 'host' as const },
    ];
    const result = await cases.attach(rows);
    expect(result).toMatchObject({ opened: 2, touched: 0, attached: 3, withdrawn: [] });
    const [infected, vulnerable] = (await cases.of(home)).sort((a, b) => a.class.localeCompare(b.class));
    expect(infected).toMatchObject({
      class: 'infected', state: 'watching', sightings: 2, firstSeenAt: at('12T08:00'), lastSeenAt: at('12T09:00'),
      openedAt: cases.now, dueAt: cases.now, observing: false, previousCases: 0,
    }); // prettier-ignore
    expect(result.caseIds).toEqual([infected?.id, infected?.id, vulnerable?.id]);
    const page = await cases.show(infected?.code);
    expect(page.timeline).toEqual([
      {
        at: cases.now,
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
    const home = cases.aHome();
    await cases.attach([{ ...home, ...cases.anObservation(), active: false }]);
    await cases.decide(home, { wakeAt: at('20T00:00') }, cases.now);
    expect((await cases.of(home))[0]).toMatchObject({
      observing: true,
      dueAt: at('20T00:00'),
    });
    const again = await cases.attach(
      [{ ...home, ...cases.anObservation(), seenAt: at('12T10:30') }],
      at('12T11:00'),
    );
    expect(again).toMatchObject({ opened: 0, touched: 1, attached: 1 });
    expect(await cases.of(home)).toMatchObject([
      { observing: false, dueAt: at('12T11:00'), lastSeenAt: at('12T10:30'), sightings: 2 },
    ]);
  });

  it('changes nothing when the same observations are asked again with the same answer', async () => {
    const home = cases.aHome();
    const row = { ...home, ...cases.anObservation() };
    const first = await cases.attach([row]);
    const { version } = await cases.run((tx) => openCaseOf(tx, home.tenureId));
    const again = await cases.attach([row], at('12T12:00'));
    expect(again).toEqual({ opened: 0, touched: 0, attached: 0, withdrawn: [], caseIds: first.caseIds });
    expect(await cases.run((tx) => openCaseOf(tx, home.tenureId))).toMatchObject({ version });
    const [line] = await cases.of(home);
    expect((await cases.show(line?.code)).timeline).toHaveLength(1);
  });

  it('passes over what was seen before, has no line, or is an exercise', async () => {
    const home = cases.aHome();
    const result = await cases.attach([
      { ...home, observationId: null },
      { ...cases.anObservation(), outcome: 'needs-port', lineId: null, tenureId: null },
      { ...cases.anObservation(), outcome: null, lineId: null, tenureId: null },
      { ...home, ...cases.anObservation(), taxonomy: 'test', type: 'test' },
    ]);
    expect(result).toEqual({
      opened: 0,
      touched: 0,
      attached: 0,
      withdrawn: [],
      caseIds: [null, null, null, null],
    });
    expect(await cases.of(home)).toEqual([]);
  });

  it.each([
    ['victim', 'infected'],
    ['victim', 'abusive'],
    ['resolver', 'infected'],
    ['resolver', 'vulnerable'],
    ['host', 'infected'],
    ['unknown', 'infected'],
  ] as const)('a %s report opens no %s case', async (role, kind) => {
    const home = cases.aHome();
    expect(await cases.attach([{ ...home, ...cases.anObservation(), role, class: kind }])).toMatchObject({
      opened: 0,
      attached: 0,
    });
    expect(await cases.of(home)).toEqual([]);
  });

  it('opens a case of its own for a new tenure, which knows nothing of the old', async () => {
    const before = cases.aHome();
    await cases.attach([{ ...before, ...cases.anObservation() }]);
    await cases.decide(before, { state: 'closed', closeReason: 'left' }, at('12T11:00'));
    const after = cases.aHome(before.lineId);
    await cases.attach([{ ...after, ...cases.anObservation(), seenAt: at('12T12:00') }], at('12T12:30'));
    const [line] = await cases.of(after);
    expect(line).toMatchObject({
      state: 'watching',
      sightings: 1,
      previousCases: 0,
      reinfections: 0,
      tier: null,
    });
    const page = await cases.show(line?.code);
    expect(page).toMatchObject({ previous: null, decisions: [] });
    expect(page.timeline.map((event) => event.kind)).toEqual(['opened']);
  });
});

describe('a sighting after the end', () => {
  it('opens a case that knows the old one: a reinfection when that was clean', async () => {
    const home = cases.aHome();
    await cases.attach([{ ...home, ...cases.anObservation() }]);
    await cases.decide(home, { state: 'cleared' }, at('13T00:00'));
    const result = await cases.attach(
      [{ ...home, ...cases.anObservation(), seenAt: at('13T00:00') }],
      at('13T01:00'),
    );
    expect(result).toMatchObject({ opened: 1, touched: 0, attached: 1 });
    const [old, young] = await cases.of(home);
    expect(young).toMatchObject({ state: 'watching', previousCases: 1, reinfections: 1, sightings: 1 });
    const page = await cases.show(young?.code);
    expect(page.previous).toBe(old?.code);
    expect(page.timeline.map((event) => event.kind)).toEqual(['reinfection']);
    expect((await cases.show(old?.code)).next).toBe(young?.code);
  });

  it('is reopened, not reinfected, when the old case only went stale', async () => {
    const home = cases.aHome();
    await cases.attach([{ ...home, ...cases.anObservation() }]);
    await cases.decide(home, { state: 'closed', closeReason: 'stale' }, at('13T00:00'));
    await cases.attach([{ ...home, ...cases.anObservation(), seenAt: at('14T00:00') }], at('14T01:00'));
    const [, young] = await cases.of(home);
    expect(young).toMatchObject({ previousCases: 1, reinfections: 0 });
    expect((await cases.show(young?.code)).timeline.map((event) => event.kind)).toEqual(['reopened']);
  });

  it('that was seen before it belongs to the old case and moves nothing, even beside a new one', async () => {
    const home = cases.aHome();
    await cases.attach([{ ...home, ...cases.anObservation() }]);
    await cases.decide(home, { state: 'cleared' }, at('13T00:00'));
    await cases.decide(home, { state: 'closed', closeReason: 'clean' }, at('14T00:00'));
    const late = await cases.attach(
      [{ ...home, ...cases.anObservation(), seenAt: at('12T23:59') }],
      at('14T01:00'),
    );
    expect(late).toMatchObject({ opened: 0, touched: 1, attached: 1 });
    const mixed = [
      { ...home, ...cases.anObservation(), seenAt: at('12T01:00') },
      { ...home, ...cases.anObservation(), seenAt: at('13T01:00') },
    ];
    expect(await cases.attach(mixed, at('14T02:00'))).toMatchObject({ opened: 1, touched: 1, attached: 2 });
    const [old, young] = await cases.of(home);
    expect(old).toMatchObject({
      state: 'closed',
      sightings: 3,
      dueAt: null,
      firstSeenAt: at('12T01:00'),
      lastSeenAt: at('12T23:59'),
    });
    expect(young).toMatchObject({ sightings: 1, firstSeenAt: at('13T01:00') });
    expect((await cases.show(old?.code)).timeline.at(-1)).toMatchObject({
      kind: 'sightings',
      data: { count: 1, afterTheEnd: true },
    });
  });
});
