import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Instant } from '@lazaret/kernel';

import { on } from './november.contract.js';
import { seeAllTwice, toldLine, type RipeLine } from './ripe-line.contract.js';
import { SmallProvider } from './small-provider.contract.js';

/**
 * How long a line is held, by the house's own policy: seven days at a time, ten in any sixty; and none begins unless a day
 * is left. Days before the first of November are negative: `on(-52)` is the 9th of September, 61 days before the 9th.
 */
const MINUTE = 60_000;
type Stay = readonly [from: Instant, to: Instant];

interface Known {
  readonly why: string;
  /** When it was held before. */
  readonly before: readonly Stay[];
  /** When it is held now; null: not in these weeks. */
  readonly held: Stay | null;
}

const KNOWN: readonly Known[] = [
  { why: 'seven days, with nothing before', before: [], held: [on(9, '09:00'), on(16, '09:00')] },
  {
    why: 'seven days, when all that was is older than sixty',
    before: [[on(-64, '09:00'), on(-54, '09:00')]],
    held: [on(9, '09:00'), on(16, '09:00')],
  },
  {
    why: 'the one day that is left of ten',
    before: [[on(-30, '09:00'), on(-25, '09:00')], [on(-19, '09:00'), on(-15, '09:00')]],
    held: [on(9, '09:00'), on(10, '09:00')],
  },
  {
    why: 'never, with a minute less than a day left',
    before: [[on(-30, '09:00'), on(-25, '09:01')], [on(-19, '09:00'), on(-15, '09:00')]],
    held: null,
  },
  {
    why: 'from the minute on at which a whole day has left the window',
    before: [[on(-52, '09:30'), on(-45, '09:30')], [on(-26, '09:00'), on(-23, '09:00')]],
    held: [on(9, '09:30'), on(16, '09:30')],
  },
  {
    why: 'longer than the days that are left, as long as the window leaves others behind',
    before: [[on(-51, '09:00'), on(-47, '09:00')], [on(-30, '09:00'), on(-25, '09:00')]],
    held: [on(9, '09:00'), on(14, '09:00')],
  },
]; // prettier-ignore

let provider: SmallProvider;
const lines: { readonly line: RipeLine; readonly known: Known }[] = [];
let now = on(8, '20:30');

async function go(to: Instant): Promise<void> {
  await provider.workUntil(now, to);
  now = to;
}

/** As it stands in the table once it is over. */
async function wasHeld({ lineId }: RipeLine, [from, to]: Stay): Promise<void> {
  await provider.database.query(
    `insert into garden.confinement (line_id, tenure_id, case_id, profile, bng, desired, state, state_since, confinable, asked_at,
       ends_at, hold_seconds, confirmed_at, open_asked_at, open_why, open_by, over_at)
     select line_id, tenure_id, id, 'leaky', 'bng', 'open', 'released', $3, null, $2, $3, 86400, $2, $3, 'time-is-up', 'policy', $3
       from cases.case where line_id = $1`,
    [lineId, from, to],
  );
}

async function newestStay({
  lineId,
}: RipeLine): Promise<{ from: Instant; ends: Instant; over: Instant | null }[]> {
  return provider.database.query(
    `select asked_at as "from", ends_at as ends, over_at as over from garden.confinement where line_id = $1 and asked_at > $2`,
    [lineId, on(8)],
  );
}

beforeAll(async () => {
  provider = await SmallProvider.open({ connected: true });
  for (const feed of ['sinkhole', 'honeypot']) await provider.feed(feed);
  // Reports are brought by hand.
  await provider.database.query('update feeds.feed set every_minutes = 10080');
  for (const [n, known] of KNOWN.entries()) {
    const line = await toldLine(provider, `line-${n}`, `203.0.113.${10 + n}`);
    for (const stay of known.before) await wasHeld(line, stay);
    lines.push({ line, known });
  }
  await seeAllTwice(provider, lines.map(({ line }) => line.address), on(8, '20:00'), now); // prettier-ignore
  await provider.work(now);
});
afterAll(() => provider.close());

describe('a line that is ill is held', () => {
  it('no more than seven days at a time, and ten in any sixty', async () => {
    const instants = lines
      .flatMap(({ known }) => known.held ?? [])
      .flatMap((at) => [new Date(at.getTime() - 5 * MINUTE), at]);
    for (const at of [...instants, on(18, '12:00')].sort((a, b) => a.getTime() - b.getTime())) {
      if (at > now) await go(at);
      for (const { line, known } of lines) {
        const [from = now, to = now] = known.held ?? [];
        const held = provider.network.enforcer.held(line.session) !== null;
        expect(held, `${known.why}, at ${now.toISOString()}`).toBe(from <= now && now < to);
      }
    }
    for (const { line, known } of lines) {
      const [from, to] = known.held ?? [];
      expect(await newestStay(line), known.why).toEqual(
        known.held === null ? [] : [{ from, ends: to, over: to }],
      );
    }
  });
});
