import { type Command, Option } from 'commander';
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename } from 'node:path';

import { formatOf, formats, toIntelmq, unpack } from '@lazaret/feeds';
import { Refused } from '@lazaret/kernel';

import type { Output } from '../output.js';

/** `lazaret feed parse`: the one feed command that needs no house, only files. */
export function feedParseCommand(feed: Command, output: () => Output): void {
  feed
    .command('parse')
    .description('read report files: observations as NDJSON on stdout, rows put aside as NDJSON on stderr')
    .argument('<files...>', 'the name tells the report type: 2026-11-12-event4_sinkhole-example.csv')
    .addOption(
      new Option('--format <format>', 'whose layout').choices(Object.keys(formats)).makeOptionMandatory(),
    )
    .addOption(
      new Option('--as <names>', 'under whose field names')
        .choices(['lazaret', 'intelmq'])
        .default('lazaret'),
    )
    .action(async (files: string[], options: { format: string; as: string }) => {
      const out = output();
      const format = formatOf(options.format);
      for (const path of files) {
        await access(path).catch((cause: unknown) => {
          throw new Refused(`${path} cannot be read`, { cause });
        });
        const name = basename(path);
        for await (const chunk of format.parse(name, unpack(name, createReadStream(path)))) {
          for (const row of chunk.rows) out.data(options.as === 'intelmq' ? toIntelmq(row) : plain(row));
          for (const row of chunk.rejected) out.aside({ file: path, ...row });
        }
      }
    });
}

/** Our own words, and the rest of the row under IntelMQ's. */
function plain(row: Parameters<typeof toIntelmq>[0]): object {
  const { content: _content, raw: _raw, event: _event, ...words } = row;
  return { ...words, attributes: toIntelmq(row) };
}
