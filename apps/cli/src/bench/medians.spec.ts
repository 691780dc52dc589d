import { describe, expect, it } from 'vitest';

import { medians } from './medians.js';

describe('medians', () => {
  it('takes the middle of each figure, whatever order the runs came in', () => {
    expect(
      medians([
        { a: 3, b: 1 },
        { a: 1, b: 1 },
        { a: 200, b: 1 },
      ]),
    ).toEqual({ a: 3, b: 1 });
  });

  it('takes the mean of the two in the middle when there is no middle', () => {
    expect(medians([{ a: 1 }, { a: 2 }])).toEqual({ a: 1.5 });
  });

  it('keeps three digits', () => {
    expect(medians([{ large: 12_345.678, small: 0.123456 }])).toEqual({ large: 12_346, small: 0.123 });
  });

  it('has nothing to say of no runs', () => {
    expect(medians([])).toEqual({});
  });
});
