import type { Command } from 'commander';

import { houseConfig } from '../config.js';
import type { Output } from '../output.js';
import { table } from '../output.js';

export function configCommand(root: Command, output: () => Output): void {
  root
    .command('config')
    .description('the settings in the environment')
    .command('check')
    .description('say everything that is wrong with the settings, all at once')
    .action(() => {
      const settings = houseConfig();
      const rows = Object.entries(settings)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => [name, value === undefined ? null : String(value)] as const);
      output().result(
        { ok: true, settings: Object.fromEntries(rows) },
        () => `The settings are fine.\n\n${table(['setting', 'value'], rows)}`,
      );
    });
}
