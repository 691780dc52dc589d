import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Refused, Unavailable } from '@lazaret/kernel';

import { readLines } from './detail.file.js';
import type { TextLine } from './detail.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lazaret-lines-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function linesOf(name: string, content: string | Buffer): Promise<TextLine[]> {
  const path = join(folder, name);
  await writeFile(path, content);
  const lines: TextLine[] = [];
  for await (const some of readLines(path)) lines.push(...some);
  return lines;
}

describe('the lines of a file', () => {
  const expected = [
    { n: 1, text: 'één' },
    { n: 2, text: '' },
    { n: 3, text: 'last' },
  ];

  it('are counted from 1, whatever ends them', async () => {
    expect(await linesOf('lf', 'één\n\nlast')).toEqual(expected);
    expect(await linesOf('crlf', 'één\r\n\r\nlast\r\n')).toEqual(expected);
    expect(await linesOf('packed.gz', gzipSync('één\n\nlast\n'))).toEqual(expected);
    expect(await linesOf('empty', '')).toEqual([]);
  });

  it('are cut and marked when too long, over any number of chunks, and the next one is whole', async () => {
    const lines = await linesOf('long', `a\n${'x'.repeat(5_000_000)}\nb\n`);
    expect(lines.map((l) => [l.n, l.tooLong ?? false])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
    expect(lines[1]?.text.length).toBeLessThanOrEqual(16 * 1024);
    expect(lines[2]?.text).toBe('b');
  });

  it('are refused without a file, and unavailable when it breaks off', async () => {
    const missing = readLines(join(folder, 'none')).next();
    await expect(missing).rejects.toThrow(Refused);
    await expect(linesOf('broken.gz', gzipSync('x'.repeat(100_000)).subarray(0, 60))).rejects.toThrow(
      Unavailable,
    );
  });
});
