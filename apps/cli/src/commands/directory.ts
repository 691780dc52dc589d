import { type Command, Option } from 'commander';
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';

import { RECORD_KINDS, type ImportResult, type RecordKind } from '@lazaret/directory';
import { Refused } from '@lazaret/kernel';
import { DirectoryStep } from '@lazaret/pipeline';

import { withHouse } from '../open-house.js';
import { table, type Output } from '../output.js';
import { readNumber } from '../read-words.js';

interface ImportOptions {
  readonly record?: RecordKind;
  readonly full?: boolean;
  readonly dryRun?: boolean;
  readonly allowProtectedLoss?: string;
  readonly timeZone?: string;
}

export function directoryCommand(root: Command, output: () => Output): void {
  const directory = root
    .command('directory')
    .description('lines, the people behind them, and how to reach them');
  directory
    .command('import')
    .description('bring in lines, subscribers, access identifiers, tenures or contacts from CSV or NDJSON')
    .argument(
      '<files...>',
      'one kind of record each, told by --record, by the name (lines.csv) or a column "record"',
    )
    .addOption(new Option('--record <kind>', 'what the files hold').choices(RECORD_KINDS))
    .option('--full', 'a file of all lines: what it lacks is marked as vanished')
    .option('--dry-run', 'do everything and keep nothing')
    .option('--allow-protected-loss <count>', 'exactly how many protected flags this import may take away')
    .option('--time-zone <zone>', 'of lines that name none, such as Europe/Berlin')
    .action(async (files: string[], options: ImportOptions) => {
      const out = output();
      await withHouse(async (house) => {
        for (const path of files) {
          await access(path).catch((cause: unknown) => {
            throw new Refused(`${path} cannot be read`, { cause });
          });
          const done = await house.get(DirectoryStep).import(
            {
              name: path,
              rows: createReadStream(path),
              by: 'cli',
              ...(options.record === undefined ? {} : { record: options.record }),
              full: options.full ?? false,
              dryRun: options.dryRun ?? false,
              ...(options.allowProtectedLoss === undefined
                ? {}
                : { allowProtectedLoss: readNumber('--allow-protected-loss', options.allowProtectedLoss) }),
              ...(options.timeZone === undefined ? {} : { defaults: { time_zone: options.timeZone } }),
              onProgress: (read) => out.progress(`${path}: ${read.toLocaleString('en')} rows`),
            },
            await house.now(),
          );
          out.result(done, () => summary(done));
        }
      });
    });
}

function summary(done: ImportResult): string {
  const counts = `${done.name}: ${done.read} ${done.record} rows${done.rehearsed ? ' (rehearsed, nothing kept)' : ''}: ${done.added} added, ${done.changed} changed, ${done.unchanged} as before, ${done.rejectedRows} put aside`;
  const asides = done.rejected.slice(0, 20);
  return [
    counts,
    ...(done.ignoredColumns.length > 0 ? [`  columns nobody reads: ${done.ignoredColumns.join(', ')}`] : []),
    ...(done.endedTenures.length > 0
      ? [`  ${done.endedTenures.length} tenures ended; their cases are decided again`]
      : []),
    ...(asides.length > 0
      ? [
          table(
            ['line', 'column', 'reason'],
            asides.map((row) => [row.line, row.column, row.reason]),
          ),
        ]
      : []),
  ].join('\n');
}
