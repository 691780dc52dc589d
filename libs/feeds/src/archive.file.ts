import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

import { Broken, Refused, Unavailable } from '@lazaret/kernel';

/** What lies in the archive: `sha256` and `bytes` are of the content as received, before our own compression. */
export interface Archived {
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Reports as evidence, by their content: `<folder>/ab/cd/<sha256>.gz`. A file is there whole or not at all, and the
 * same content lies there once.
 */
export class ReportArchive {
  constructor(
    private readonly folder: string,
    private readonly maxBytes = 4 * 1024 ** 3,
  ) {}

  /**
   * Stores a stream; when that fails nothing of it stays. @throws Refused when it is larger than allowed, Unavailable
   * when the disk will not have it, and whatever `content` throws.
   */
  async put(content: AsyncIterable<Uint8Array>): Promise<Archived> {
    const incoming = join(this.folder, 'incoming', randomUUID());
    const hash = createHash('sha256');
    let bytes = 0;
    const { maxBytes } = this;
    let trouble: Error | undefined;
    const measured = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for await (const piece of content) {
          bytes += piece.length;
          if (bytes > maxBytes) throw new Refused(`the report is larger than ${maxBytes} bytes`);
          hash.update(piece);
          yield piece;
        }
      } catch (error) {
        trouble = error instanceof Error ? error : new Error(String(error));
        throw trouble;
      }
    };
    try {
      await mkdir(dirname(incoming), { recursive: true, mode: 0o700 });
      // Opened first: a stream that breaks at once must not be put away before its file is made.
      const file = await open(incoming, 'wx', 0o600);
      await pipeline(measured, createGzip({ level: 4 }), file.createWriteStream({ flush: true }));
      const sha256 = hash.digest('hex');
      await this.settle(incoming, this.pathOf(sha256));
      return { sha256, bytes };
    } catch (error) {
      await rm(incoming, { force: true }).catch(() => undefined);
      // A full disk is our trouble and passes; it must not look like the feed's.
      throw trouble ?? new Unavailable(`the archive ${this.folder} cannot be written`, { cause: error });
    }
  }

  /** The content as it was received. @throws Broken when it is missing, or no longer what it was. */
  async *open(sha256: string): AsyncGenerator<Uint8Array> {
    const path = this.pathOf(sha256);
    const hash = createHash('sha256');
    const file = createReadStream(path);
    const plain = createGunzip();
    file.on('error', (error) => plain.destroy(error));
    try {
      for await (const piece of file.pipe(plain) as AsyncIterable<Buffer>) {
        hash.update(piece);
        yield piece;
      }
    } catch (error) {
      throw new Broken(`report ${sha256} cannot be read from the archive`, { cause: error });
    } finally {
      file.destroy();
      plain.destroy();
    }
    if (hash.digest('hex') !== sha256)
      throw new Broken(`report ${sha256} in the archive is not what was received`);
  }

  async has(sha256: string): Promise<boolean> {
    return access(this.pathOf(sha256)).then(
      () => true,
      () => false,
    );
  }

  private pathOf(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Broken('not a SHA-256');
    return join(this.folder, sha256.slice(0, 2), sha256.slice(2, 4), `${sha256}.gz`);
  }

  // A rename within one file system is the moment a report exists; the folder is flushed so that it still does after
  // a power cut. Twice the same content lands on the same name.
  private async settle(from: string, to: string): Promise<void> {
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await rename(from, to);
    const folder = await open(dirname(to), 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}
