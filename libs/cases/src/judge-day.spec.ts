import { describe, expect, it } from 'vitest';

import { judgeDay } from './judge-day.js';

const GOOD = { alive: true, attributed: true, online: true, confined: false };

describe('a day without a sighting', () => {
  it.each([
    ['quiet', {}],
    ['feed-silent', { alive: false }],
    ['attribution-failed', { attributed: false }],
    ['offline', { online: false }],
    ['confined', { confined: true }],
    ['feed-silent', { alive: false, attributed: false, online: false, confined: true }],
    ['attribution-failed', { attributed: false, online: false, confined: true }],
    ['offline', { online: false, confined: true }],
  ] as const)('is %s', (verdict, given) => {
    expect(judgeDay({ ...GOOD, ...given })).toBe(verdict);
  });
});
