import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { GardenService, releaseAll, type Order, type Scope } from '@lazaret/garden';
import { FakeSwitches, type FakeAnswer } from '@lazaret/garden/testing';
import type { Instant } from '@lazaret/kernel';

import { GardenStep } from './garden.step.js';
import { LineSessionsStep } from './line-sessions.step.js';
import { on } from './november.contract.js';
import { ordersTo, toldLine, type RipeLine } from './ripe-line.contract.js';
import { SEED } from './seed.contract.js';
import { SmallProvider } from './small-provider.contract.js';

/**
 * The switch that lets everybody out, turned by a person while a worker is at it: before the worker has written down its
 * orders, between that and sending them, while they are on the wire, or after. Some lines are held already and about to be
 * held on, others are taken in at that moment, and their NAS answer as they please for a while.
 */
const HOUR = 3_600_000;
const LINES = 6;
const REGIONS = ['east', 'west'] as const;
/** What each run takes of the clock. */
const RUN_HOURS = 15;
/** When the holds of a run are renewed, and longer than between two tries. */
const RENEWED_HOURS = 13;
const MENDED_HOURS = 14;

const MOMENTS = ['before it is planned', 'before it is sent', 'on the wire', 'after the answer'] as const;
const MOODS: readonly (FakeAnswer | null)[] = [
  null,
  { kind: 'busy', cause: 506 },
  { kind: 'unknown' },
  { kind: 'obeys-silently' },
];
const histories = fc.record({
  moment: fc.constantFrom(...MOMENTS),
  scope: fc.constantFrom<Scope>('all', 'all', { region: 'east' }, { nas: 'line-1' }),
  workers: fc.integer({ min: 1, max: 2 }),
  lines: fc.array(
    fc.record({ isHeld: fc.boolean(), mood: fc.constantFrom(...MOODS) }),
    { minLength: LINES, maxLength: LINES },
  ),
}); // prettier-ignore

let provider: SmallProvider;
const lines: RipeLine[] = [];
let runs = 0;

beforeAll(async () => {
  provider = await SmallProvider.open({ connected: true });
  for (const feed of ['sinkhole', 'honeypot']) await provider.feed(feed);
  await provider.database.query('update feeds.feed set every_minutes = 10080');
  for (let n = 0; n < LINES; n++) {
    const line = await toldLine(provider, `line-${n}`, `203.0.113.${10 + n}`);
    provider.network.enforcer.add(line.nas, { key: line.ref, region: REGIONS[n % 2] ?? null });
    lines.push(line);
  }
});
afterAll(() => provider.close());

const isHeld = ({ session }: RipeLine): boolean => provider.network.enforcer.held(session) !== null;

/** Lines are to be held for a day and a half from `now`, as the decider writes it down. @returns the stays */
async function confine(which: readonly RipeLine[], now: Instant): Promise<number[]> {
  const ids = which.map(({ lineId }) => lineId);
  const cases = await provider.database.query<{ lineId: number; tenureId: number; caseId: number }>(
    'select line_id as "lineId", tenure_id as "tenureId", id as "caseId" from cases.case where line_id = any($1)',
    [ids],
  );
  const endsAt = new Date(now.getTime() + 36 * HOUR);
  const asked = cases.map((one) => ({ ...one, profile: 'leaky' as const, bng: 'bng', endsAt, holdSeconds: 86_400 })); // prettier-ignore
  return provider.database.run((tx) => provider.get(GardenService).confine(tx, asked, now));
}

/** Calls `then` once, when the house has written its list (the orders are planned) or the first order leaves. */
function when(moment: 'before it is sent' | 'on the wire', then: () => void): () => void {
  const { list, enforcer } = provider.network;
  const [write, send] = [list.write.bind(list), enforcer.send.bind(enforcer)];
  if (moment === 'before it is sent')
    list.write = async (entries) => {
      await write(entries);
      then();
    };
  else
    enforcer.send = (order) => {
      then();
      return send(order);
    };
  return () => Object.assign(list, { write }) && Object.assign(enforcer, { send });
}

