import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { Refused } from '@lazaret/kernel';

export interface InflateLimits {
  readonly maxBytes: number;
  /** Inflated over compressed. Reports come to 10 or 20. */
  readonly maxRatio: number;
}

const LIMITS: InflateLimits = { maxBytes: 4 * 1024 ** 3, maxRatio: 200 };
/** Below this many bytes any ratio is harmless. */
const HARMLESS = 10 * 1024 * 1024;

/** Undoes gzip in a stream. @throws Refused when the data is cut, damaged, or grows beyond reason. */
export async function* inflate(
  content: AsyncIterable<Uint8Array>,
  limits: InflateLimits = LIMITS,
): AsyncGenerator<Uint8Array> {
  let packed = 0;
  let plain = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of content) {
      packed += piece.length;
      yield piece;
    }
  };
  const source = Readable.from(counted(), { objectMode: false });
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const piece of source.pipe(gunzip) as AsyncIterable<Buffer>) {
      plain += piece.length;
      if (plain > limits.maxBytes || (plain > HARMLESS && plain > packed * limits.maxRatio))
        throw new Refused(`the compressed report grows beyond reason: ${plain} bytes of ${packed}`);
      yield piece;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('Z_'))
      throw new Refused('the compressed report is damaged or ends early', { cause: error });
    throw error;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

/** The content itself: a file called `.gz` that begins like gzip is inflated, anything else is left alone. */
export async function* unpack(name: string, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (!name.toLowerCase().endsWith('.gz')) {
    yield* content;
    return;
  }
  const { first, all } = await peek(content);
  yield* first[0] === 0x1f && first[1] === 0x8b ? inflate(all) : all;
}

/** The first bytes of a stream, and the whole of it. */
export async function peek(
  content: AsyncIterable<Uint8Array>,
): Promise<{ readonly first: Uint8Array; readonly all: AsyncGenerator<Uint8Array> }> {
  const pieces = content[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let size = 0;
  while (size < PEEK) {
    const piece = await pieces.next();
    if (piece.done === true) break;
    held.push(piece.value);
    size += piece.value.length;
  }
  const all = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* held;
      for (let piece = await pieces.next(); piece.done !== true; piece = await pieces.next())
        yield piece.value;
    } finally {
      await pieces.return?.();
    }
  };
  return { first: Buffer.concat(held).subarray(0, PEEK), all: all() };
}

const PEEK = 512;
