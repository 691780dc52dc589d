import { describe, expect, it } from 'vitest';

import { waits } from './wait-for-answer.js';

describe('waits for an answer', () => {
  it.each([
    [0, [1_800, 3_600, 7_200]],
    [0.5, [2_000, 4_000, 8_000]],
    [1, [2_200, 4_400, 8_800]],
  ])('double, with chance %d', (chance, expected) => {
    expect(waits(2_000, 3, () => chance).map(Math.round)).toEqual(expected);
  });

  it('are never longer than 16 seconds', () => {
    expect(waits(10_000, 3, () => 1).map(Math.round)).toEqual([11_000, 16_000, 16_000]);
  });
});
