import { randomBytes } from 'node:crypto';

import { Refused } from '@lazaret/kernel';
import { Database, type Tx } from '@lazaret/platform';

/** The name the portal logs in by, where nobody gave it another. */
export const PORTAL_LOGIN = 'lazaret_portal_login';

/**
 * Makes the portal's login, or gives it a new password that nobody has seen before: a member of `lazaret_portal`, with no
 * right of its own and a limit on what it can hold up.
 * @param databaseUrl of somebody who may make roles
 * @returns the address of the same database for that login
 * @throws Refused for a name that is none
 */
export async function makePortalLogin(databaseUrl: string, login = PORTAL_LOGIN): Promise<string> {
  if (!/^[a-z_]{1,60}$/.test(login)) throw new Refused(`not a name for a login: ${login}`);
  const password = randomBytes(24).toString('hex');
  const database = await Database.connect({
    url: databaseUrl,
    poolSize: 1,
    applicationName: 'lazaret portal login',
  });
  try {
    await database.run((tx) => give(tx, login, password));
  } finally {
    await database.close();
  }
  const url = new URL(databaseUrl);
  Object.assign(url, { username: login, password });
  return url.href;
}

/** `login` and `password` are letters and figures: they need no quoting. */
async function give(tx: Tx, login: string, password: string): Promise<void> {
  // Two starters on one server must not both try.
  await tx.execute('select pg_advisory_xact_lock(7255207)');
  const known = await tx.query('select from pg_roles where rolname = $1', [login]);
  if (known.length === 0) await tx.execute(`create role ${login} login`);
  await tx.execute(`grant lazaret_portal to ${login}`);
  await tx.execute(`alter role ${login} connection limit 20`);
  await tx.execute(`alter role ${login} set statement_timeout = '2s'`);
  await tx.execute(`alter role ${login} login password '${password}'`);
}
