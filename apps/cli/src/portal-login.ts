import { randomBytes } from 'node:crypto';

import { Secret } from '@lazaret/kernel';
import { Database } from '@lazaret/platform';
import { makePortalLogin, portalShape, PORTAL_LOGIN } from '@lazaret/portal';

/** Of all our settings the portal is handed only these: it stands where strangers come. */
const NAMES = [...Object.keys(portalShape), 'LAZARET_BRANDS', 'LAZARET_LOG_LEVEL'];

/** Gives the portal's login a password that nobody has seen before. @returns its address of the same database */
export async function portalLogin(databaseUrl: string): Promise<string> {
  const password = randomBytes(24).toString('hex');
  const database = await Database.connect({
    url: databaseUrl,
    entities: [],
    poolSize: 1,
    applicationName: 'lazaret up',
  });
  try {
    await makePortalLogin(database, new Secret(password));
  } finally {
    await database.close();
  }
  const url = new URL(databaseUrl);
  url.username = PORTAL_LOGIN;
  url.password = password;
  return url.href;
}

export function portalEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('LAZARET_') || NAMES.includes(name)),
  );
}
