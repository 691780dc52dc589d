import { Refused, type Secret } from '@lazaret/kernel';
import type { Database } from '@lazaret/platform';

/** The name the portal logs in by, where nobody gave it another. */
export const PORTAL_LOGIN = 'lazaret_portal_login';

/**
 * Makes the portal's login, or gives it a new password: a member of `lazaret_portal`, with no right of its own and a
 * limit on what it can hold up. The caller must be allowed to make roles.
 */
export async function makePortalLogin(
  database: Database,
  password: Secret,
  login = PORTAL_LOGIN,
): Promise<void> {
  if (!/^[a-z_]{1,60}$/.test(login)) throw new Refused(`not a name for a login: ${login}`);
  await database.run(async (tx) => {
    // Two starters on one server must not both try.
    await tx.execute('select pg_advisory_xact_lock(7255207)');
    const known = await tx.query('select from pg_roles where rolname = $1', [login]);
    if (known.length === 0) await tx.execute(`create role ${login} login`);
    await tx.execute(`grant lazaret_portal to ${login}`);
    await tx.execute(`alter role ${login} connection limit 20`);
    await tx.execute(`alter role ${login} set statement_timeout = '2s'`);
    const set = await tx.query<{ sql: string }>(
      `select format('alter role ${login} login password %L', $1::text) as sql`,
      [password.reveal()],
    );
    await tx.execute(set[0]?.sql ?? '');
  });
}
