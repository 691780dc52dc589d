import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { DecideStep } from './decide.step.js';
import { on } from './november.contract.js';
import { aSession, SmallProvider, type Home } from './small-provider.contract.js';

let provider: SmallProvider;
beforeAll(async () => {
  provider = await SmallProvider.open();
  await provider.feed('sinkhole');
});
afterAll(() => provider.close());

/** Somebody held the address from six, as far as is known, and was seen at nine. It is noon. */
async function seenOn(address: string, home: Home): Promise<void> {
  await provider.accounting(
    on(12, '12:00'),
    [on(12, '06:00'), aSession(home, address)],
    someoneElse('11:55'),
  );
  await provider.see('sinkhole', address, on(12, '09:00'), { now: on(12, '12:00') });
}

/** Brings the watermark to a time of day. */
function someoneElse(time: string): [Date, Record<string, string>] {
  return [
    on(12, time),
    { 'User-Name': '"else@isp.example"', 'Acct-Session-Id': '"else"', 'Framed-IP-Address': '203.0.113.200' },
  ];
}

describe('a late record that gives the address to another line', () => {
  it('withdraws the observation, says so on the timeline, closes the case and corrects the letter', async () => {
    const [alice, bob] = [await provider.home('alice'), await provider.home('bob')];
    await seenOn('203.0.113.7', alice);
    await provider.work(on(12, '12:00'));
    expect(await provider.notices(alice)).toEqual(['first sent']);

    const late = await provider.accounting(
      on(12, '14:00'),
      [on(12, '08:00'), aSession(alice, '203.0.113.7', 'Stop')],
      [on(12, '08:10'), aSession(bob, '203.0.113.7')],
    );
    expect(late.askedAgain).toBe(1);
    await provider.work(on(12, '14:00'));

    const { case: closed, timeline, sightings } = await provider.story(alice);
    expect(closed).toMatchObject({ state: 'closed', closeReason: 'withdrawn', sightings: 0 });
    expect(sightings).toMatchObject([{ detachedAt: on(12, '14:00'), detachedWhy: 'line' }]);
    expect(timeline.find(({ kind }) => kind === 'attribution-withdrawn')?.data).toMatchObject({
      count: 1,
      why: 'the records now say that another line held the address then',
    });
    // The new holder is another person's business.
    expect(JSON.stringify(timeline)).not.toContain('bob');
    expect(await provider.notices(alice)).toEqual(['first sent', 'correction sent']);
    expect(provider.letters(alice.mail)).toHaveLength(2);
    expect((await provider.story(bob)).case).toMatchObject({ state: 'told', sightings: 1, previousCases: 0 });
    expect(provider.letters(bob.mail)).toHaveLength(1);
    expect(await provider.counted('lazaret_cases_withdrawn_sightings_total')).toEqual(['{answer="line"} 1']);
    expect(await provider.counted('lazaret_ledger_withdrawn_total')).toContain('{source="bras"} 1');
  });

  it('cancels the letter that has not left, and then corrects nothing', async () => {
    const [carol, dan] = [await provider.home('carol'), await provider.home('dan')];
    await seenOn('203.0.113.8', carol);
    await provider.get(DecideStep).run(on(12, '12:00'));
    expect(await provider.notices(carol)).toEqual(['first planned']);
    await provider.accounting(
      on(12, '12:10'),
      [on(12, '08:00'), aSession(carol, '203.0.113.8', 'Stop')],
      [on(12, '08:10'), aSession(dan, '203.0.113.8')],
    );
    await provider.work(on(12, '12:10'));
    expect((await provider.story(carol)).case).toMatchObject({ state: 'closed', closeReason: 'withdrawn' });
    expect(await provider.notices(carol)).toEqual(['first cancelled']);
    expect(provider.letters(carol.mail)).toEqual([]);
  });

  it('that names a second holder beside the first leaves nobody accused', async () => {
    const [erin, finn] = [await provider.home('erin'), await provider.home('finn')];
    await seenOn('203.0.113.9', erin);
    await provider.work(on(12, '12:00'));
    await provider.accounting(
      on(12, '14:00'),
      [on(12, '08:10'), aSession(finn, '203.0.113.9')],
      [on(12, '13:00'), aSession(finn, '203.0.113.9', 'Interim-Update')],
      [on(12, '13:10'), aSession(erin, '203.0.113.9', 'Interim-Update')],
    );
    await provider.work(on(12, '14:00'));
    const { case: closed, sightings } = await provider.story(erin);
    expect(closed).toMatchObject({ state: 'closed', closeReason: 'withdrawn' });
    expect(sightings).toMatchObject([{ detachedWhy: 'ambiguous' }]);
    expect(await provider.notices(erin)).toEqual(['first sent', 'correction sent']);
    expect(await provider.cases(finn)).toEqual([]);
  });

  it('leaves a case that rests on more than that', async () => {
    const [gina, hugo] = [await provider.home('gina'), await provider.home('hugo')];
    await seenOn('203.0.113.10', gina);
    await provider.see('sinkhole', gina.address, on(12, '10:00'), { now: on(12, '12:00') });
    await provider.work(on(12, '12:00'));
    await provider.accounting(
      on(12, '14:00'),
      [on(12, '08:00'), aSession(gina, '203.0.113.10', 'Stop')],
      [on(12, '08:10'), aSession(hugo, '203.0.113.10')],
    );
    await provider.work(on(12, '14:00'));
    expect((await provider.story(gina)).case).toMatchObject({ state: 'told', sightings: 1 });
    expect(await provider.notices(gina)).toEqual(['first sent']);
  });

  it('but comes when the others are no longer kept takes nothing back', async () => {
    const nora = await provider.home('nora');
    await seenOn('203.0.113.11', nora);
    await provider.work(on(12, '12:00'));
    const late = await provider.accounting(on(23), [on(12, '08:00'), aSession(nora, '203.0.113.11', 'Stop')]);
    expect(late.askedAgain).toBe(1);
    await provider.work(on(23));
    expect((await provider.story(nora)).case).toMatchObject({ state: 'told', sightings: 1 });
    expect(await provider.notices(nora)).toEqual(['first sent']);
  });
});

