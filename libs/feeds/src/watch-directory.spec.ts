import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { ReportArchive } from './archive.file.js';
import { DirectorySource } from './feed-source.js';
import type { Cursor, Pulled } from './pulled.js';
import { watchDirectory } from './watch-directory.file.js';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lazaret-watch-'));
  path = join(folder, 'in');
  await mkdir(path);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const WRITTEN = new Date('2026-11-12T10:00:00Z');
const write = async (name: string, text: string, at = WRITTEN): Promise<void> => {
  await writeFile(join(path, name), text);
  await utimes(join(path, name), at, at);
};
const look = (cursors: readonly Cursor[] = [], afterMs = 0): Promise<Pulled> => {
  const archive = new ReportArchive(join(folder, 'archive'));
  const source = DirectorySource.parse({ kind: 'directory', path });
  return watchDirectory(source, cursors, (content) => archive.put(content), WRITTEN.getTime() + afterMs);
};
const names = (pulled: Pulled): string[] => pulled.reports.map((report) => report.name);

describe('watchDirectory', () => {
  it('takes a fresh file when two looks agree on it, and once', async () => {
    await write('scan_http.csv', 'half');
    const first = await look();
    expect(names(first)).toEqual([]);
    await write('scan_http.csv', 'half and half', new Date(WRITTEN.getTime() + 1));
    const second = await look(first.cursors);
    expect(names(second)).toEqual([]);
    const third = await look(second.cursors);
    expect(third.reports).toMatchObject([{ name: 'scan_http.csv', bytes: 13 }]);
    expect(await look(third.cursors)).toMatchObject({ reports: [], unchanged: 1 });
  });

  it('takes an old file at first sight, and again when it has changed', async () => {
    await write('scan_http.csv', 'one');
    const first = await look([], 60_000);
    expect(names(first)).toEqual(['scan_http.csv']);
    await write('scan_http.csv', 'other', new Date(WRITTEN.getTime() + 5));
    expect(names(await look(first.cursors, 120_000))).toEqual(['scan_http.csv']);
  });

  it('looks at reports only, and at links only within', async () => {
    await write('scan_http.csv.gz', 'a');
    await write('.scan_ftp.csv', 'hidden');
    await write('notes.txt', 'no report');
    await mkdir(join(path, 'folder.csv'));
    await writeFile(join(folder, 'secret.csv'), 'secret');
    await symlink(join(folder, 'secret.csv'), join(path, 'out.csv'));
    await symlink(join(path, 'scan_http.csv.gz'), join(path, 'within.csv'));
    await symlink(join(path, 'nowhere'), join(path, 'broken.csv'));
    const pulled = await look([], 60_000);
    expect(names(pulled)).toEqual(['scan_http.csv.gz', 'within.csv']);
    expect(pulled.problems.map((problem) => problem.address).sort()).toEqual(['broken.csv', 'out.csv']);
  });

  it('says when there is no folder', async () => {
    await rm(path, { recursive: true });
    await expect(look()).rejects.toThrow(Refused);
  });
});
