import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder in which mails arrive whole: written in `tmp`, then moved to `new`. */
export class Maildir {
  constructor(readonly folder: string) {}

  async open(): Promise<void> {
    for (const part of ['tmp', 'new', 'cur']) await mkdir(join(this.folder, part), { recursive: true });
  }

  async deliver(mail: string): Promise<void> {
    const name = randomUUID();
    await writeFile(join(this.folder, 'tmp', name), mail);
    await rename(join(this.folder, 'tmp', name), join(this.folder, 'new', name));
  }
}