describe('an access identifier that the directory gives to another line', () => {
  it('takes with it what was seen since, and leaves what was seen before', async () => {
    const [ines, jack] = [await provider.home('ines'), await provider.home('jack')];
    await seenOn('203.0.113.31', ines);
    await provider.see('sinkhole', '203.0.113.31', on(12, '10:30'), { now: on(12, '12:00') });
    await provider.work(on(12, '12:00'));
    const handover = { line: 'jack', kind: 'user-name', value: ines.userName };
    await provider.directory('access', [{ ...handover, from: '2026-11-12T10:00:00Z' }], on(12, '14:00'));
    await provider.work(on(12, '14:00'));
    expect((await provider.story(ines)).case).toMatchObject({ sightings: 1, lastSeenAt: on(12, '09:00') });
    expect((await provider.story(jack)).case).toMatchObject({ sightings: 1, firstSeenAt: on(12, '10:30') });
  });

  it('by a correction of the same span takes everything with it', async () => {
    const [kate, liam] = [await provider.home('kate'), await provider.home('liam')];
    await seenOn('203.0.113.32', kate);
    await provider.work(on(12, '12:00'));
    const corrected = { line: 'liam', kind: 'user-name', value: kate.userName, from: '2026-01-01T00:00:00Z' };
    await provider.directory('access', [corrected], on(12, '14:00'));
    await provider.work(on(12, '14:00'));
    expect((await provider.story(kate)).case).toMatchObject({ state: 'closed', closeReason: 'withdrawn' });
    expect(await provider.notices(kate)).toEqual(['first sent', 'correction sent']);
    expect((await provider.story(liam)).case).toMatchObject({ sightings: 1 });
  });

  it('and one that simply ends leaves nobody accused of what was seen later', async () => {
    const mona = await provider.home('mona');
    await seenOn('203.0.113.33', mona);
    await provider.work(on(12, '12:00'));
    const span = { from: '2026-01-01T00:00:00Z', to: '2026-11-12T08:00:00Z' };
    await provider.directory(
      'access',
      [{ line: 'mona', kind: 'user-name', value: mona.userName, ...span }],
      on(12, '14:00'),
    );
    await provider.work(on(12, '14:00'));
    expect((await provider.story(mona)).case).toMatchObject({ state: 'closed', closeReason: 'withdrawn' });
  });
});
