import { afterEach, describe, expect, it } from 'vitest';

import { CasesService } from '@lazaret/cases';

import { DecideStep } from './decide.step.js';
import { on } from './november.contract.js';
import { aSession, aSighting, SmallProvider, type Home } from './small-provider.contract.js';

const LINES = 12;
const FEEDS = ['sinkhole', 'honeypot'];

let provider: SmallProvider;
afterEach(() => provider.close());

/**
 * Twelve lines that are due on Monday the 9th at nine.
 * @param directory the BNG the directory has for a line, @param session the NAS its session is on; null: it has none
 */
async function ripe(directory: (n: number) => string, session: (n: number) => string | null): Promise<void> {
  provider = await SmallProvider.open({ connected: true });
  for (const feed of FEEDS) await provider.feed(feed);
  const homes: Home[] = [];
  for (let n = 0; n < LINES; n++) homes.push(await provider.home(`line-${n}`, { nas: directory(n) }));
  for (const [n, home] of homes.entries()) {
    const nas = session(n);
    if (nas === null) continue;
    provider.network.enforcer.add(nas);
    const start = { ...aSession(home, `203.0.113.${n + 1}`), 'NAS-IP-Address': nas };
    await provider.accounting(on(2), [on(2, '07:00'), start]);
  }
  const seen = (at: Date) => homes.map(({ address }) => aSighting(address, at));
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

/** Two deciders side by side, until neither finds anything. @returns how many lines are in the garden, by BNG */
async function decideTwice(): Promise<Record<string, number>> {
  for (let cases = 1; cases > 0;) {
    const both = await Promise.all([1, 2].map(() => provider.get(DecideStep).run(on(9, '09:00'))));
    cases = both.reduce((sum, one) => sum + one.cases, 0);
  }
  const rows = await provider.database.query<{ bng: string; stays: number }>(
    'select bng, count(*)::int as stays from garden.confinement group by bng',
  );
  return Object.fromEntries(rows.map(({ bng, stays }) => [bng, stays]));
}

describe('five an hour behind one BNG', () => {
  it('are counted where the sessions are, though the directory has each line elsewhere', async () => {
    await ripe(
      (n) => `bng-${n}`,
      () => '192.0.2.50',
    );
    expect(await decideTwice()).toEqual({ '192.0.2.50': 5 });
  });

  it('are twelve behind twelve, though the directory has all lines behind one', async () => {
    await ripe(
      () => 'bng-north',
      (n) => `192.0.2.${50 + n}`,
    );
    expect(Object.values(await decideTwice())).toEqual(Array<number>(LINES).fill(1));
  });

  it('are counted where the directory has the line while it has no session, under the same name', async () => {
    // Half of them are there: the NAS of these sessions is `bng-north` in the NAS file.
    await ripe(
      () => 'bng-north',
      (n) => (n % 2 === 0 ? '192.0.2.50' : null),
    );
    provider.network.enforcer.add('192.0.2.50', { key: 'bng-north' });
    expect(await decideTwice()).toEqual({ 'bng-north': 5 });
  });
});
