import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { CaseListView } from './case-list.view.js';
import { casesEntities } from './case.entity.js';
import { SomeCases } from './testing.js';

let fresh: FreshDatabase;
let cases: SomeCases;
beforeAll(async () => {
  fresh = await freshDatabase(casesEntities);
  cases = await SomeCases.in(fresh.database);
});
afterAll(() => fresh.close());

describe('lists', () => {
  it('filter, and go on where the last page ended', async () => {
    const list = new CaseListView();
    const made = [await cases.aCase(), await cases.aCase(), await cases.aCase()];
    await cases.decide(made[1] ?? cases.aHome(), { tier: 'lists', state: 'told' });
    await cases.decide(made[2] ?? cases.aHome(), { tier: 'lists' });
    const first = await cases.run((tx) => list.page(tx, {}, { limit: 2 }));
    expect(first.cases.map((c) => c.id)).toEqual([made[2]?.id, made[1]?.id]);
    const second = await cases.run((tx) => list.page(tx, {}, { limit: 1, after: first.next ?? '' }));
    expect(second.cases.map((c) => c.id)).toEqual([made[0]?.id]);
    const only = (filter: Parameters<CaseListView['page']>[1]) =>
      cases.run(async (tx) => (await list.page(tx, filter)).cases.map((c) => c.id));
    expect(await only({ tier: 'lists' })).toEqual([made[2]?.id, made[1]?.id]);
    expect(await only({ tier: 'lists', states: ['told', 'waiting'] })).toEqual([made[1]?.id]);
    expect(await only({ tier: 'lists', class: 'abusive' })).toEqual([]);
    expect(await only({ code: first.cases[0]?.code.toLowerCase().replace('-', ' ') })).toEqual([made[2]?.id]);
    expect(await only({ code: first.cases[0]?.code, lineId: -1 })).toEqual([]);
    const last = await cases.run((tx) => list.page(tx, { tier: 'lists' }, { limit: 2 }));
    expect(last.next).toBeNull();
  });

  it.each([0, 501, 1.5])('refuse %d to a page', async (limit) => {
    await expect(cases.run((tx) => new CaseListView().page(tx, {}, { limit }))).rejects.toMatchObject({
      code: 'refused',
    });
  });

  it('show only what is there', async () => {
    await expect(cases.show('0000-0000')).rejects.toThrow('there is no case 0000-0000');
    await expect(cases.show('case 7')).rejects.toThrow('not a case code');
  });
});
