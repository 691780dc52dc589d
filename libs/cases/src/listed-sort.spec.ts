import { describe, expect, it } from 'vitest';

import { readPlace, writePlace } from './listed-sort.js';

describe('a place in a list', () => {
  it.each(['0', '-5', '1765432100000000', 'low', 'high'])('with key %s goes out and comes back', (key) => {
    expect(readPlace(writePlace({ key, id: 4711 }))).toEqual({ key, id: 4711 });
  });

  it.each([
    '',
    '4711',
    '4711.',
    '.5',
    '4711.9999999999999999',
    '1.2026-11-12',
    "1.0'",
    '-1.5',
    '1.lower',
    '1.5.5',
  ])('is not %s', (text) => {
    expect(() => readPlace(text)).toThrow('no place in this list');
  });
});
