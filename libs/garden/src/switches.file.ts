import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';

import { Refused, Unavailable } from '@lazaret/kernel';

import { NOTHING_STOPPED, type Switches } from './switches.js';

const signed = z.strictObject({ by: z.string(), at: z.coerce.date() });
const scope = z.union([
  z.literal('all'),
  z.strictObject({ nas: z.string() }),
  z.strictObject({ region: z.string() }),
]);
const schema = z.strictObject({
  stopNew: signed.nullable(),
  releaseAll: z.array(signed.extend({ scope })).max(1_000),
  resume: signed.nullable(),
});

const LOCK_TRIES = 100;
const LOCK_WAIT_MS = 50;
const LOCK_STALE_MS = 10_000;

/** Where the switches stand: a file on this machine, which a person can write when nothing else works. */
export abstract class SwitchBoard {
  abstract read(): Promise<Switches>;

  /**
   * One change, all of it or nothing, also when the machine stops in the middle; of two at once each sees the other.
   * @throws Refused where there is no such place, or for what `how` refuses; Unavailable when somebody else holds the file
   */
  abstract change(
    how: (now: Switches) => Switches,
  ): Promise<{ readonly before: Switches; readonly after: Switches }>;
}

export class SwitchFile extends SwitchBoard {
  constructor(private readonly path: string) {
    super();
  }

  /** No file: nothing is stopped. A file that cannot be read stops new confinements: it is there because somebody wanted to. */
  override async read(): Promise<Switches> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NOTHING_STOPPED;
      return UNREADABLE;
    }
    try {
      return schema.parse(JSON.parse(text));
    } catch {
      return UNREADABLE;
    }
  }

  override async change(
    how: (now: Switches) => Switches,
  ): Promise<{ readonly before: Switches; readonly after: Switches }> {
    await mkdir(dirname(this.path), { recursive: true });
    const lock = `${this.path}.lock`;
    await this.take(lock);
    try {
      const before = await this.read();
      const after = how(before);
      // Who was let out by it cannot be read: nothing but letting everybody out is written over that.
      if (before === UNREADABLE && !after.releaseAll.some(({ scope: part }) => part === 'all'))
        throw new Refused(
          'the stop file cannot be read, so nobody new is held back: look at it, or let everybody out',
        );
      const draft = `${this.path}.${randomUUID()}`;
      await writeFile(draft, `${JSON.stringify(after, null, 2)}\n`, { flush: true });
      await rename(draft, this.path);
      return { before, after };
    } finally {
      await rm(lock, { force: true });
    }
  }

  /** Whoever made the file has it; one that is older than anybody needs was left by the dead. */
  private async take(lock: string): Promise<void> {
    for (let tried = 0; tried < LOCK_TRIES; tried++) {
      try {
        await writeFile(lock, '', { flag: 'wx' });
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        const made = await stat(lock).catch(() => null);
        if (made !== null && Date.now() - made.mtimeMs > LOCK_STALE_MS) await rm(lock, { force: true });
        else await setTimeout(LOCK_WAIT_MS);
      }
    }
    throw new Unavailable('somebody else is at the switches; try again');
  }
}

const UNREADABLE: Switches = {
  ...NOTHING_STOPPED,
  stopNew: { by: 'a stop file that cannot be read', at: new Date(0) },
};
