import { describe, expect, it } from 'vitest';

import { countIn, pluralIn } from './plural.js';

describe('pluralIn', () => {
  const cases = { one: '# case', other: '# cases' };
  it.each([
    [0, '0 cases'],
    [1, '1 case'],
    [2, '2 cases'],
    [1_248, '1,248 cases'],
  ])('%d', (n, said) => {
    expect(pluralIn('en-GB')(n, cases)).toBe(said);
  });
  it('follows the language', () => {
    expect(pluralIn('de-DE')(1_248, { one: '# Fall', other: '# Fälle' })).toBe('1.248 Fälle');
  });
});

it('countIn writes one digit behind the point at most', () => {
  expect(countIn('en-GB')(98.74)).toBe('98.7');
});
