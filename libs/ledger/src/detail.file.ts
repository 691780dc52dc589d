import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

import { Refused, Unavailable } from '@lazaret/kernel';

import type { TextLine } from './detail.js';

const LONGEST_LINE = 16 * 1024;

/**
 * The lines of a text file in batches, memory bounded whatever the file's size or the length of a line: what goes
 * beyond 16 KiB of a line is dropped and the line marked. `.gz` is unpacked on the way.
 *
 * @throws Refused when there is no such file; Unavailable when it cannot be read to the end.
 */
export async function* readLines(path: string): AsyncGenerator<TextLine[]> {
  const bytes = openFile(path);
  const text = new TextDecoder('utf-8');
  const lines = new LineCutter();
  try {
    for await (const chunk of bytes) yield lines.take(text.decode(chunk, { stream: true }));
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT')
      throw new Refused(`no such file: ${path}`, { cause: error });
    throw new Unavailable(`${path} cannot be read to the end`, { cause: error });
  }
  yield lines.end();
}

function openFile(path: string): AsyncIterable<Buffer> {
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return file as AsyncIterable<Buffer>;
  const unpacked = createGunzip();
  // `pipe` does not hand errors on.
  file.on('error', (error) => unpacked.destroy(error));
  return file.pipe(unpacked) as AsyncIterable<Buffer>;
}

class LineCutter {
  private n = 0;
  private rest = '';
  private tooLong = false;

  take(chunk: string): TextLine[] {
    const pieces = chunk.split('\n');
    const last = pieces.pop() ?? '';
    const lines = pieces.map((piece) => {
      this.extend(piece);
      return this.cut();
    });
    this.extend(last);
    return lines;
  }

  end(): TextLine[] {
    return this.rest === '' && !this.tooLong ? [] : [this.cut()];
  }

  private extend(piece: string): void {
    if (this.rest.length + piece.length <= LONGEST_LINE) this.rest += piece;
    else this.tooLong = true;
  }

  private cut(): TextLine {
    const text = this.rest.endsWith('\r') ? this.rest.slice(0, -1) : this.rest;
    const line = { n: ++this.n, text, ...(this.tooLong ? { tooLong: true } : {}) };
    this.rest = '';
    this.tooLong = false;
    return line;
  }
}
