import { expect, it } from 'vitest';

import { readAcceptLanguage } from './read-accept-language.js';

it.each([
  [undefined, []],
  ['', []],
  ['de', ['de']],
  ['de-DE,de;q=0.9,en;q=0.8', ['de-DE', 'de', 'en']],
  ['en;q=0.2, de;q=0.7', ['de', 'en']],
  ['*, en;q=0', []],
  ['../../etc/passwd, de', ['de']],
  ['de;q=2', []],
  ['x'.repeat(10_000), []],
])('%j asks for %j', (header, tags) => {
  expect(readAcceptLanguage(header)).toEqual(tags);
});
