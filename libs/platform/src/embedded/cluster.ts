import { randomBytes } from 'node:crypto';
import { chmod, chown, link, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Broken, Refused } from '@lazaret/kernel';

import type { Binaries } from './binaries.js';
import { logTail, openLog } from './server-log.js';
import { serverProcess } from './server-process.js';
import { canReach, type ServerUser } from './server-user.js';

/** PostgreSQL's own data folder inside ours, and how its programs are told about it. */
export interface Cluster {
  readonly home: string;
  readonly folder: string;
  readonly user: ServerUser;
  /** False below a folder that is closed to the user, `/root` for example. */
  readonly reachable: boolean;
}

export const SUPERUSER = 'postgres';

export async function clusterIn(home: string, user: ServerUser): Promise<Cluster> {
  const folder = join(home, 'cluster');
  const reachable = !user.dropped || (await canReach(folder, user));
  if (!reachable && process.platform !== 'linux')
    throw new Refused(`the user PostgreSQL runs as (uid ${user.uid}) cannot reach ${home}`, {
      problems: [{ at: home, message: 'choose a folder below /var with --data' }],
    });
  return { home, folder, user, reachable };
}

/**
 * `-D` and working directory for a program of PostgreSQL. Where the way to the folder is closed to its user it is
 * started inside: the working directory is entered before root's rights are dropped, and `/proc/self/cwd` leads
 * there without asking the folders above. The data stays where the caller wants it.
 */
export function entry(cluster: Cluster, folder: string = cluster.folder): { argument: string; cwd: string } {
  return cluster.reachable ? { argument: folder, cwd: '/' } : { argument: '/proc/self/cwd', cwd: folder };
}

/** Makes the cluster on the first start. @throws Refused when it was made by another major release. */
export async function prepareCluster(
  cluster: Cluster,
  binaries: Binaries,
  onProgress: (text: string) => void,
): Promise<{ password: string }> {
  const version = await readFile(join(cluster.folder, 'PG_VERSION'), 'utf8').catch(() => undefined);
  const major = binaries.version.split('.')[0] ?? '';
  if (version === undefined) {
    if ((await stat(cluster.folder).catch(() => undefined)) !== undefined)
      throw new Refused(`${cluster.folder} is not a database folder: it has no PG_VERSION`, {
        problems: [
          { at: cluster.folder, message: 'restore it, or move it away to start with an empty database' },
        ],
      });
    onProgress('preparing an empty database (first start only)');
    const password = await keptPassword(cluster.home, true);
    await initialise(cluster, binaries, password);
    return { password };
  }
  if (version.trim() !== major)
    throw new Refused(
      `the database in ${cluster.home} was made by PostgreSQL ${version.trim()}, this is ${major}`,
      {
        problems: [
          {
            at: cluster.folder,
            message: `start the release that made it, or move it away to begin with an empty one`,
          },
        ],
      },
    );
  return { password: await keptPassword(cluster.home, false) };
}

async function keptPassword(home: string, make: boolean): Promise<string> {
  const path = join(home, 'password');
  const kept = await readFile(path, 'utf8').catch(() => undefined);
  if (kept !== undefined && kept.trim() !== '') return kept.trim();
  if (!make)
    throw new Refused(`the password of the database in ${home} is missing`, {
      problems: [{ at: path, message: 'restore this file; the database cannot be opened without it' }],
    });
  const password = randomBytes(24).toString('hex');
  await rm(path, { force: true });
  const draft = `${path}.new`;
  await writeFile(draft, `${password}\n`, { mode: 0o600 });
  await link(draft, path);
  await rm(draft);
  return password;
}

/** Into a draft folder that is renamed when complete: a start that was killed half-way leaves no half database. */
async function initialise(cluster: Cluster, binaries: Binaries, password: string): Promise<void> {
  const draft = `${cluster.folder}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  if (cluster.user.dropped) await chown(draft, cluster.user.uid, cluster.user.gid);
  const log = await openLog(cluster.home);
  const secret = await secretFile(cluster, password);
  try {
    const { argument, cwd } = entry(cluster, draft);
    const args = ['-D', argument, '-U', SUPERUSER, '-A', 'scram-sha-256', '--pwfile=/dev/fd/3', '-E', 'UTF8'];
    // The same order of texts on every machine, whatever locales it has.
    args.push(
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-sync',
      '--no-instructions',
    );
    const program = join(binaries.folder, 'bin', 'initdb');
    const { ended } = serverProcess(program, args, {
      user: cluster.user,
      cwd,
      log: log.fd,
      also: [secret.fd],
    });
    const { how } = await ended;
    if (how !== 0) throw new Broken(`initdb failed (${how}): ${await logTail(cluster.home)}`);
    await rename(draft, cluster.folder);
  } finally {
    await secret.close();
    await log.close();
  }
}

/** The password for initdb, in a file that has no name any more when initdb reads it. */
async function secretFile(cluster: Cluster, password: string): Promise<Awaited<ReturnType<typeof open>>> {
  const path = join(cluster.home, 'password.initdb');
  await rm(path, { force: true });
  await writeFile(path, `${password}\n`, { mode: 0o600, flag: 'wx' });
  await chmod(path, 0o600);
  if (cluster.user.dropped) await chown(path, cluster.user.uid, cluster.user.gid);
  const file = await open(path, 'r');
  await rm(path);
  return file;
}
