import { expect, it } from 'vitest';

import { bars } from './bars.js';

it('starts at zero, shows the smallest, and fills the height with the most', () => {
  const drawn = bars([0, 1, 50, 100], { width: 20, height: 16 });
  expect(drawn.map(({ height }) => height)).toEqual([0, 2, 8, 16]);
  expect(drawn.map(({ y, height }) => y + height)).toEqual([16, 16, 16, 16]);
  expect(drawn.map(({ x }) => x)).toEqual([0, 5, 10, 15]);
});

it('survives nothing at all', () => {
  expect(bars([0, 0], { width: 10, height: 10 }).every(({ height }) => height === 0)).toBe(true);
});
