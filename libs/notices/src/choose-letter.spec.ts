import { describe, expect, it } from 'vitest';

import { chooseLetter } from './choose-letter.js';

const at = new Date('2026-11-12T11:33:00Z');

describe('the words of a letter', () => {
  it.each([
    ['first', {}, 'first'],
    ['confined', { heldSince: at }, 'confined'],
    ['released', { release: 'cleaned' }, 'released'],
    ['released', { release: 'safety' }, 'released-safety'],
    ['released', { release: 'appeal' }, 'released-appeal'],
    // Planned before the reason was kept: nobody is thanked who may have done nothing.
    ['released', {}, 'released-ours'],
    ['correction', {}, 'correction'],
    ['correction', { heldSince: at }, 'correction-opening'],
    ['correction', { heldSince: at, releasedAt: at }, 'correction-opened'],
  ] as const)('%s, knowing %j: %s', (template, facts, words) => {
    expect(chooseLetter(template, { release: null, heldSince: null, releasedAt: null, ...facts })).toBe(
      words,
    );
  });
});
