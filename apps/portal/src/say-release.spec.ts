import { describe, expect, it } from 'vitest';

import { aGarden, anAsked } from '@lazaret/portal/testing';

import { sayOpen, sayOpening } from './say-release.js';

describe('a line that is open again', () => {
  it.each([
    ['cleaned', null, 'releasedCleaned', 'helps'],
    ['safety', null, 'releasedSafety', 'steps'],
    ['unanswered', 'cleaned', 'releasedUnanswered', 'helps'],
    ['unanswered', 'not-me', 'releasedAppeal', null],
    ['time-is-up', null, 'releasedEnded', 'steps'],
    ['withdrawn', null, 'releasedMistaken', null],
    ['release-all', null, 'releasedOurs', 'steps'],
  ] as const)('for %s, after %s was asked, says %s and offers %s', (openWhy, releaseWantedWhy, why, then) => {
    expect(sayOpen(aGarden({ state: 'released', openWhy, releaseWantedWhy }))).toMatchObject({ why, then });
  });
});

describe('a line that is being opened', () => {
  const words = (...of: Parameters<typeof sayOpening>) => sayOpening(...of).map(({ word }) => word);

  it.each([
    ['by what was just asked', null, anAsked({ kind: 'safety' }), 'logSafety', 'logAsk'],
    ['by what was just asked', null, anAsked({ kind: 'cleaned' }), 'logCleaned', 'logWatch'],
    ['by an earlier request than the newest', 'safety', null, 'logSafety', 'logAsk'],
    ['by us, for evidence was wrong', 'withdrawn', null, 'logDecided', 'logRecords'],
    ['by us', 'unanswered', null, 'logDecided', 'logWatch'],
  ] as const)('%s', (_whose, openWhy, theirs, begun, later) => {
    expect(words(aGarden({ openWhy }), theirs)).toEqual([begun, 'logNetwork', later]);
  });
});
