import { describe, expect, it } from 'vitest';

import { retryAt } from './retry-at.js';
import { aHold, at } from './stay.contract.js';

describe('retryAt', () => {
  it.each([
    [0, '09:00:00'],
    [1, '09:00:30'],
    [2, '09:01:00'],
    [3, '09:02:00'],
    [4, '09:04:00'],
    [5, '09:08:00'],
    [6, '09:15:00'],
    [7, '09:15:00'],
    [1_000_000, '09:15:00'],
  ])('after %i tries is %s', (tries, when) => {
    expect(retryAt(aHold({ tries }))).toEqual(at(when));
  });
});
