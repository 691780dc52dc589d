import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { wrapText } from './wrap-text.js';

describe('wrapping text', () => {
  it.each([
    ['one two three', 'one two\nthree\n'],
    ['1. one two three', '1. one\n   two\n   three\n'],
    ['    as it stands here', 'as it stands here\n'],
    ['a\n    as it stands here', 'a\n    as it stands here\n'],
    ['a\n\n\n\n\n\nb', 'a\n\n\nb\n'],
    ['unbreakable-word a', 'unbreakable-word\na\n'],
  ])('%j', (text, wrapped) => {
    expect(wrapText(text, 8)).toBe(wrapped);
  });

  it('continues a labelled line under its value', () => {
    expect(wrapText('Kind:  one two three', 14)).toBe('Kind:  one two\n       three\n');
  });

  it('loses no word and keeps lines short', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(words, (list) => {
        const wrapped = wrapText(list.join(' '), 30);
        expect(wrapped.split(/\s+/).filter(Boolean)).toEqual(list);
        expect(Math.max(...wrapped.split('\n').map((line) => line.length))).toBeLessThanOrEqual(30);
      }),
    );
  });
});
