import { expect, it } from 'vitest';

import { mayLookAhead } from './look-ahead.js';

it.each([
  ['K7QM-2TXD', true],
  ['k7qm2txd', true],
  ['203.0.113.24', true],
  ['203.0.113.24:49152', true],
  ['203.0.113.0/24', true],
  ['2001:db8::1', true],
  ['somebody@example.net', false],
  ['+49 341 5550123', false],
  ['0341 5550123', false],
  ['12345678', false],
  ['C-100482', false],
  ['K7', false],
])('%s', (words, ahead) => {
  expect(mayLookAhead(words)).toBe(ahead);
});
