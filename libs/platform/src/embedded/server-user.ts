import type { Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { Refused } from '@lazaret/kernel';

/** Whom PostgreSQL runs as. It refuses to be root, so root drops to somebody harmless. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
  /** True when it is not the user of this process. */
  readonly dropped: boolean;
}

const NOBODY = { uid: 65_534, gid: 65_534 };

/**
 * An ordinary user is himself. For root: the owner of the cluster if there is one, else `postgres`, else `nobody`.
 * @throws Refused when an ordinary user opens somebody else's cluster.
 */
export async function serverUser(cluster: string): Promise<ServerUser> {
  const uid = process.getuid?.() ?? 0;
  const owner = await stat(cluster).catch(() => undefined);
  if (uid !== 0) {
    if (owner !== undefined && owner.uid !== uid)
      throw new Refused(`the database in ${cluster} belongs to another user (uid ${owner.uid})`, {
        problems: [{ at: cluster, message: 'start as that user, or choose another folder with --data' }],
      });
    return { uid, gid: process.getgid?.() ?? uid, dropped: false };
  }
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, dropped: true };
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  return { ...(accountOf(passwd, 'postgres') ?? accountOf(passwd, 'nobody') ?? NOBODY), dropped: true };
}

/** Looks a name up in the text of `/etc/passwd` (passwd(5)); `getent` is not everywhere. */
export function accountOf(passwd: string, name: string): { uid: number; gid: number } | undefined {
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find((f) => f[0] === name);
  const [uid, gid] = [fields?.[2], fields?.[3]].map((id) => (/^\d+$/.test(id ?? '') ? Number(id) : NaN));
  return uid && gid ? { uid, gid } : undefined;
}

/** Whether the user may pass through every folder above `path`. */
export async function canReach(path: string, user: ServerUser): Promise<boolean> {
  const parent = dirname(path);
  if (!maySearch(await stat(parent), user)) return false;
  return parent === path || canReach(parent, user);
}

function maySearch(folder: Stats, user: ServerUser): boolean {
  const bit = folder.uid === user.uid ? 0o100 : folder.gid === user.gid ? 0o010 : 0o001;
  return (folder.mode & bit) !== 0;
}
