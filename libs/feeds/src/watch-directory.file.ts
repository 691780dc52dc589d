import { createReadStream } from 'node:fs';
import { opendir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

import { Refused } from '@lazaret/kernel';

import type { Archived } from './archive.file.js';
import type { DirectorySource } from './feed-source.js';
import type { Cursor, Pulled, PulledReport, PullProblem } from './pulled.js';

/** A file last written this long ago is taken at first sight; a younger one when two looks agree on it. */
const SETTLED_MS = 60_000;
const ENTRIES = 10_000;

/**
 * One look at a folder. Files are left where they lie and known by size and time of change, in the end by content.
 * Links are followed only to places inside the folder.
 * @param clock milliseconds of real time: file systems know no other
 */
export async function watchDirectory(
  source: DirectorySource,
  cursors: readonly Cursor[],
  put: (content: AsyncIterable<Uint8Array>) => Promise<Archived>,
  clock: number,
): Promise<Pulled> {
  const known = new Map(cursors.map((cursor) => [cursor.address, cursor]));
  const reports: PulledReport[] = [];
  const next: Cursor[] = [];
  const problems: PullProblem[] = [];
  let unchanged = 0;

  for (const { name, path } of await filesIn(source, problems)) {
    const before = await stateOf(path);
    if (before === undefined) continue;
    const cursor = known.get(name);
    if (cursor?.taken === true && cursor.etag === before.state) {
      unchanged++;
      continue;
    }
    const settled = cursor?.etag === before.state || clock - before.writtenAt >= SETTLED_MS;
    const taken = settled ? await take(path, before.state, put, problems) : undefined;
    if (taken !== undefined) reports.push({ name, address: name, ...taken });
    next.push({ address: name, etag: before.state, lastModified: null, taken: taken !== undefined });
  }
  return { reports, cursors: next, unchanged, problems };
}

async function take(
  path: string,
  state: string,
  put: (content: AsyncIterable<Uint8Array>) => Promise<Archived>,
  problems: PullProblem[],
): Promise<Archived | undefined> {
  try {
    const archived = await put(createReadStream(path) as AsyncIterable<Uint8Array>);
    // Written to while we read: what we hold is no state the file ever had.
    return (await stateOf(path))?.state === state ? archived : undefined;
  } catch (error) {
    problems.push({
      address: path,
      kind: error instanceof Refused ? 'refused' : 'unavailable',
      message: (error as Error).message,
    });
    return undefined;
  }
}

async function filesIn(
  source: DirectorySource,
  problems: PullProblem[],
): Promise<{ name: string; path: string }[]> {
  const matches = new RegExp(`^${source.pattern.split('*').map(escape).join('.*')}$`, 's');
  const root = await realpath(source.path).catch((error: unknown) => {
    throw new Refused(`the folder ${source.path} cannot be read`, { cause: error });
  });
  const found: { name: string; path: string }[] = [];
  for await (const entry of await opendir(root)) {
    if (entry.name.startsWith('.') || !matches.test(entry.name)) continue;
    if (found.length === ENTRIES) {
      problems.push({
        address: source.path,
        kind: 'refused',
        message: `more than ${ENTRIES} files; clear the folder`,
      });
      break;
    }
    const path = entry.isSymbolicLink()
      ? await realpath(join(root, entry.name)).catch(() => '')
      : join(root, entry.name);
    if (!path.startsWith(root + sep)) {
      problems.push({
        address: entry.name,
        kind: 'refused',
        message: 'is a link that leads out of the folder',
      });
      continue;
    }
    found.push({ name: entry.name, path });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function stateOf(path: string): Promise<{ state: string; writtenAt: number } | undefined> {
  const facts = await stat(path).catch(() => undefined);
  if (facts?.isFile() !== true) return undefined;
  return { state: `${facts.size}:${facts.mtimeMs}`, writtenAt: facts.mtimeMs };
}

function escape(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
