import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';

import type { Tx } from '@lazaret/platform';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { gardenEntities } from './confinement.entity.js';
import { ConfinementRepository } from './confinement.repository.js';
import { NoEnforcer } from './enforcer.js';
import { FakeSwitches } from './fake-files.js';
import { GardenFactsView } from './garden-facts.view.js';
import { GardenMetrics } from './garden.metrics.js';
import { GardenService } from './garden.service.js';
import { at } from './stay.contract.js';

/** More than two pages. */
const LINES = 4_100;
const garden = new GardenService(
  new ConfinementRepository(),
  new GardenFactsView(),
  new NoEnforcer(),
  new FakeSwitches(),
  new GardenMetrics(new Registry()),
);

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase(gardenEntities);
  await fresh.database.query(
    `with line as (
       insert into directory.line (ref, class, confinable, time_zone)
       select 'line-' || n, 'residential', true, 'Europe/London' from generate_series(1, ${LINES}) n returning id
     ), stay as (
       insert into garden.confinement
         (line_id, tenure_id, case_id, profile, bng, state_since, asked_at, ends_at, hold_seconds, due_at)
       select id, id, id, 'leaky', 'bng', $1, $1, $1::timestamptz + interval '7 days', 86400, $1 from line returning id, line_id
     )
     insert into garden.hold (confinement_id, session_id, nas, acct_session_id, state, held_until, asked_at)
     select id, line_id, 'north', 'S' || line_id, 'accepted', $1::timestamptz + interval '1 day', $1 from stay`,
    [at('09:00')],
  );
});
afterAll(() => fresh.close());

const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => fresh.database.run(work);

it('nobody is forgotten because there are many', async () => {
  const held = await run((tx) => garden.held(tx, at('09:00')));
  expect(new Set(held.map(({ acctSessionId }) => acctSessionId)).size).toBe(LINES);
  const confined = await run((tx) => garden.confined(tx));
  expect(new Set(confined.map(({ lineId }) => lineId)).size).toBe(LINES);
  const looked = new Set<number>();
  for (let after = 0; ;) {
    const page = await run((tx) => garden.all(tx, after));
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.id;
    for (const { lineId, holds } of page) if (holds.length === 1) looked.add(lineId);
  }
  expect(looked.size).toBe(LINES);
});
