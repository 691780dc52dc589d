import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compareLines, foldSame } from './compare-lines.js';

const said = (before: string, after: string): string[] =>
  (compareLines(before, after) ?? []).map(
    ({ kind, text }) => `${{ same: ' ', gone: '-', new: '+' }[kind]}${text}`,
  );

describe('two texts, line by line', () => {
  it('says what is gone before what is new', () =>
    expect(said('a\nb\nc', 'a\nx\nc')).toEqual([' a', '-b', '+x', ' c']));

  it('knows a line that was put in between', () =>
    expect(said('a\nc', 'a\nb\nc')).toEqual([' a', '+b', ' c']));

  it('loses nothing of either', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = compareLines(before, after) ?? [];
        const without = (kind: string): string =>
          lines
            .filter((line) => line.kind !== kind)
            .map((line) => line.text)
            .join('\n');
        expect(without('new')).toBe(before);
        expect(without('gone')).toBe(after);
      }),
    );
  });

  it('is not compared when too much differs', () => {
    const long = (letter: string): string =>
      Array.from({ length: 1_501 }, (_, n) => `${letter}${n}`).join('\n');
    expect(compareLines(long('a'), long('b'))).toBeNull();
  });
});

it('folds what is the same far from any change', () =>
  expect(foldSame(compareLines('a\nb\nc\nd', 'a\nb\nc\nx') ?? [], 1)).toEqual([
    2,
    { kind: 'same', text: 'c' },
    { kind: 'gone', text: 'd' },
    { kind: 'new', text: 'x' },
  ]));
