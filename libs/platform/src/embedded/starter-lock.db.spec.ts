import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { processMark } from './process-mark.js';
import { StarterLock } from './starter-lock.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lazaret-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const leave = (text: string): Promise<void> => writeFile(join(folder, 'starter.lock'), text);
const holder = (pid: number, mark: string): string => JSON.stringify({ pid, mark, token: 'other' });

describe('the lock of a folder', () => {
  it('is free again once released, and leaves nothing behind', async () => {
    for (let i = 0; i < 2; i++) {
      const lock = await StarterLock.take(folder);
      await expect(StarterLock.take(folder)).rejects.toBeInstanceOf(Refused);
      expect(await readdir(folder)).toEqual(['starter.lock']);
      await lock.release();
      expect(await readdir(folder)).toEqual([]);
    }
  });

  it.each([
    ['a dead program', holder(0x7ffffff0, 'long ago')],
    ['a program whose number somebody else has now', holder(process.pid, 'another life')],
    ['nobody: an empty file', ''],
    ['nobody: something else', '{"pid":"1"}'],
  ])('is taken over from %s', async (_whom, text) => {
    await leave(text);
    await (await StarterLock.take(folder)).release();
  });

  it('is refused while its holder lives', async () => {
    await leave(holder(process.ppid, processMark(process.ppid) ?? ''));
    await expect(StarterLock.take(folder)).rejects.toThrow(
      `process ${process.ppid} already runs the database`,
    );
  });

  it('goes to one of many that find it stale at once', async () => {
    await leave(holder(0x7ffffff0, 'long ago'));
    const takes = await Promise.allSettled(Array.from({ length: 20 }, () => StarterLock.take(folder)));
    const taken = takes.flatMap((take) => (take.status === 'fulfilled' ? [take.value] : []));
    const confirmed = await Promise.allSettled(taken.map((lock) => lock.confirm(folder)));
    expect(confirmed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('notices when it was taken away, and then leaves the other one alone', async () => {
    const lock = await StarterLock.take(folder);
    await leave(holder(process.ppid, processMark(process.ppid) ?? ''));
    await expect(lock.confirm(folder)).rejects.toThrow(`process ${process.ppid}`);
    await lock.release();
    expect(await readdir(folder)).toEqual(['starter.lock']);
  });
});
