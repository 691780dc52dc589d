import { expect, it } from 'vitest';

import { readPlace, writePlace } from './list-place.js';

it('reads what it wrote', () => {
  expect(readPlace(writePlace(7, 'K7QM-2TXD'), 'number', 'string')).toEqual([7, 'K7QM-2TXD']);
  expect(readPlace(undefined, 'number')).toBeNull();
});

it.each(['', 'x', writePlace('7'), writePlace(7, 8), writePlace(1.5), writePlace('x'.repeat(300))])(
  'takes %s for no place of ours',
  (after) => {
    expect(() => readPlace(after, 'number')).toThrow('the list cannot go on there');
  },
);
