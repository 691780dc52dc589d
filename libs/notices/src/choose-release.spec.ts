import { describe, expect, it } from 'vitest';

import { chooseRelease } from './choose-release.js';

describe('what is told of a release', () => {
  it.each([
    ['cleaned', null, 'cleaned'],
    ['safety', null, 'safety'],
    // Whoever asked for something else first is still told of what opened the line.
    ['safety', 'not-me', 'safety'],
    ['unanswered', 'cleaned', 'unanswered'],
    ['unanswered', 'not-me', 'appeal'],
    ['time-is-up', null, 'ended'],
    ['withdrawn', null, 'mistaken'],
    ['not-confinable', null, 'ours'],
    ['release-all', null, 'ours'],
    ['a-reason-of-tomorrow', null, 'ours'],
    [null, null, 'ours'],
  ])('%s, asked for %s: %s', (openWhy, wantedWhy, told) => {
    expect(chooseRelease(openWhy, wantedWhy)).toBe(told);
  });
});
