import { describe, expect, it } from 'vitest';

import { heldLines, readScope, resumeBy } from './judge-garden.js';

const NOW = Date.parse('2026-11-12T11:00:00Z');
const thrown = { scope: 'all', at: '2026-11-12T10:00:00.000Z', by: 'anna' };

describe('lines that are held back', () => {
  it('are also those of which nobody knows', () =>
    expect(
      heldLines([
        { state: 'active', count: 3 },
        { state: 'unknown', count: 2 },
        { state: 'released', count: 9 },
        { state: 'failed', count: 4 },
      ]),
    ).toBe(5));
});

describe('going on', () => {
  it('is not offered while nothing is stopped', () =>
    expect(resumeBy({ stopNew: null, releaseAll: [], resume: null }, 'anna', NOW)).toBe('not-stopped'));

  it('takes a first and a second person', () => {
    expect(resumeBy({ stopNew: thrown, releaseAll: [], resume: null }, 'anna', NOW)).toBe('first');
    expect(resumeBy({ stopNew: null, releaseAll: [thrown], resume: thrown }, 'ben', NOW)).toBe('second');
  });

  it('cannot be agreed to by who said it first', () =>
    expect(resumeBy({ stopNew: thrown, releaseAll: [], resume: thrown }, 'anna', NOW)).toBe('same'));
});

it('begins anew when nobody agreed within a day', () =>
  expect(resumeBy({ stopNew: thrown, releaseAll: [], resume: thrown }, 'anna', NOW + 24 * 3_600_000)).toBe(
    'first',
  ));

it('reads where a switch is thrown', () => {
  expect(readScope('')).toEqual({});
  expect(readScope('nas bng-west')).toEqual({ nas: 'bng-west' });
});
