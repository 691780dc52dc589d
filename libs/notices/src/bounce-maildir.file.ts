import { constants } from 'node:fs';
import { mkdir, open, opendir, rename, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { Unavailable } from '@lazaret/kernel';

const LARGEST_MAIL = 1024 * 1024;

/**
 * What comes back to our return paths: a Maildir that the provider's mail server fills. A mail lies in `new` until it was
 * looked at, then in `cur`. Without a folder nothing ever comes.
 */
export class BounceMaildir {
  constructor(private readonly folder: string | null) {}

  /**
   * Names of mails not looked at yet, in no order that matters.
   * @throws Unavailable
   */
  async list(most: number): Promise<readonly string[]> {
    if (this.folder === null) return [];
    const names: string[] = [];
    try {
      await mkdir(join(this.folder, 'cur'), { recursive: true });
      for await (const entry of await opendir(join(this.folder, 'new'))) {
        // Maildir keeps names with a dot in front for itself.
        if (!entry.name.startsWith('.')) names.push(entry.name);
        if (names.length === most) break;
      }
    } catch (error) {
      throw new Unavailable('the folder of bounces cannot be read', { cause: error });
    }
    return names;
  }

  /**
   * One mail, one character a byte. `unreadable` when it is larger than a megabyte or no plain file; `gone` when another
   * worker has it.
   * @throws Unavailable
   */
  async read(name: string): Promise<{ readonly text: string } | 'unreadable' | 'gone'> {
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    let file: FileHandle | undefined;
    try {
      // A link or a pipe under a mail's name is not followed and not waited for.
      file = await open(this.path('new', name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
      const found = await file.stat();
      if (!found.isFile() || found.size > LARGEST_MAIL) return 'unreadable';
      const { buffer, bytesRead } = await file.read(Buffer.alloc(found.size), 0, found.size, 0);
      return { text: buffer.toString('latin1', 0, bytesRead) };
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return 'gone';
      if (codeOf(error) === 'ELOOP') return 'unreadable';
      throw new Unavailable('a bounce cannot be read', { cause: error });
    } finally {
      await file?.close();
    }
  }

  /**
   * Puts a mail away: seen, or for a person to look at.
   * @throws Unavailable
   */
  async putAway(name: string, flag: 'seen' | 'unseen'): Promise<void> {
    const unique = name.split(':2,')[0] ?? name;
    try {
      await rename(this.path('new', name), this.path('cur', `${unique}:2,${flag === 'seen' ? 'S' : ''}`));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw new Unavailable('a bounce cannot be put away', { cause: error });
    }
  }

  private path(place: 'new' | 'cur', name: string): string {
    return join(this.folder ?? '', place, name);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
