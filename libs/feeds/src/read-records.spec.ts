import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { RecordReader, splitRecord, type CsvRecord } from './read-records.js';

function read(chunks: readonly string[], maxLength?: number): CsvRecord[] {
  const reader = new RecordReader(maxLength);
  return [...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.end()];
}

const quote = (field: string): string => `"${field.replaceAll('"', '""')}"`;

describe('RecordReader', () => {
  it('numbers records by the physical line they start on', () => {
    expect(read(['a,b\r\n\n1,"x\ny"\n3,4'])).toEqual([
      { line: 1, text: 'a,b' },
      { line: 3, text: '1,"x\ny"' },
      { line: 5, text: '3,4', cut: true },
    ]);
  });

  it('gives back what was written, however the stream is cut', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'é') });
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 7 }),
        (table, size) => {
          const text = table.map((row) => row.map(quote).join(',')).join('\n');
          const chunks = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
          const rows = read(chunks).map((record) => splitRecord(record.text));
          expect(rows).toEqual(table);
        },
      ),
    );
  });

  it('skips a line beyond the limit and reads on after it', () => {
    const long = 'x'.repeat(50);
    const records = read(['a\n', long, long, long, '\n', 'b\nc'], 100);
    expect(records.map(({ line, broken }) => [line, broken])).toEqual([
      [1, undefined],
      [2, 'longer than 100 characters'],
      [3, undefined],
      [4, undefined],
    ]);
    expect(records[1]?.text.length).toBeLessThanOrEqual(150);
  });

  it('holds no more than the limit of a line that never ends', () => {
    const reader = new RecordReader(1024);
    const found = Array.from({ length: 2_000 }, () => reader.push('y'.repeat(1024))).flat();
    expect(found).toHaveLength(1);
    expect(reader.end()).toEqual([]);
  });

  it('loses only the line whose quotation mark is never closed', () => {
    const rows = Array.from({ length: 40 }, (_, i) => `"row",${i}`);
    const text = ['"open,1', ...rows].join('\n');
    for (const records of [read([text], 100), read([text])]) {
      expect(records[0]).toEqual({ line: 1, text: '"open,1', broken: 'a quotation mark is never closed' });
      expect(records.slice(1).map((r) => r.text)).toEqual(rows);
      expect(records.at(-1)?.line).toBe(41);
    }
  });

  it('takes time in proportion to its input, even in one piece', () => {
    const text = 'a,b,c,d\n'.repeat(500_000);
    expect(read([text])).toHaveLength(500_000);
  });
});

describe('splitRecord', () => {
  it.each([
    ['a,b,', ['a', 'b', '']],
    ['"a ""x""",,"b,c"', ['a "x"', '', 'b,c']],
    ['5" screen,1', ['5" screen', '1']],
    ['"",""', ['', '']],
    ['1,"realm=\\"\\"x\\"\\"",2', ['1', 'realm=""x""', '2']],
    ['"C:\\","b"', ['C:\\', 'b']],
  ])('%s', (text, fields) => {
    expect(splitRecord(text)).toEqual(fields);
  });

  it('names the field whose marks go wrong', () => {
    expect(splitRecord('a,"b"c,d')).toEqual({ badField: 1 });
  });
});
