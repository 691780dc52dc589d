import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { FeedsService } from '@lazaret/feeds';

import { AskAgainStep } from './ask-again.step.js';
import { DecideStep } from './decide.step.js';
import { IntakeStep } from './intake.step.js';
import { PullStep } from './pull.step.js';
import { SendStep } from './send.step.js';
import { on } from './november.contract.js';
import { aSession, aSighting, SmallProvider, type Home } from './small-provider.contract.js';

const NOW = on(12, '12:00');

let provider: SmallProvider;
let home: Home;
beforeAll(async () => {
  provider = await SmallProvider.open();
  home = await provider.home('twice');
  await provider.feed('sinkhole');
});
afterAll(() => provider.close());

/** Runs a step, and once more; the second time must leave every row as it was. */
async function twice<T>(step: () => Promise<T>): Promise<{ first: T; second: T }> {
  const untouched = await provider.truth();
  const first = await step();
  const once = await provider.truth();
  expect(once).not.toEqual(untouched);
  const second = await step();
  expect(await provider.truth()).toEqual(once);
  return { first, second };
}

// One after another, each on what the one before it left.
describe('run twice ends the same:', () => {
  let report = 0;

  it('pulling a feed', async () => {
    report = await provider.report('sinkhole', [aSighting(home.address, on(12, '09:00'))], NOW);
    expect(await provider.get(PullStep).pull('sinkhole', NOW)).toMatchObject({
      newReports: [],
      unchanged: 1,
    });
  });

  it('taking a report in, also when it is replayed from its first line', async () => {
    const known = await provider.truth();
    await provider.get(IntakeStep).run([report], NOW);
    expect(await provider.truth()).toEqual(known);
    await provider.database.run((tx) => provider.get(FeedsService).replay(tx, report));
    await provider.get(IntakeStep).run([report], NOW);
    expect(await provider.truth()).toEqual(known);
    const counted = await provider.database.run((tx) => provider.get(FeedsService).report(tx, report));
    expect(counted).toMatchObject({ state: 'parsed', observed: 0, duplicate: 1 });
  });

  it('the same rows in another report', async () => {
    await provider.report(
      'sinkhole',
      [aSighting(home.address, on(12, '09:00')), aSighting('192.0.2.9', on(12, '09:00'))],
      NOW,
    );
    const { sightings } = await provider.story(home);
    expect(sightings).toHaveLength(1);
  });

  it('deciding', async () => {
    const { first, second } = await twice(() => provider.get(DecideStep).run(NOW));
    expect(first).toEqual({ cases: 1, notices: 1 });
    expect(second).toEqual({ cases: 0, notices: 0 });
  });

  it('sending', async () => {
    const [job] = await provider.database.query<{ ids: string[] }>(
      `select ids from platform.outbox where job = 'notice.send'`,
    );
    const ids = (job?.ids ?? []).map(Number);
    expect(ids).toHaveLength(1);
    await twice(() => provider.get(SendStep).run(ids, NOW));
    expect(provider.letters(home.mail)).toHaveLength(1);
  });

  it('asking again', async () => {
    await provider.see('sinkhole', '203.0.113.7', on(12, '09:00'), { now: NOW });
    await provider.accounting(
      on(12, '12:30'),
      [on(12, '08:00'), aSession(home, '203.0.113.7')],
      [on(12, '12:20'), aSession(home, '203.0.113.7', 'Interim-Update')],
    );
    const { first, second } = await twice(() => provider.get(AskAgainStep).run(on(12, '12:30')));
    expect([first, second]).toEqual([1, 0]);
    expect((await provider.story(home)).sightings).toHaveLength(2);
  });

  it('importing the directory', async () => {
    const tenure = {
      line: home.ref,
      subscriber: home.ref,
      from: '2026-01-01T00:00:00Z',
      to: '2026-11-13T00:00:00Z',
    };
    const { first, second } = await twice(() => provider.directory('tenure', [tenure], NOW));
    expect(first).toMatchObject({ changed: 1, endedTenures: [expect.any(Number)] });
    expect(second).toMatchObject({ changed: 0, unchanged: 1, endedTenures: [] });
  });
});
