import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Broken, Refused, Unavailable } from '@lazaret/kernel';

import { ReportArchive } from './archive.file.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lazaret-archive-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const found: Uint8Array[] = [];
  for await (const piece of content) found.push(piece);
  return Buffer.concat(found).toString();
}

const files = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((f) => f.isFile())
    .map((f) => f.name);

describe('ReportArchive', () => {
  it('gives back what was put, under its SHA-256, and keeps it once', async () => {
    const archive = new ReportArchive(folder);
    const put = await archive.put(pieces('a,b\n', '1,2\n'));
    expect(put).toEqual({ sha256: createHash('sha256').update('a,b\n1,2\n').digest('hex'), bytes: 8 });
    expect(await textOf(archive.open(put.sha256))).toBe('a,b\n1,2\n');
    await archive.put(pieces('a,b\n1,2\n'));
    expect(await files()).toEqual([`${put.sha256}.gz`]);
  });

  it('keeps nothing of what is too large, or breaks off', async () => {
    const archive = new ReportArchive(folder, 10);
    await expect(archive.put(pieces('12345678', '901'))).rejects.toThrow(Refused);
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(3);
      throw new Error('cut');
    };
    await expect(archive.put(broken())).rejects.toThrow('cut');
    expect(await files()).toEqual([]);
  });

  it('tells its own trouble from that of the report', async () => {
    await writeFile(join(folder, 'file'), '');
    const archive = new ReportArchive(join(folder, 'file'));
    await expect(archive.put(pieces('a'))).rejects.toThrow(Unavailable);
  });

  it('notices that a file is missing or was changed', async () => {
    const archive = new ReportArchive(folder);
    const one = await archive.put(pieces('one'));
    const two = await archive.put(pieces('two'));
    const path = (sha: string): string => join(folder, sha.slice(0, 2), sha.slice(2, 4), `${sha}.gz`);
    await rm(path(one.sha256));
    await writeFile(path(one.sha256), await readFile(path(two.sha256)));
    await expect(textOf(archive.open(one.sha256))).rejects.toThrow('not what was received');
    await rm(path(two.sha256));
    await expect(textOf(archive.open(two.sha256))).rejects.toThrow(Broken);
    await expect(textOf(archive.open('../../etc/passwd'))).rejects.toThrow('not a SHA-256');
  });
});
