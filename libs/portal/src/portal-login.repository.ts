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
  const url = new URL(databaseUrl);
  Object.assign(url, { username: login, password: randomBytes(24).toString('hex') });
  await keepPortalLogin(databaseUrl, url.href);
  return url.href;
}

/**
 * Makes the portal's login as somebody has written it down, or gives it that password.
 * @param databaseUrl of somebody who may make roles
 * @param portalUrl the portal's own address of the same database, with its login and password
 * @throws Refused for a name or a password that could not have come from us; neither is repeated
 */
export async function keepPortalLogin(databaseUrl: string, portalUrl: string): Promise<void> {
  const { username, password } = URL.canParse(portalUrl)
    ? new URL(portalUrl)
    : { username: '', password: '' };
  if (!/^[a-z_]{1,60}$/.test(username))
    throw new Refused('the portal’s login must have a name of small letters and underscores');
  if (!/^[\w-]{16,200}$/.test(password))
    throw new Refused('the portal’s password must have 16 letters, figures, dashes or underscores at least');
  const database = await Database.connect({
    url: databaseUrl,
    poolSize: 1,
    applicationName: 'lazaret portal login',
  });
  try {
    await database.run((tx) => give(tx, username, password));
  } finally {
    await database.close();
  }
}

/** `login` and `password` are letters, figures, dashes and underscores: they need no quoting. */
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
