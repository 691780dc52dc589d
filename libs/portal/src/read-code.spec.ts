import { expect, it } from 'vitest';

import { readCode } from './read-code.js';

it.each([
  ['H7KM-3RTX', 'H7KM-3RTX'],
  ['h7km3rtx', 'H7KM-3RTX'],
  ['  h7km – 3rtx ', 'H7KM-3RTX'],
  ['h 7 k m 3 r t x', 'H7KM-3RTX'],
  ['OIL0-1111', '0110-1111'],
  ['H7KM‑3RTX', 'H7KM-3RTX'],
])('%j is %j', (typed, code) => {
  expect(readCode(typed)).toBe(code);
});

it.each(['', 'H7KM-3RT', 'H7KM-3RTXX', 'H7KM-3RTU', '<script>', 'Ä7KM-3RTX', 'H7KM-3RTX'.padEnd(60), '💡'])(
  '%j is no code',
  (typed) => {
    expect(readCode(typed)).toBeNull();
  },
);
