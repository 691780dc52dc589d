import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { casesEntities } from './case.entity.js';
import { aBatchInCases, someLines, SomeCases } from './testing.js';

let fresh: FreshDatabase;
let cases: SomeCases;
beforeAll(async () => {
  fresh = await freshDatabase(casesEntities);
  cases = await SomeCases.in(fresh.database);
});
afterAll(() => fresh.close());

describe('two batches at once', () => {
  it('on the same tenures neither deadlock nor open or count twice', async () => {
    const homes = Array.from({ length: 200 }, () => cases.aHome());
    // Opposite orders, half of the cases there already.
    await cases.attach(homes.slice(0, 100).map((home) => ({ ...home, ...cases.anObservation() })));
    for (let round = 0; round < 5; round++) {
      const one = homes.map((home) => ({ ...home, ...cases.anObservation() }));
      const other = homes.map((home) => ({ ...home, ...cases.anObservation() })).reverse();
      const [a, b] = await Promise.all([cases.attach(one), cases.attach(other)]);
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
    const from = cases.aHome();
    const to = cases.aHome();
    const row = cases.anObservation();
    await cases.attach([{ ...from, ...row }]);
    const both = await Promise.all([cases.attach([{ ...to, ...row }]), cases.attach([{ ...to, ...row }])]);
    expect(both.map((r) => r.attached).sort()).toEqual([0, 1]);
    expect(both.flatMap((r) => r.withdrawn)).toHaveLength(1);
    expect(await cases.of(to)).toMatchObject([{ sightings: 1 }]);
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
    const home = cases.aHome();
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
        await cases.service.attach(tx, cases.now);
      });
      await expect(failed).rejects.toMatchObject({ code: 'unavailable' });
    } finally {
      await other.close();
    }
  });
});
