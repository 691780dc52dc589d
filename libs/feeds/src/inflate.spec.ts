import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { inflate, peek, unpack } from './inflate.file.js';

async function* pieces(bytes: Uint8Array, size = 100): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const found: Uint8Array[] = [];
  for await (const piece of content) found.push(piece);
  return Buffer.concat(found).toString();
}
const text = 'timestamp,ip\n'.repeat(200);

describe('unpack', () => {
  it.each([
    ['a.csv.gz', gzipSync(text)],
    ['a.csv.gz', Buffer.from(text)],
    ['a.csv', Buffer.from(text)],
  ])('%s', async (name, bytes) => {
    expect(await textOf(unpack(name, pieces(bytes)))).toBe(text);
  });
});

describe('inflate', () => {
  it('refuses what is cut or damaged', async () => {
    const packed = gzipSync(text);
    await expect(textOf(inflate(pieces(packed.subarray(0, packed.length - 6))))).rejects.toThrow(Refused);
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, 12, 20);
    await expect(textOf(inflate(pieces(damaged)))).rejects.toThrow('damaged or ends early');
  });

  it('refuses what grows beyond reason', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    await expect(textOf(inflate(pieces(bomb, 4096)))).rejects.toThrow('grows beyond reason');
    await expect(textOf(inflate(pieces(gzipSync(text)), { maxBytes: 100, maxRatio: 1e9 }))).rejects.toThrow(
      Refused,
    );
  });

  it('hands on the trouble of its source', async () => {
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield gzipSync(text).subarray(0, 20);
      throw new Error('cut off');
    };
    await expect(textOf(inflate(failing()))).rejects.toThrow('cut off');
  });
});

describe('peek', () => {
  it('shows the beginning and loses nothing', async () => {
    const { first, all } = await peek(pieces(Buffer.from(text), 7));
    expect(Buffer.from(first).toString()).toBe(text.slice(0, 512));
    expect(await textOf(all)).toBe(text);
  });
});
