import { describe, expect, it } from 'vitest';

import { DAY, HOUR, MINUTE } from './calendar.js';
import { readSpan } from './time-machine.js';

describe('a span of time', () => {
  it.each([
    ['30m', 30 * MINUTE],
    ['6h', 6 * HOUR],
    ['1d', DAY],
    ['4w', 28 * DAY],
    ['8w', 56 * DAY],
  ])('%s', (text, ms) => {
    expect(readSpan(text)).toBe(ms);
  });

  it.each(['', '0d', '9w', '57d', '1', 'd', '-1d', '1.5d', '1 d', '99999m'])('is not %j', (text) => {
    expect(() => readSpan(text)).toThrow('not a span of time');
  });
});
