import { describe, expect, it } from 'vitest';

import { copyLines, type CopyValue } from './copy-lines.js';

const one = (...row: CopyValue[]): string => [...copyLines([row])].join('');

describe('copyLines', () => {
  it.each([
    ['null is not the text \\N', [null, undefined, '\\N', ''], '\\N\t\\N\t\\\\N\t\n'],
    [
      'what would end a field, a row or the data',
      ['a\tb', 'c\nd', 'e\rf', '\\.'],
      'a\\tb\tc\\nd\te\\rf\t\\\\.\n',
    ],
    ['numbers, truth and time', [1, 2n, true, new Date(0)], '1\t2\ttrue\t1970-01-01T00:00:00.000Z\n'],
    ['U+0000, which PostgreSQL cannot hold', ['a\0b'], 'ab\n'],
  ])('%s', (_what, row, text) => {
    expect(one(...row)).toBe(text);
  });

  it('makes chunks of some 64 KiB that end with a row', () => {
    const rows = Array.from({ length: 1_000 }, (_, n) => [n, 'x'.repeat(500)]);
    const chunks = [...copyLines(rows)];
    expect(chunks.length).toBeGreaterThan(5);
    expect(chunks.every((chunk) => chunk.endsWith('\n') && chunk.length < 66_000)).toBe(true);
    expect(chunks.join('').split('\n')).toHaveLength(1_001);
  });

  it('gives nothing for no rows', () => {
    expect([...copyLines([])]).toEqual([]);
  });
});
