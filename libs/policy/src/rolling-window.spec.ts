import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DAY_MS } from './local-time.js';
import { confinedMs, fewerThanFrom, firstInstant } from './rolling-window.js';

const day = (n: number): Date => new Date(Date.UTC(2026, 0, 1) + n * DAY_MS);

describe('counting in a rolling window', () => {
  it.each([
    ['nothing happened', [], 2, null],
    ['one less than too many', [8], 2, null],
    ['too many', [8, 9], 2, 38],
    ['far too many', [7, 8, 9], 2, 38],
    ['too many once, and one has left the window', [-20, 9], 2, null],
    ['one that leaves at this moment', [-20.0, 9, 8], 3, null],
  ])('%s', (_what, days, max, free) => {
    expect(fewerThanFrom(days.map(day), max, 30, day(10))).toEqual(free === null ? null : day(free));
  });

  it('is free exactly from then on', () => {
    const past = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 8 });
    fc.assert(
      fc.property(past, fc.integer({ min: 1, max: 4 }), (days, max) => {
        const instants = days.map((d) => day(60 - d));
        const free = fewerThanFrom(instants, max, 30, day(60));
        const inWindow = (at: number): number =>
          instants.filter((i) => i.getTime() + 30 * DAY_MS > at).length;
        if (free === null) expect(inWindow(day(60).getTime())).toBeLessThan(max);
        else {
          expect(inWindow(free.getTime())).toBeLessThan(max);
          expect(inWindow(free.getTime() - 1)).toBeGreaterThanOrEqual(max);
        }
      }),
    );
  });
});

describe('time spent in the garden', () => {
  it.each([
    ['none', [], 0],
    ['wholly inside', [[50, 53]], 3],
    ['wholly before', [[10, 20]], 0],
    ['across the beginning', [[35, 43]], 3],
    ['still going on', [[95, null]], 5],
    ['overlapping, counted once', [[90, 95], [93, 97], [91, 92]], 7],
  ] as [string, [number, number | null][], number][])('%s', (_what, spans, days) => {
    const confinements = spans.map(([from, to]) => ({ from: day(from), to: to === null ? null : day(to) }));
    expect(confinedMs(confinements, 60, day(100)) / DAY_MS).toBe(days);
  }); // prettier-ignore

  it('finds the very millisecond', () => {
    const turn = day(3).getTime() + 1234;
    expect(firstInstant(day(1), day(9), (at) => at.getTime() >= turn)?.getTime()).toBe(turn);
    expect(firstInstant(day(1), day(3), (at) => at.getTime() >= turn)).toBeNull();
  });
});
