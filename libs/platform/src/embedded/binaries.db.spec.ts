import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { installedBinaries, usableBinaries, type Binaries } from './binaries.js';
import { serverUser, type ServerUser } from './server-user.js';

const root = process.getuid?.() === 0;
let folder: string;
let user: ServerUser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lazaret-binaries-'));
  await chmod(folder, 0o755);
  user = await serverUser(join(folder, 'none'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** As npm unpacks it without install scripts: no links, perhaps no exec bits. */
async function unpacked(name: string): Promise<Binaries> {
  const installed = await installedBinaries();
  const copy = join(folder, name, 'native');
  await cp(installed.folder, copy, { recursive: true, verbatimSymlinks: true });
  for (const link of await links(copy)) await rm(link, { force: true });
  for (const program of ['initdb', 'postgres']) await chmod(join(copy, 'bin', program), 0o644);
  return { ...installed, folder: copy };
}

async function links(native: string): Promise<string[]> {
  const list = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[];
  return list.map(({ target }) => join(native, '..', target));
}

describe('installedBinaries', () => {
  it.each([
    ['win32', 'x64'],
    ['linux', 'riscv64'],
  ])('says so where there are none: %s-%s', async (platform, arch) => {
    await expect(installedBinaries(platform, arch)).rejects.toMatchObject({
      name: 'Refused',
      message: `there is no embedded PostgreSQL for ${platform}-${arch}`,
    });
  });
});

describe('usableBinaries', () => {
  it('makes the links and exec bits that install scripts would have made', async () => {
    const there = await unpacked('plain');
    const store = join(folder, 'unused');
    const usable = await usableBinaries(there, user, undefined, store);
    expect(usable.folder).toBe(there.folder);
    for (const link of await links(there.folder)) expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect((await stat(join(there.folder, 'bin', 'postgres'))).mode & 0o111).toBe(0o111);
  });

  it.skipIf(!root)(
    'copies them out of a closed folder once, and repairs a copy with holes (needs root)',
    async () => {
      const there = await unpacked('closed');
      await chmod(join(folder, 'closed'), 0o700);
      const store = join(folder, 'store');
      await mkdir(store);
      const told: string[] = [];
      const get = (): Promise<Binaries> => usableBinaries(there, user, (text) => told.push(text), store);

      const [first, second] = await Promise.all([get(), get()]);
      expect(first.folder).toBe(second.folder);
      expect(await readdir(store)).toEqual([first.folder.slice(store.length + 1)]);
      const asked = told.length;
      expect((await get()).folder).toBe(first.folder);
      expect(told).toHaveLength(asked);

      await rm(join(first.folder, 'share'), { recursive: true });
      expect((await get()).folder).toBe(first.folder);
      expect(told).toHaveLength(asked + 1);
      expect((await stat(join(first.folder, 'share'))).isDirectory()).toBe(true);

      await chmod(first.folder, 0o777);
      await expect(get()).rejects.toThrow(/was not made by this user/);
    },
  );
});
