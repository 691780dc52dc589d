import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { holdBack, spend, type Budget } from './budget.js';
import { decide } from './decide.js';
import { HOUR_MS } from './local-time.js';
import { aPolicy, aTold } from './testing.js';

const policy = aPolicy();
const now = new Date('2026-11-16T09:10:00Z');
const ago = (hours: number, bng = 'leipzig-1'): Budget['spent'][number] => ({ at: new Date(now.getTime() - hours * HOUR_MS), bng }); // prettier-ignore
const times = (n: number, ...spent: Parameters<typeof ago>): Budget['spent'] => Array<Budget['spent'][number]>(n).fill(ago(...spent)); // prettier-ignore

describe('caps on confinements', () => {
  it.each([
    ['four in this hour here', times(4, 0.5), null],
    ['five in this hour here', times(5, 0.5), 0.5],
    ['five here, the first an hour ago', [...times(4, 0.5), ago(1)], null],
    ['five in this hour elsewhere', times(5, 0.5, 'dresden-1'), null],
    ['fifty today', times(50, 20, 'dresden-1'), 4],
    ['fifty a day ago', times(50, 24, 'dresden-1'), null],
    ['both full, until both have room', [...times(45, 20, 'dresden-1'), ...times(5, 0.25)], 4],
  ])('%s', (_what, spent, hours) => {
    const spending = spend({ spent }, policy, 'leipzig-1', now);
    if (hours === null) expect(spending.allowed).toBe(true);
    else expect(spending).toMatchObject({ allowed: false, until: new Date(now.getTime() + hours * HOUR_MS) });
  });

  it('are never exceeded in any hour or day', () => {
    const wishes = fc.array(fc.record({ after: fc.integer({ min: 0, max: 30 }), bng: fc.constantFrom('a', 'b') }), { minLength: 80, maxLength: 200 }); // prettier-ignore
    fc.assert(
      fc.property(wishes, (list) => {
        let [budget, at]: [Budget, number] = [{ spent: [] }, now.getTime()];
        const done: { at: number; bng: string }[] = [];
        for (const { after, bng } of list) {
          at += after * 60_000;
          const spending = spend(budget, policy, bng, new Date(at));
          if (!spending.allowed) continue;
          budget = spending.budget;
          done.push({ at, bng });
          expect(done.filter((d) => d.bng === bng && d.at > at - HOUR_MS).length).toBeLessThanOrEqual(5);
          expect(done.filter((d) => d.at > at - 24 * HOUR_MS).length).toBeLessThanOrEqual(50);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('leave the case where it was, and look again when there is room', () => {
    const facts = aTold(new Date('2026-11-16T06:00:00Z'), 3);
    const spending = spend({ spent: times(5, 0.5) }, policy, 'leipzig-1', now);
    if (spending.allowed) return expect.unreachable();
    expect(holdBack(decide(facts, policy, now), facts, spending, now)).toMatchObject({
      tier: 'told',
      state: 'told',
      actions: [],
      wakeAt: new Date('2026-11-16T09:40:00Z'),
      reason: 'The garden is due but full (at most 5 confinements an hour behind one BNG); decided afresh on 16 Nov 10:40.', // prettier-ignore
      held: [{ what: 'garden', why: 'at most 5 confinements an hour behind one BNG' }],
    });
  });
});
