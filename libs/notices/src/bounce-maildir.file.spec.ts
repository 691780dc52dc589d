import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Unavailable } from '@lazaret/kernel';

import { BounceMaildir } from './bounce-maildir.file.js';

let folder: string;
let maildir: BounceMaildir;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lazaret-bounces-'));
  await mkdir(join(folder, 'new'));
  maildir = new BounceMaildir(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = (name: string, content: string | Buffer): Promise<void> =>
  writeFile(join(folder, 'new', name), content);

describe('the maildir of bounces', () => {
  it('gives mails byte for byte and puts them away', async () => {
    await put('1700000000.M1.host', Buffer.from([0x41, 0xe9, 0x0d, 0x0a]));
    await put('1700000001.M2.host:2,', 'b');
    await put('.hidden', 'c');
    expect((await maildir.list(10)).toSorted()).toEqual(['1700000000.M1.host', '1700000001.M2.host:2,']);
    expect(await maildir.read('1700000000.M1.host')).toEqual({ text: 'A\u00e9\r\n' });
    await maildir.putAway('1700000000.M1.host', 'seen');
    await maildir.putAway('1700000001.M2.host:2,', 'unseen');
    expect(await maildir.list(10)).toEqual([]);
    expect((await readdir(join(folder, 'cur'))).sort()).toEqual([
      '1700000000.M1.host:2,S',
      '1700000001.M2.host:2,',
    ]);
  });

  it('gives no more than it is asked for', async () => {
    for (const name of ['a', 'b', 'c']) await put(name, 'x');
    expect(await maildir.list(2)).toHaveLength(2);
  });

  it('reads no giant, follows no link, opens no folder', async () => {
    await put('giant', Buffer.alloc(1024 * 1024 + 1));
    await writeFile(join(folder, 'secret'), 'x');
    await symlink(join(folder, 'secret'), join(folder, 'new', 'link'));
    await mkdir(join(folder, 'new', 'folder'));
    for (const name of ['giant', 'link', 'folder']) expect(await maildir.read(name)).toBe('unreadable');
  });

  it('does not mind that another worker was faster', async () => {
    expect(await maildir.read('taken')).toBe('gone');
    await expect(maildir.putAway('taken', 'seen')).resolves.toBeUndefined();
  });

  it('without a folder has nothing; with one that is not there it says so', async () => {
    expect(await new BounceMaildir(null).list(10)).toEqual([]);
    await rm(join(folder, 'new'), { recursive: true });
    await expect(maildir.list(10)).rejects.toThrow(Unavailable);
  });
});
