import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Broken } from '@lazaret/kernel';

import { DecideStep } from './decide.step.js';
import { on } from './november.contract.js';
import { SmallProvider, type Home } from './small-provider.contract.js';

let provider: SmallProvider;
beforeAll(async () => {
  provider = await SmallProvider.open();
  await provider.feed('sinkhole');
});
afterAll(() => provider.close());

const decide = (now: Date) => provider.get(DecideStep).run(now);

describe('a case that cannot be decided', () => {
  it('is put off with its reason and keeps no other waiting', async () => {
    const homes: Home[] = [];
    for (const ref of ['before', 'damaged', 'after']) homes.push(await provider.home(ref));
    for (const { address } of homes) await provider.see('sinkhole', address, on(2, '08:00'));
    const [before, damaged, after] = homes as [Home, Home, Home];
    // What no import lets in: letters have to name a time.
    await provider.database.query(
      `update directory.line set time_zone = 'Mars/Olympus' where ref = 'damaged'`,
    );

    await expect(decide(on(2))).rejects.toThrow(Broken);
    await provider.work(on(2));
    expect(await provider.notices(before)).toEqual(['first sent']);
    expect(await provider.notices(after)).toEqual(['first sent']);
    const { case: put, decisions } = await provider.story(damaged);
    expect(put).toMatchObject({ state: 'watching', tier: null, dueAt: on(2, '11:00') });
    expect(decisions).toMatchObject([{ rule: 'undecided', reason: expect.stringContaining('timeZone') }]);
    expect(await provider.counted('lazaret_cases_decisions_total')).toContain('{rule="undecided"} 1');
    expect(await provider.counted('lazaret_cases_decisions_total')).toContain('{rule="infected/told"} 2');

    await provider.database.query(
      `update directory.line set time_zone = 'Europe/London' where ref = 'damaged'`,
    );
    await provider.work(on(2, '11:00'));
    expect(await provider.notices(damaged)).toEqual(['first sent']);
  });
});

describe('deciding', () => {
  it('is one decider’s turn at a time', async () => {
    const home = await provider.home('turns');
    await provider.see('sinkhole', home.address, on(2, '12:00'));
    const turns = await Promise.all(Array.from({ length: 4 }, () => decide(on(2, '13:00'))));
    expect(turns.map(({ notices }) => notices).sort()).toEqual([0, 0, 0, 1]);
  });

  it('counts what it opened and closed', async () => {
    expect(await provider.counted('lazaret_cases_opened_total')).toEqual([' 4']);
    await provider.work(on(70));
    expect(await provider.counted('lazaret_cases_closed_total')).toEqual(['{reason="stale"} 4']);
  });
});
