import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

import { Refused } from '@lazaret/kernel';

import { processMark } from './process-mark.js';

const Holder = z.object({ pid: z.number().int().positive(), mark: z.string(), token: z.string() });
type Holder = z.infer<typeof Holder>;

/** Longer than anybody takes from reading a stale lock to removing it. */
const TAKE_OVER_MS = 100;

/** One program at a time starts, uses and stops the database of a folder. What a dead program left is taken over. */
export class StarterLock {
  private constructor(
    private readonly path: string,
    private readonly token: string,
  ) {}

  /** @throws Refused, naming the other process, while that one lives. */
  static async take(folder: string): Promise<StarterLock> {
    const path = join(folder, 'starter.lock');
    const mine: Holder = { pid: process.pid, mark: processMark(process.pid) ?? '', token: randomUUID() };
    const draft = `${path}.${mine.token}`;
    await writeFile(draft, JSON.stringify(mine), { mode: 0o644 });
    try {
      let tookOver = false;
      for (;;) {
        // A link appears with its content, or fails because the name is taken: nobody reads half a lock.
        if (await linked(draft, path)) {
          const lock = new StarterLock(path, mine.token);
          if (tookOver) {
            await wait(TAKE_OVER_MS);
            await lock.confirm(folder);
          }
          return lock;
        }
        const holder = await readHolder(path);
        if (holder !== undefined && processMark(holder.pid) === holder.mark) throw inUse(folder, holder);
        await rm(path, { force: true });
        tookOver = true;
      }
    } finally {
      await rm(draft, { force: true });
    }
  }

  /**
   * Two that take over the same stale lock may remove each other's: whoever no longer finds his own a moment later,
   * or by the time the server answers, has lost. @throws Refused
   */
  async confirm(folder: string): Promise<void> {
    const holder = await readHolder(this.path);
    if (holder?.token !== this.token) throw inUse(folder, holder);
  }

  async release(): Promise<void> {
    if ((await readHolder(this.path))?.token === this.token) await rm(this.path, { force: true });
  }
}

async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when there is no lock, or none that we wrote. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return Holder.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

function inUse(folder: string, holder: Holder | undefined): Refused {
  const who = holder === undefined ? 'another process' : `process ${holder.pid}`;
  return new Refused(`${who} already runs the database in ${folder}`, {
    problems: [{ at: folder, message: 'stop that one first, or choose another folder with --data' }],
  });
}
