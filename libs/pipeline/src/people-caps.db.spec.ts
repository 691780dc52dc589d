import { afterEach, describe, expect, it } from 'vitest';

import { CasesService } from '@lazaret/cases';
import type { Instant } from '@lazaret/kernel';

import { DecideStep } from './decide.step.js';
import { on } from './november.contract.js';
import { aSighting, SmallProvider, type Home } from './small-provider.contract.js';

const LINES = 60;
const FEEDS = ['sinkhole', 'honeypot'];

let provider: SmallProvider;
afterEach(() => provider.close());

/** Sixty lines told on Monday the 2nd, who answered, and were seen by two sources on Sunday evening. */
async function ripe(bngOf: (n: number) => string): Promise<void> {
  provider = await SmallProvider.open({ connected: true });
  for (const feed of FEEDS) await provider.feed(feed);
  const homes: Home[] = [];
  for (let n = 0; n < LINES; n++) homes.push(await provider.home(`line-${n}`, { nas: bngOf(n) }));
  const seen = (at: Instant) => homes.map(({ address }) => aSighting(address, at));
  await provider.report('sinkhole', seen(on(2, '08:00')), on(2));
  await provider.work(on(2));
  await provider.database.run(async (tx) => {
    const by = { kind: 'subscriber', name: 'portal' } as const;
    for (const { id } of await tx.query<{ id: number }>('select id from cases.case'))
      await provider.get(CasesService).acknowledge(tx, id, { at: on(2, '18:00'), by });
  });
  for (const feed of FEEDS) await provider.report(feed, seen(on(8, '20:00')), on(8, '20:30'));
  await provider.work(on(8, '20:30'));
}

/** Two deciders side by side, until neither finds anything. @returns how many lines are on their way into the garden */
async function decideTwice(now: Instant): Promise<number> {
  for (let cases = 1; cases > 0;) {
    const both = await Promise.all([1, 2].map(() => provider.get(DecideStep).run(now)));
    cases = both.reduce((sum, one) => sum + one.cases, 0);
  }
  const rows = await provider.database.query<{ stays: number; confined: number; actions: number }>(
    `select (select count(*)::int from garden.confinement) as stays,
       (select count(*)::int from cases.case where state = 'confined') as confined,
       (select count(*)::int from cases.decision where actions @> '[{"kind": "confine"}]') as actions`,
  );
  const [{ stays, confined, actions } = { stays: -1, confined: -1, actions: -1 }] = rows;
  // A case says confined for every stay and no more, and one decision asked for each.
  expect({ confined, actions }).toEqual({ confined: stays, actions: stays });
  return stays;
}

describe('two deciders, and sixty lines that are due at once', () => {
  it('behind one BNG: five an hour, to the minute', async () => {
    await ripe(() => 'bng-north');
    expect(await decideTwice(on(9, '08:59'))).toBe(0);
    expect(await decideTwice(on(9, '09:00'))).toBe(5);
    expect(await decideTwice(on(9, '09:30'))).toBe(5);
    expect(await decideTwice(on(9, '09:59'))).toBe(5);
    for (const [n, hour] of ['10', '11', '12', '13', '14', '15'].entries())
      expect(await decideTwice(on(9, `${hour}:00`))).toBe(10 + 5 * n);
    expect(await decideTwice(on(9, '16:00'))).toBe(35);
    expect(await decideTwice(on(10, '09:00'))).toBe(40);
  });

  it('each behind its own: fifty a day, to the minute', async () => {
    await ripe((n) => `bng-${n}`);
    expect(await decideTwice(on(9, '09:00'))).toBe(50);
    expect(await decideTwice(on(9, '15:59'))).toBe(50);
    expect(await decideTwice(on(10, '08:59'))).toBe(50);
    expect(await decideTwice(on(10, '09:00'))).toBe(60);
  });

  it('behind twelve: both caps at once', async () => {
    await ripe((n) => `bng-${n % 12}`);
    // Five behind each would be sixty.
    expect(await decideTwice(on(9, '09:00'))).toBe(50);
    const most = await provider.database.query<{ most: number }>(
      'select max(n)::int as most from (select count(*) as n from garden.confinement group by bng) b',
    );
    expect(most).toEqual([{ most: 5 }]);
  });
});
