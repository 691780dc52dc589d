import { Command } from 'commander';

import { auditCommand } from './commands/audit.js';
import { benchCommand } from './commands/bench.js';
import { caseCommand } from './commands/case.js';
import { configCommand } from './commands/config.js';
import { demoCommand } from './commands/demo.js';
import { directoryCommand } from './commands/directory.js';
import { feedCommand } from './commands/feed.js';
import { gardenCommand } from './commands/garden.js';
import { jobCommand } from './commands/job.js';
import { ledgerCommand } from './commands/ledger.js';
import { migrateCommand } from './commands/migrate.js';
import { operatorCommand } from './commands/operator.js';
import { policyCommand } from './commands/policy.js';
import { upCommand } from './commands/up.js';
import type { Output } from './output.js';

/** The `lazaret` command with everything below it. Usage mistakes are thrown; with JSON they are not printed as well. */
export function program(output: Output): Command {
  const root = new Command('lazaret')
    .description(
      'Finds the infected lines of an Internet provider, tells the people behind them, and lets them out again.',
    )
    .version('0.1.0')
    .option('--json', 'answer in JSON, one line each')
    .showHelpAfterError('(add --help for what it takes)')
    .configureOutput(output.json ? { writeErr: () => undefined } : {})
    .addHelpText(
      'after',
      `
Exit codes: 0 done · 1 a defect of ours · 2 refused: what you asked or gave is wrong · 3 passing trouble: try again
Commands on a running house read LAZARET_DATABASE_URL, or find the house that 'lazaret up' runs on this machine
(in another folder than the usual: set LAZARET_DATA_DIR to it).`,
    )
    .exitOverride();
  for (const add of [
    upCommand,
    migrateCommand,
    configCommand,
    feedCommand,
    ledgerCommand,
    directoryCommand,
    policyCommand,
    caseCommand,
    gardenCommand,
    operatorCommand,
    auditCommand,
    jobCommand,
    benchCommand,
    demoCommand,
  ])
    add(root, () => output);
  everywhere(root);
  return root;
}

/** `--json` may stand before or behind the command, and no command ends the process by itself. */
function everywhere(command: Command): void {
  for (const child of command.commands) {
    child.exitOverride().showHelpAfterError('(add --help for what it takes)');
    if (child.commands.length === 0) child.option('--json', 'answer in JSON, one line each');
    everywhere(child);
  }
}
