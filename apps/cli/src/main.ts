import 'reflect-metadata';
import { Command, CommanderError } from 'commander';

import { Refused } from '@lazaret/kernel';

import { benchCommand } from './commands/bench.js';
import { caseCommand } from './commands/case.js';
import { configCommand } from './commands/config.js';
import { directoryCommand } from './commands/directory.js';
import { feedCommand } from './commands/feed.js';
import { ledgerCommand } from './commands/ledger.js';
import { migrateCommand } from './commands/migrate.js';
import { policyCommand } from './commands/policy.js';
import { upCommand } from './commands/up.js';
import { EXIT, Output } from './output.js';

const root = new Command('lazaret')
  .description(
    'Finds the infected lines of an Internet provider, tells the people behind them, and lets them out again.',
  )
  .version('0.1.0')
  .option('--json', 'answer in JSON, one line each')
  .showHelpAfterError('(add --help for what it takes)')
  // Machines get usage mistakes as they get every other error.
  .configureOutput(wantsJson() ? { writeErr: () => undefined } : {})
  .addHelpText(
    'after',
    `
Exit codes: 0 done · 1 a defect of ours · 2 refused: what you asked or gave is wrong · 3 passing trouble: try again
Commands on a running house read LAZARET_DATABASE_URL, or find the house that 'lazaret up' runs on this machine.`,
  )
  .exitOverride();

const output = (): Output => new Output(wantsJson());
for (const add of [
  upCommand,
  migrateCommand,
  configCommand,
  feedCommand,
  ledgerCommand,
  directoryCommand,
  policyCommand,
  caseCommand,
  benchCommand,
])
  add(root, output);
everywhere(root);

try {
  await root.parseAsync();
} catch (error) {
  process.exitCode = error instanceof CommanderError ? afterUsage(error) : output().fail(error);
}

/** Help and version end in an "error" of their own; people have been told of their mistake already. */
function afterUsage(error: CommanderError): number {
  if (error.exitCode === 0) return EXIT.done;
  if (!wantsJson()) return EXIT.refused;
  const message =
    error.code === 'commander.help' ? 'say which command' : error.message.replace(/^error: /, '');
  return output().fail(new Refused(message));
}

/** `--json` may stand before or behind the command, and no command ends the process by itself. */
function everywhere(command: Command): void {
  for (const child of command.commands) {
    child.exitOverride().showHelpAfterError('(add --help for what it takes)');
    if (child.commands.length === 0) child.option('--json', 'answer in JSON, one line each');
    everywhere(child);
  }
}

function wantsJson(): boolean {
  return process.argv.includes('--json');
}
