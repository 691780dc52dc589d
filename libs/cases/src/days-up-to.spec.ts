import { describe, expect, it } from 'vitest';

import { daysUpTo } from './days-up-to.js';

describe('counts of days', () => {
  it.each([
    ['2026-11-12', [1, 2, 3]],
    ['2026-11-11', [2, 3, 0]],
    ['2026-11-09', [0, 0, 0]],
    ['1970-01-01', [0, 0, 0]],
    // A clock that was moved back shows less, and nothing of tomorrow.
    ['2026-11-13', [0, 1, 2]],
  ])('up to %s, on the 12th', (lastDay, days) => {
    expect(daysUpTo([1, 2, 3], lastDay, new Date('2026-11-12T23:59:59Z'))).toEqual(days);
  });
});
