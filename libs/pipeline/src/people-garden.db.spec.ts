import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { DecisionEntry } from '@lazaret/cases';

import { on } from './november.contract.js';
import { aSighting, SmallProvider, type Home } from './small-provider.contract.js';

let provider: SmallProvider;
beforeAll(async () => {
  provider = await SmallProvider.open();
  await provider.feed('sinkhole');
  await provider.feed('honeypot');
});
afterAll(() => provider.close());

async function decisions(home: Home): Promise<readonly DecisionEntry[]> {
  return (await provider.story(home)).decisions;
}

const speaksOfGarden = ({ tier, actions }: DecisionEntry): boolean =>
  tier === 'garden' || actions.some(({ kind, what }) => kind === 'confine' || what === 'garden');

/** What the house says while there is no network that could confine. */
const NOT_CONNECTED = [{ kind: 'held', what: 'garden', why: 'the garden is not connected' }];

describe('the garden', () => {
  it('is never decided for a line that must not be confined, however much is seen', async () => {
    const classes = ['protected', 'unknown', 'business', 'shared', 'wholesale'] as const;
    const lines: Home[] = [];
    for (const of of classes) lines.push(await provider.home(`a-${of}`, { class: of }));
    lines.push(await provider.home('a-flagged', { class: 'residential', confinable: false }));
    const other = await provider.home('a-residential');
    const seen = (day: number) =>
      [...lines, other].map(({ address }) => aSighting(address, on(day, '08:00')));
    for (let day = 2; day <= 19; day++) {
      await provider.report('sinkhole', seen(day), on(day, '09:30'));
      await provider.report('honeypot', seen(day), on(day, '09:30'));
      await provider.work(on(day, '10:00'));
      // Everybody has read their letter, so that it is known to have arrived.
      if (day === 2) for (const home of [...lines, other]) await provider.acknowledge(home, on(2, '12:00'));
      await provider.work(on(day, '15:00'));
    }
    for (const home of lines) expect((await decisions(home)).filter(speaksOfGarden), home.ref).toEqual([]);
    // The same evidence is enough where it may be.
    expect((await decisions(other)).some(speaksOfGarden)).toBe(true);
  });

  it.each([
    ['two sources', 'sinkhole honeypot', [8]],
    ['three days', 'sinkhole', [4, 6, 8]],
  ])(
    'is reached by %s, 72 h after a notice that arrived, by day; and held, for none is connected',
    async (why, feeds, days) => {
      const home = await provider.home(`by-${why.replace(' ', '-')}`);
      await provider.see('sinkhole', home.address, on(2, '08:00'));
      await provider.work(on(2));
      await provider.acknowledge(home, on(2, '18:00'));
      for (const day of days)
        for (const feed of feeds.split(' ')) {
          await provider.see(feed, home.address, on(day, '20:00'));
          await provider.work(on(day, '20:30'));
        }
      expect((await decisions(home)).filter(({ tier }) => tier === 'garden')).toEqual([]);
      await provider.work(on(9, '08:59'));
      expect((await decisions(home)).filter(({ tier }) => tier === 'garden')).toEqual([]);
      await provider.work(on(9, '09:00'));
      const last = (await decisions(home)).at(-1);
      expect(last).toMatchObject({ tier: 'garden', rule: 'infected/garden', state: 'told' });
      expect(last?.actions).toEqual(NOT_CONNECTED);
      expect(last?.reason).toContain('not connected');
    },
  );

  it.each([
    ['one source on two days', [7, 8], true],
    ['three days, but no word that the notice arrived', [4, 6, 8], false],
  ])('is not reached by %s', async (why, days, arrived) => {
    const home = await provider.home(`not-by-${why.replaceAll(/[ ,]+/g, '-')}`);
    await provider.see('sinkhole', home.address, on(2, '08:00'));
    await provider.work(on(2));
    if (arrived) await provider.acknowledge(home, on(2, '18:00'));
    for (const day of days) {
      await provider.see('sinkhole', home.address, on(day, '20:00'));
      await provider.work(on(day, '20:30'));
    }
    await provider.work(on(9, '09:00'));
    expect((await decisions(home)).filter(({ tier }) => tier === 'garden')).toEqual([]);
  });
});
