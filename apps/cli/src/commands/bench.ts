import type { Command } from 'commander';
import { writeFile } from 'node:fs/promises';

import { Refused } from '@lazaret/kernel';

import { benchIntake } from '../bench/intake.js';
import type { Output } from '../output.js';
import { readNumber } from '../read-words.js';

interface IntakeOptions {
  readonly rows: string;
  readonly lines: string;
  readonly leasesPerLine: string;
  readonly runs: string;
  readonly plans?: string | true;
}

export function benchCommand(root: Command, output: () => Output): void {
  const bench = root
    .command('bench')
    .description('measure this build on this machine; one JSON object on stdout');
  bench
    .command('intake')
    .description('a report from the archive to its cases and decisions, beside a bare COPY of its rows')
    .option('--rows <count>', 'of each report', '10000')
    .option('--lines <count>', 'of the made-up provider', '50000')
    .option('--leases-per-line <count>', 'in the ledger', '5')
    .option('--runs <count>', 'fresh reports to take; medians are printed', '5')
    .option('--plans [file]', 'explain the statements of one batch more, to a file or stderr')
    .action(async (options: IntakeOptions) => {
      const out = output();
      const { figures, plans } = await benchIntake(
        {
          rows: count('--rows', options.rows, 1_000_000),
          lines: count('--lines', options.lines, 5_000_000),
          leasesPerLine: count('--leases-per-line', options.leasesPerLine, 100),
          runs: count('--runs', options.runs, 100),
          explain: options.plans !== undefined,
        },
        (text) => out.progress(text),
      );
      const explained = [...plans].map(([name, plan]) => `== ${name}\n${plan}\n`).join('\n');
      if (typeof options.plans === 'string') await writeFile(options.plans, explained);
      else if (options.plans) process.stderr.write(explained);
      out.data(figures);
    });
}

function count(option: string, text: string, most: number): number {
  const number = readNumber(option, text);
  if (number >= 1 && number <= most) return number;
  throw new Refused(`not a count: ${text}`, { problems: [{ at: option, message: `write 1 to ${most}` }] });
}