describe('after release-all', () => {
  it(
    'nobody stays held while a worker lives, whenever the switch is turned',
    { timeout: 120_000 },
    async () => {
      const met = { held: 0, kept: 0, onTheWire: 0 };
      await fc.assert(
      fc.asyncProperty(histories, async ({ moment, scope, workers, lines: chosen }) => {
        const { enforcer, switches, clock } = provider.network;
        const start = on(9, '00:00').getTime() + ++runs * RUN_HOURS * HOUR;
        const at = (hours: number): Instant => new Date(start + hours * HOUR);
        const covered = lines.filter(
          ({ ref }, n) => scope === 'all' || ('nas' in scope ? scope.nas === ref : scope.region === REGIONS[n % 2]),
        );
        const of = (isHeldBefore: boolean): RipeLine[] => lines.filter((_, n) => chosen[n]?.isHeld === isHeldBefore);

        const held = await confine(of(true), at(0));
        await provider.work(at(0));
        expect(lines.map(isHeld)).toEqual(chosen.map((one) => one.isHeld));

        const ids = [...held, ...(await confine(of(false), at(RENEWED_HOURS)))];
        clock.at = at(RENEWED_HOURS);
        for (const [n, { nas }] of lines.entries()) enforcer.answer(nas, chosen[n]?.mood ?? null);
        let turned = -1;
        const turn = (): void => {
          if (turned >= 0) return;
          turned = enforcer.orders.length;
          switches.switches = releaseAll(switches.switches, scope, 'anna', at(RENEWED_HOURS));
        };
        const undo = moment === 'before it is sent' || moment === 'on the wire' ? when(moment, turn) : () => undefined;
        if (moment === 'before it is planned') turn();
        const steps = Array.from({ length: workers }, () => provider.get(GardenStep).run(ids, at(RENEWED_HOURS)));
        await Promise.all(steps);
        undo();
        turn();

        // Not one order to hold somebody leaves once the switch is turned, but those that have left already.
        const after = enforcer.orders.slice(turned).filter(({ kind }) => kind === 'confine').filter(isCovered(covered));
        if (moment !== 'on the wire') expect(after).toEqual([]);
        else met.onTheWire += after.length;

        for (const { nas } of lines) enforcer.answer(nas, null);
        await provider.workUntil(at(RENEWED_HOURS), at(MENDED_HOURS));
        expect(covered.filter(isHeld).map(({ ref }) => ref)).toEqual([]);
        for (const line of covered) expect((await provider.stay(line))?.overAt).not.toBeNull();
        const kept = of(true).filter((line) => !covered.includes(line));
        expect(kept.filter(isHeld)).toEqual(kept);
        met.held += of(true).length;
        met.kept += kept.length;

        switches.switches = new FakeSwitches().switches;
        await provider.database.run((tx) =>
          provider.get(GardenService).open(tx, { lineIds: lines.map(({ lineId }) => lineId) }, 'released', 'operator', at(MENDED_HOURS)),
        );
        await provider.work(at(MENDED_HOURS));
        expect(lines.filter(isHeld)).toEqual([]);
      }),
      { numRuns: 16, seed: SEED, endOnFailure: true },
    ); // prettier-ignore
      // Where nobody was held, nothing was proven.
      expect(Math.min(met.held, met.kept)).toBeGreaterThan(0);
    },
  );
});

function isCovered(covered: readonly RipeLine[]): (order: Order) => boolean {
  return ({ acctSessionId }) => covered.some(({ session }) => session === acctSessionId);
}

describe('a worker that slept between writing an order down and sending it', () => {
  it.each<[string, number, readonly string[]]>([
    ['for 30 seconds sends it', 30_000, ['confine']],
    ['for more than 50 seconds sends nothing, and whoever comes next does', 50_001, []],
  ])('%s', async (_, slept, orders) => {
    const [line] = lines as [RipeLine];
    const [garden, before] = [provider.get(GardenService), ordersTo(provider, line.session).length];
    const now = new Date(on(9, '00:00').getTime() + ++runs * RUN_HOURS * HOUR);
    const [id = 0] = await confine([line], now);
    provider.network.clock.at = now;
    const [turn] = await provider.database.run(async (tx) => {
      const claimed = await garden.claim(tx, [id]);
      return garden.plan(tx, claimed, await provider.get(LineSessionsStep).of(tx, [line.lineId], now), false, now);
    }); // prettier-ignore
    if (turn === undefined) throw new Error('there is no turn');
    const claimedAt = performance.now() - slept;
    const outcomes = await Promise.all(turn.orders.map(({ order }) => garden.send(order, false, claimedAt)));
    expect(ordersTo(provider, line.session).slice(before)).toEqual(orders);
    expect(isHeld(line)).toBe(orders.length > 0);

    await provider.database.run((tx) => garden.settle(tx, [{ turn, outcomes }], now));
    await provider.workUntil(now, new Date(now.getTime() + HOUR / 2));
    expect(ordersTo(provider, line.session).slice(before)).toEqual(['confine']);
    expect(isHeld(line)).toBe(true);

    // To let out is never too late.
    const release = { ...turn.orders[0]?.order, kind: 'release' } as Order;
    expect(await garden.send(release, true, claimedAt - HOUR)).toEqual({ kind: 'accepted' });
    expect(isHeld(line)).toBe(false);
    await provider.database.run((tx) =>
      garden.open(tx, { lineIds: [line.lineId] }, 'released', 'operator', now),
    );
    await provider.work(new Date(now.getTime() + HOUR / 2));
  });
});
