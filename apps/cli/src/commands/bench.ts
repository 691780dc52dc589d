import type { Command } from 'commander';
import { writeFile } from 'node:fs/promises';

import { Refused } from '@lazaret/kernel';

import { benchConsole } from '../bench/console.js';
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

interface ConsoleOptions {
  readonly cases: string;
  readonly sightings: string;
  readonly lines: string;
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
      await writePlans(options.plans, plans);
      out.data(figures);
    });
  bench
    .command('console')
    .description('lists, facets, pages of cases and answers for callers, on many cases; milliseconds')
    .option('--cases <count>', 'open and over', '100000')
    .option('--sightings <count>', 'of all cases together, about', '5000000')
    .option('--lines <count>', 'of the made-up provider', '60000')
    .option('--runs <count>', 'pairs of filters beside every single one; cases; callers', '300')
    .option('--plans [file]', 'explain the slowest of each kind, to a file or stderr')
    .action(async (options: ConsoleOptions) => {
      const out = output();
      const { figures, plans } = await benchConsole(
        {
          cases: count('--cases', options.cases, 1_000_000),
          sightings: count('--sightings', options.sightings, 100_000_000),
          lines: count('--lines', options.lines, 5_000_000),
          runs: count('--runs', options.runs, 10_000),
          explain: options.plans !== undefined,
        },
        (text) => out.progress(text),
      );
      await writePlans(options.plans, plans);
      out.data(figures);
    });
}

async function writePlans(to: string | true | undefined, plans: ReadonlyMap<string, string>): Promise<void> {
  const explained = [...plans].map(([name, plan]) => `== ${name}\n${plan}\n`).join('\n');
  if (typeof to === 'string') await writeFile(to, explained);
  else if (to) process.stderr.write(explained);
}

function count(option: string, text: string, most: number): number {
  const number = readNumber(option, text);
  if (number >= 1 && number <= most) return number;
  throw new Refused(`not a count: ${text}`, { problems: [{ at: option, message: `write 1 to ${most}` }] });
}
