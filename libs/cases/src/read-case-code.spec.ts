import { describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { readCaseCode } from './read-case-code.js';

describe('reading a case code', () => {
  it.each([
    ['H7KM-3RTX', 'H7KM-3RTX'],
    [' h7km 3rtx ', 'H7KM-3RTX'],
    ['h7km3rtx', 'H7KM-3RTX'],
    ['OIL0-oil0', '0110-0110'],
  ])('%j is %s', (text, code) => {
    expect(readCaseCode(text)).toBe(code);
  });

  it.each(['', 'H7KM', 'H7KM-3RTXX', 'H7KM-3RTU', 'H7KM_3RTX', 'ÄÖÜß-1234', 'H'.repeat(50)])(
    '%j is refused',
    (text) => {
      expect(() => readCaseCode(text)).toThrow(Refused);
    },
  );
});
