import { expect, it } from 'vitest';

import { shorten } from './shorten.js';

it.each([
  ['203.0.113.24', '203.0.113.24'],
  ['0123456789abcdef0123456789abcdef', '0123456789abcdef…9abcdef'],
])('%s', (text, short) => {
  expect(shorten(text)).toBe(short);
  expect(shorten(text).length).toBeLessThanOrEqual(24);
});
