import { describe, expect, it } from 'vitest';

import { aPolicy } from '@lazaret/policy/testing';

import { on } from '../november.contract.js';
import { countLimits } from './count-limits.js';

describe('the limits of a line', () => {
  it('count what lies in their windows', () => {
    const selfReleases = [new Date('2026-10-10T10:00:00Z'), on(2), on(9)];
    const confinements = [
      { from: new Date('2026-08-01T10:00:00Z'), to: new Date('2026-08-03T10:00:00Z') },
      { from: on(1), to: on(2, '22:00') },
      { from: on(15), to: null },
    ];
    expect(countLimits({ selfReleases, confinements }, aPolicy(), on(16, '13:00'))).toEqual({
      selfReleases: { used: 2, most: 2, days: 30 },
      stayDays: { used: 1.1, most: 7 },
      windowDays: { used: 2.6, most: 10, window: 60 },
    });
  });

  it('are untouched where nothing ever was', () => {
    expect(countLimits({ selfReleases: [], confinements: [] }, aPolicy(), on(16))).toEqual({
      selfReleases: { used: 0, most: 2, days: 30 },
      stayDays: { used: 0, most: 7 },
      windowDays: { used: 0, most: 10, window: 60 },
    });
  });
});
