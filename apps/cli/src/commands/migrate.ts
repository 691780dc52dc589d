import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';

import { Refused } from '@lazaret/kernel';
import { migrate } from '@lazaret/platform';
import { keepPortalLogin } from '@lazaret/portal';

import { databaseUrl } from '../config.js';
import type { Output } from '../output.js';
import { MIGRATIONS } from '../places.js';

export function migrateCommand(root: Command, output: () => Output): void {
  root
    .command('migrate')
    .description('bring the database to the state this program needs; safe to run twice and at once')
    .option(
      '--portal-login <file>',
      'also give the portal its login: the file holds the address of the database as the portal has it',
    )
    .action(async ({ portalLogin }: { readonly portalLogin?: string }) => {
      const out = output();
      const done = await migrate(databaseUrl().reveal(), MIGRATIONS, (name) =>
        out.progress(`applied ${name}`),
      );
      if (portalLogin !== undefined)
        await keepPortalLogin(databaseUrl().reveal(), await addressIn(portalLogin));
      out.result(done, () =>
        done.applied.length === 0
          ? `The database is up to date (${done.already} migrations).`
          : `Applied ${done.applied.length} migrations; ${done.already} were there already.`,
      );
    });
}

/** @throws Refused when the file cannot be read; what stands in it is not repeated */
async function addressIn(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    throw new Refused('the portal’s login cannot be read', {
      problems: [{ at: '--portal-login', message: 'name a file that can be read' }],
      cause,
    });
  }
}
