import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { guardProtection } from './guard-protection.js';

describe('guardProtection', () => {
  it.each([
    [0, 0],
    [5, 0],
    [100, 1],
    [1000, 10],
  ])('of %i flags lets %i go', (before, lost) => {
    expect(() => guardProtection({ before, lost })).not.toThrow();
  });

  it.each([
    [1, 1],
    [5, 1],
    [99, 1],
    [100, 2],
    [1000, 11],
    [1000, 1000],
  ])('of %i flags does not let %i go', (before, lost) => {
    expect(() => guardProtection({ before, lost })).toThrow(Refused);
  });

  it('tells the numbers and the way on', () => {
    expect(() => guardProtection({ before: 200, lost: 3 })).toThrow(
      expect.objectContaining({
        message: '3 of 200 protected lines (1.5 %) would lose their protection',
        problems: [expect.objectContaining({ message: expect.stringContaining('--allow-protected-loss 3') })],
      }),
    );
  });

  it('takes consent to that number and to no other', () => {
    expect(() => guardProtection({ before: 5, lost: 2 }, 2)).not.toThrow();
    expect(() => guardProtection({ before: 5, lost: 2 }, 1)).toThrow(Refused);
    expect(() => guardProtection({ before: 5, lost: 2 }, 1_000_000)).toThrow(Refused);
  });

  it('never lets more than one in a hundred go unasked', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(100_000), (before, some) => {
        const lost = Math.min(some, before);
        const refused = lost * 100 > before;
        const guard = () => guardProtection({ before, lost });
        if (refused) expect(guard).toThrow(Refused);
        else expect(guard).not.toThrow();
      }),
    );
  });
});
