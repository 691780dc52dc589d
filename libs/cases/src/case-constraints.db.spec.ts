import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CASE_STATES } from '@lazaret/kernel';
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

describe('the constraints', () => {
  const write = (state: string, columns = '', values = '') => {
    const { tenureId, lineId } = cases.aHome();
    return cases.run((tx) =>
      tx.query(
        `insert into cases.case (tenure_id, line_id, class, state, opened_at, observing${columns}) values ($1, $2, 'infected', $3, $4, false${values})`,
        [tenureId, lineId, state, cases.now],
      ),
    );
  };

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
    ['a code of other letters', 'told', ', code', `, 'ILOU-0000'`, 'case_code_check'],
  ])('refuse %s', async (_, state, columns, values, name) => {
    await expect(write(state, columns, values)).rejects.toThrow(name);
  });
});
