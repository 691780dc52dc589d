import { describe, expect, it } from 'vitest';

import { selfReleaseFrom } from './may-release.js';
import { aPolicy } from './testing.js';

const on = (day: number): Date => new Date(Date.UTC(2026, 10, day, 10));

describe('“I have cleaned it” in the garden', () => {
  it.each<[string, Date[], Date, Date | null]>([
    ['is enough the first time', [], on(20), null],
    ['is enough the second time', [on(10)], on(20), null],
    ['is for a person to decide the third time in 30 days', [on(2), on(10)], on(20), on(32)],
    ['is enough again once the first is 30 days ago', [on(2), on(10)], on(32), null],
    ['is not enough while the first is one second less than 30 days ago', [on(2), on(10)], new Date(on(32).getTime() - 1000), on(32)],
  ])('%s', (_why, before, now, expected) => {
    expect(selfReleaseFrom(before, aPolicy(), now)).toEqual(expected);
  }); // prettier-ignore
});
