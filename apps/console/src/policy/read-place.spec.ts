import { expect, it } from 'vitest';

import { rangeOfLine, readPlace } from './read-place.js';

it('reads the place of a problem', () => {
  expect(readPlace('/body/line 12, garden.caps')).toEqual({ line: 12, place: 'garden.caps' });
  expect(readPlace('/body/line 3')).toEqual({ line: 3, place: '' });
  expect(readPlace('/body/content')).toEqual({ line: null, place: '' });
  expect(readPlace('/body/ladders.infected')).toEqual({ line: null, place: 'ladders.infected' });
});

it('finds a line in a text', () => {
  expect(rangeOfLine('ab\ncde\nf', 2)).toEqual([3, 6]);
  expect(rangeOfLine('ab\ncde\nf', 99)).toEqual([7, 8]);
  expect(rangeOfLine('', 1)).toEqual([0, 0]);
});
