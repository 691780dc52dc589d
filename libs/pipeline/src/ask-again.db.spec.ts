import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { GivenAnswersView, type GivenAnswer } from '@lazaret/ledger';

import { AskAgainStep } from './ask-again.step.js';
import { on } from './november.contract.js';
import { aSession, SmallProvider, type Home } from './small-provider.contract.js';

let provider: SmallProvider;
beforeAll(async () => {
  provider = await SmallProvider.open();
  await provider.feed('sinkhole');
});
afterAll(() => provider.close());

/** What is answered about the last sighting of an address. */
async function answer(address: string): Promise<GivenAnswer | undefined> {
  const rows = await provider.database.query<{ id: string }>(
    'select max(id) as id from feeds.observation where host(address) = $1',
    [address],
  );
  const ids = rows.map(({ id }) => Number(id));
  return (await provider.database.run((tx) => provider.get(GivenAnswersView).given(tx, ids)))[0];
}

async function outcomes(): Promise<Record<string, number>> {
  const counts = await provider.database.run((tx) => provider.get(GivenAnswersView).outcomes(tx));
  return Object.fromEntries(counts.map(({ outcome, count }) => [outcome, count]));
}

const again = (now: Date): Promise<number> => provider.get(AskAgainStep).run(now);

describe('a pending answer', () => {
  it('becomes a line when the records have come so far', async () => {
    const home = await provider.home('pending');
    await provider.accounting(on(12, '09:00'), [on(12, '08:00'), aSession(home, '203.0.113.7')]);
    await provider.see('sinkhole', '203.0.113.7', on(12, '09:30'), { now: on(12) });
    expect(await answer('203.0.113.7')).toMatchObject({ outcome: 'pending' });
    expect(await again(on(12, '11:00'))).toBe(0);
    expect(await provider.cases(home)).toEqual([]);

    const came = await provider.accounting(on(12, '12:00'), [
      on(12, '11:50'),
      aSession(home, '203.0.113.7', 'Interim-Update'),
    ]);
    expect(came.askedAgain).toBe(1);
    await provider.work(on(12, '12:00'));
    expect(await answer('203.0.113.7')).toMatchObject({ outcome: 'line' });
    expect((await provider.story(home)).case).toMatchObject({ state: 'told', sightings: 1 });
    expect(await provider.counted('lazaret_ledger_answers_total')).toEqual(
      expect.arrayContaining(['{outcome="pending",source="bras"} 1', '{outcome="line",source="bras"} 1']),
    );
  });

  it('ends as expired, once, when the records never come', async () => {
    await provider.see('sinkhole', '203.0.113.77', on(12, '20:00'));
    expect(await answer('203.0.113.77')).toMatchObject({ outcome: 'pending', dueAt: on(22, '20:00') });
    // Exactly then: a clock that stands still must find an end, too.
    await provider.work(on(22, '20:00'));
    expect(await answer('203.0.113.77')).toMatchObject({ outcome: 'expired', dueAt: null });
  });
});

describe('a holder nobody knows as a line', () => {
  const STRANGER = { ref: 'stranger', userName: 'stranger@isp.example' } as Home;

  it('is no-lease, counted as that, until a directory file names the line', async () => {
    const home = await provider.home('known');
    await provider.accounting(
      on(13, '10:00'),
      [on(13, '08:00'), aSession(STRANGER, '203.0.113.8')],
      [on(13, '09:50'), aSession(STRANGER, '203.0.113.8', 'Interim-Update')],
    );
    const before = await outcomes();
    await provider.see('sinkhole', '203.0.113.8', on(13, '09:00'), { now: on(13) });
    expect(await answer('203.0.113.8')).toMatchObject({
      outcome: 'no-lease',
      reason: 'unknown-holder',
      lease: { holder: { value: STRANGER.userName } },
    });
    expect(await outcomes()).toEqual({ ...before, 'no-lease': (before['no-lease'] ?? 0) + 1 });
    expect(await provider.counted('lazaret_ledger_answers_total')).toContain(
      '{outcome="no-lease",source="bras"} 1',
    );
    expect(await again(on(13, '11:00'))).toBe(0);

    const from = on(13, '00:00').toISOString();
    await provider.directory(
      'access',
      [{ line: home.ref, kind: 'user-name', value: STRANGER.userName, from }],
      on(14),
    );
    await provider.work(on(14));
    expect(await answer('203.0.113.8')).toMatchObject({ outcome: 'line', reason: 'held' });
    expect((await provider.story(home)).case).toMatchObject({ state: 'told', sightings: 1 });
    expect(await outcomes()).toEqual({ ...before, line: (before['line'] ?? 0) + 1 });
  });

  it('is asked about again after every such file, and stays no-lease while none names it', async () => {
    await provider.accounting(
      on(15, '10:00'),
      [on(15, '08:00'), aSession({ ...STRANGER, userName: 'other@isp.example' }, '203.0.113.9')],
      [
        on(15, '09:50'),
        aSession({ ...STRANGER, userName: 'other@isp.example' }, '203.0.113.9', 'Interim-Update'),
      ],
    );
    await provider.see('sinkhole', '203.0.113.9', on(15, '09:00'), { now: on(15) });
    await provider.home('unrelated');
    expect(await again(on(15))).toBe(1);
    expect(await again(on(15))).toBe(0);
    expect(await answer('203.0.113.9')).toMatchObject({ outcome: 'no-lease', reason: 'unknown-holder' });
  });
});
