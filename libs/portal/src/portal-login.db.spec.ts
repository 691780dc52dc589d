import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { PortalDatabase } from './portal-database.repository.js';
import { makePortalLogin } from './portal-login.repository.js';
import { portalEntities } from './request.entity.js';

/** Roles belong to the whole server: these are this file's own. */
const LOGIN = `portal_${letters()}`;
const GROUP = `group_${letters()}`;

let fresh: FreshDatabase;
let loginUrl: string;
beforeAll(async () => {
  fresh = await freshDatabase(portalEntities);
  loginUrl = await makePortalLogin(fresh.url, LOGIN);
  await fresh.database.query(`create role ${GROUP} nologin`);
});
afterAll(async () => {
  await fresh.database.query(`drop owned by ${LOGIN}, ${GROUP}`);
  await fresh.database.query(`drop role ${LOGIN}, ${GROUP}`);
  await fresh.close();
});

function letters(): string {
  return randomUUID().replaceAll(/[^a-f]/g, '');
}

async function start(): Promise<void> {
  const database = new PortalDatabase({ url: loginUrl, onPoolError: () => undefined });
  try {
    await database.query('select 1');
  } finally {
    await database.close();
  }
}

describe('the portal starts', () => {
  it('with a login that is only in its role', async () => {
    await expect(start()).resolves.toBeUndefined();
  });

  const schemas = [
    'garden',
    'ledger',
    'notices',
    'cases',
    'directory',
    'feeds',
    'policy',
    'platform',
    'public',
  ];
  it.each([
    ...schemas.map(
      (schema) =>
        [
          `grant usage on schema ${schema} to ${LOGIN}`,
          `revoke all on schema ${schema} from ${LOGIN}`,
          `may use the schema ${schema}`,
        ] as const,
    ),
    [
      `grant create on schema portal to ${LOGIN}`,
      `revoke create on schema portal from ${LOGIN}`,
      'may make things in the schema portal',
    ],
    [`grant ${GROUP} to ${LOGIN}`, `revoke ${GROUP} from ${LOGIN}`, `is in the role ${GROUP}`],
    [
      `alter role ${LOGIN} createrole`,
      `alter role ${LOGIN} nocreaterole`,
      'may make roles or databases, replicate, or pass by row security',
    ],
  ] as const)('not after: %s', async (give, take, what) => {
    await fresh.database.query(give);
    try {
      const refused = await start().catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(Refused);
      expect((refused as Refused).problems).toEqual([
        {
          at: 'LAZARET_PORTAL_DATABASE_URL',
          message: `name a login that is only in the role lazaret_portal; this one ${what}`,
        },
      ]);
    } finally {
      await fresh.database.query(take);
    }
  });
});
