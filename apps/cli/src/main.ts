import 'reflect-metadata';
import { CommanderError } from 'commander';

import { Refused } from '@lazaret/kernel';

import { EXIT, Output } from './output.js';
import { program } from './program.js';

const output = new Output(process.argv.includes('--json'));
try {
  await program(output).parseAsync();
} catch (error) {
  process.exitCode = error instanceof CommanderError ? afterUsage(error) : output.fail(error);
}

/** Help and version end in an "error" of their own; people have been told of their mistake already. */
function afterUsage(error: CommanderError): number {
  if (error.exitCode === 0) return EXIT.done;
  if (!output.json) return EXIT.refused;
  const message =
    error.code === 'commander.help' ? 'say which command' : error.message.replace(/^error: /, '');
  return output.fail(new Refused(message));
}
