import { describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { piecesOf } from '../testing.js';
import { type ImportFormat, type RawRow, readRecords } from './read-records.js';

async function rowsOf(text: string, format: ImportFormat = 'csv', size = 7): Promise<RawRow[]> {
  const rows: RawRow[] = [];
  for await (const row of readRecords(piecesOf(text, size), format)) rows.push(row);
  return rows;
}

describe('a CSV file', () => {
  it('is read by the names of its columns, empty fields left out', async () => {
    expect(await rowsOf('ref,Class,nas\nL1,residential,\n\nL2,,n1\n')).toEqual([
      { line: 2, values: { ref: 'L1', class: 'residential' } },
      { line: 4, values: { ref: 'L2', nas: 'n1' } },
    ]);
  });

  it.each([
    ['semicolons', 'ref;class\nL1;shared'],
    ['tabs', 'ref\tclass\nL1\tshared'],
    ['a byte order mark and Windows line ends', '\uFEFFref,class\r\nL1,shared\r\n'],
    ['quotes', '"ref","class"\n"L1","shared"\n'],
  ])('may have %s', async (_, text) => {
    expect(await rowsOf(text)).toEqual([{ line: 2, values: { ref: 'L1', class: 'shared' } }]);
  });

  it('keeps delimiters and doubled quotes inside quoted fields', async () => {
    expect(await rowsOf('ref,brand\nL1,"North, ""Light"""\n')).toEqual([
      { line: 2, values: { ref: 'L1', brand: 'North, "Light"' } },
    ]);
  });

  it('loses one row to a stray quote and none to its neighbours', async () => {
    expect(await rowsOf('ref,brand\nL1,"open\nL2,fine\nL3,"a"b\nL4\n')).toEqual([
      { line: 2, reason: 'a quote is not closed, or text follows it' },
      { line: 3, values: { ref: 'L2', brand: 'fine' } },
      { line: 4, reason: 'a quote is not closed, or text follows it' },
      { line: 5, reason: 'has 1 fields, the header has 2' },
    ]);
  });

  it('loses one row to a line beyond all measure, and holds none of it in memory', async () => {
    async function* huge(): AsyncGenerator<Buffer> {
      yield Buffer.from('ref\nL1\n');
      const block = Buffer.alloc(1024 * 1024, 'x');
      for (let i = 0; i < 300; i++) yield block;
      yield Buffer.from('\nL2\n');
    }
    const before = process.memoryUsage().arrayBuffers;
    const rows: RawRow[] = [];
    for await (const row of readRecords(huge(), 'csv')) rows.push(row);
    expect(rows).toEqual([
      { line: 2, values: { ref: 'L1' } },
      { line: 3, reason: 'longer than 65536 bytes' },
      { line: 4, values: { ref: 'L2' } },
    ]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024);
  });

  it('is read right from a source that uses one buffer for all its pieces', async () => {
    async function* reusing(): AsyncGenerator<Buffer> {
      const buffer = Buffer.alloc(4);
      for await (const piece of piecesOf('ref\nLINE-1\nLINE-2\n', 4)) {
        piece.copy(buffer);
        yield buffer.subarray(0, piece.length);
      }
    }
    const rows: RawRow[] = [];
    for await (const row of readRecords(reusing(), 'csv')) rows.push(row);
    expect(rows.map((r) => ('values' in r ? r.values['ref'] : r.reason))).toEqual(['LINE-1', 'LINE-2']);
  });

  it('loses one row to bytes that are not UTF-8', async () => {
    async function* latin(): AsyncGenerator<Buffer> {
      yield Buffer.from('ref\nM\xfcller\nL2', 'latin1');
    }
    const rows: RawRow[] = [];
    for await (const row of readRecords(latin(), 'csv')) rows.push(row);
    expect(rows).toEqual([
      { line: 2, reason: 'not UTF-8 text' },
      { line: 3, values: { ref: 'L2' } },
    ]);
  });

  it.each([
    ['is empty', ''],
    ['names a column twice', 'ref,ref\nL1,L2'],
    ['has an open quote in its header', '"ref\nL1'],
  ])('is refused when it %s', async (_, text) => {
    await expect(rowsOf(text)).rejects.toBeInstanceOf(Refused);
  });
});

describe('an NDJSON file', () => {
  it('has an object a line; nulls and empty texts are left out', async () => {
    expect(await rowsOf('{"ref":"L1","nas":null,"brand":""}\n[1]\n{"ref"\n\n{"ref":2}', 'ndjson')).toEqual([
      { line: 1, values: { ref: 'L1' } },
      { line: 2, reason: 'not one JSON object' },
      { line: 3, reason: 'not one JSON object' },
      { line: 5, values: { ref: 2 } },
    ]);
  });

  it('keeps characters that are cut by the pieces of the disk', async () => {
    for (let size = 1; size < 9; size++)
      expect(await rowsOf('{"ref":"Zürich–€😀"}\n', 'ndjson', size)).toEqual([
        { line: 1, values: { ref: 'Zürich–€😀' } },
      ]);
  });
});
