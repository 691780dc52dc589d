import type { Command } from 'commander';

import { migrate } from '@lazaret/platform';

import { databaseUrl } from '../config.js';
import type { Output } from '../output.js';
import { MIGRATIONS } from '../places.js';

export function migrateCommand(root: Command, output: () => Output): void {
  root
    .command('migrate')
    .description('bring the database to the state this program needs; safe to run twice and at once')
    .action(async () => {
      const out = output();
      const done = await migrate(databaseUrl().reveal(), MIGRATIONS, (name) =>
        out.progress(`applied ${name}`),
      );
      out.result(done, () =>
        done.applied.length === 0
          ? `The database is up to date (${done.already} migrations).`
          : `Applied ${done.applied.length} migrations; ${done.already} were there already.`,
      );
    });
}
