import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CasesService } from '@lazaret/cases';

import { on } from './november.contract.js';
import { SmallProvider } from './small-provider.contract.js';

let provider: SmallProvider;
beforeAll(async () => {
  provider = await SmallProvider.open();
  await provider.feed('sinkhole');
  await provider.feed('observed', { active: false });
});
afterAll(() => provider.close());

describe('evidence against a person', () => {
  it('seen yesterday does not escalate after today’s acknowledgement', async () => {
    const [silent, answered] = [await provider.home('silent'), await provider.home('answered')];
    for (const { address } of [silent, answered]) await provider.see('sinkhole', address, on(2, '08:00'));
    await provider.work(on(2));
    await provider.acknowledge(answered, on(4, '09:00'));
    // A report of yesterday comes in today, when the reminder would be due.
    for (const { address } of [silent, answered])
      await provider.see('sinkhole', address, on(3, '22:00'), { now: on(4, '11:00') });
    await provider.work(on(4, '11:00'));
    await provider.work(on(5, '11:00'));
    expect(await provider.notices(silent)).toEqual(['first sent', 'reminder sent']);
    expect(await provider.notices(answered)).toEqual(['first sent']);
    const { decisions } = await provider.story(answered);
    expect(decisions.at(-1)).toMatchObject({ tier: 'told', rule: 'nothing-counts' });
    expect(decisions.at(-1)?.reason).toContain('only what is seen after');
  });

  it('counts again when seen after the acknowledgement and its grace', async () => {
    const home = await provider.home('again');
    await provider.see('sinkhole', home.address, on(2, '08:00'));
    await provider.work(on(2));
    await provider.acknowledge(home, on(3, '09:00'));
    await provider.see('sinkhole', home.address, on(4, '08:59'));
    await provider.work(on(4, '12:00'));
    expect(await provider.notices(home)).toEqual(['first sent']);
    await provider.see('sinkhole', home.address, on(4, '09:01'), { now: on(4, '13:00') });
    await provider.work(on(4, '13:00'));
    expect(await provider.notices(home)).toEqual(['first sent', 'reminder sent']);
  });

  it.each([
    ['victim', 'event4_honeypot_ddos_amp'],
    ['resolver', 'event4_sinkhole_dns'],
  ])('is none in a report about a %s: no case opens', async (role, type) => {
    const home = await provider.home(`a-${role}`);
    await provider.see('sinkhole', home.address, on(2, '08:00'), { type });
    await provider.work(on(2));
    const seen = await provider.database.query(
      `select o.role, a.outcome from feeds.observation o join ledger.attribution a on a.observation_id = o.id
        where host(o.address) = $1`,
      [home.address],
    );
    expect(seen).toEqual([{ role, outcome: 'line' }]);
    expect(await provider.cases(home)).toEqual([]);
  });

  it('from a feed in observe makes a case and no notice', async () => {
    const home = await provider.home('observed');
    await provider.see('observed', home.address, on(2, '08:00'));
    await provider.work(on(2));
    const { case: found, decisions } = await provider.story(home);
    expect(found).toMatchObject({ state: 'watching', observing: true, sightings: 1 });
    expect(decisions.at(-1)).toMatchObject({ rule: 'observe' });
    expect(decisions.at(-1)?.actions).toEqual([
      { kind: 'held', what: 'notice', why: expect.stringContaining('observed') },
    ]);
    expect(await provider.notices(home)).toEqual([]);
    // A second, active source may speak.
    await provider.see('sinkhole', home.address, on(2, '11:00'));
    await provider.work(on(2, '12:00'));
    expect(await provider.notices(home)).toEqual(['first sent']);
  });

  it('is not moved by a note of the desk, which sends nothing', async () => {
    const home = await provider.home('noted');
    await provider.see('sinkhole', home.address, on(2, '08:00'));
    await provider.work(on(2));
    const before = await provider.story(home);
    const note = {
      at: on(2, '11:00'),
      by: { kind: 'operator', name: 'ann' },
      text: 'called, will look',
    } as const;
    await provider.database.run((tx) => provider.get(CasesService).note(tx, before.case.id, note));
    await provider.work(on(2, '11:00'));
    const after = await provider.story(home);
    expect(after.case).toEqual(before.case);
    expect(after.decisions).toEqual(before.decisions);
    expect(after.timeline).toEqual([...before.timeline, expect.objectContaining({ kind: 'note' })]);
    expect(provider.letters(home.mail)).toHaveLength(1);
  });
});
