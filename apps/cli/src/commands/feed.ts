import { type Command, Option } from 'commander';

import { FeedsService, formats, type NewFeedInput } from '@lazaret/feeds';
import { Refused } from '@lazaret/kernel';
import { IntakeStep, PullStep } from '@lazaret/pipeline';

import { withHouse, type House } from '../open-house.js';
import { table, type Output } from '../output.js';
import { readNumber } from '../read-words.js';
import { feedParseCommand } from './feed-parse.js';

export function feedCommand(root: Command, output: () => Output): void {
  const feed = root.command('feed').description('sources of reports');
  feedParseCommand(feed, output);
  addCommand(feed, output);
  listCommand(feed, output);
  activateCommand(feed, output);
  pullCommand(feed, output);
  rejectedCommand(feed, output);
  replayCommand(feed, output);
}

interface AddOptions {
  readonly format: string;
  readonly provider?: string;
  readonly upstream?: string;
  readonly url?: string;
  readonly list?: boolean;
  readonly allowPrivate?: boolean;
  readonly headersFile?: string;
  readonly directory?: string;
  readonly every: string;
}

function addCommand(feed: Command, output: () => Output): void {
  feed
    .command('add')
    .description('a new feed; everything it brings is only observed until somebody activates it')
    .argument('<name>', 'lower-case letters, digits and dashes')
    .addOption(
      new Option('--format <format>', 'whose layout').choices(Object.keys(formats)).makeOptionMandatory(),
    )
    .option('--url <address>', 'an http(s) address; {date} stands for yesterday and today')
    .option('--list', 'the address answers a list of report addresses (text/uri-list)')
    .option('--directory <path>', 'a folder into which reports are put')
    .option('--allow-private', 'the address may be http and inside our own network')
    .option('--headers-file <path>', 'a file of "Name: value" lines to send, such as an API key')
    .option('--provider <name>', 'who sends it (default: the format)')
    .option(
      '--upstream <name>',
      'who sees it first hand; feeds of one upstream are one source (default: the provider)',
    )
    .option('--every <minutes>', 'how often to look', '60')
    .action(async (name: string, options: AddOptions) => {
      const out = output();
      const provider = options.provider ?? options.format;
      const input: NewFeedInput = {
        name,
        provider,
        format: options.format,
        upstream: options.upstream ?? provider,
        source: sourceOf(options),
        everyMinutes: readNumber('--every', options.every),
      };
      await withHouse(async (house) => {
        const added = await house.database.run(async (tx) =>
          house.get(FeedsService).add(tx, input, await house.now()),
        );
        out.result(
          { id: added.id, name: added.name },
          () =>
            `Feed ${added.name} is there, and everything it brings is observed. See: lazaret feed activate --help`,
        );
      });
    });
}

function sourceOf(options: AddOptions): NewFeedInput['source'] {
  if ((options.url === undefined) === (options.directory === undefined))
    throw new Refused('say where the reports are', {
      problems: [{ at: '--url or --directory', message: 'give exactly one of them' }],
    });
  if (options.directory !== undefined) return { kind: 'directory', path: options.directory };
  return {
    kind: 'http',
    url: options.url ?? '',
    list: options.list ?? false,
    allowPrivate: options.allowPrivate ?? false,
    ...(options.headersFile === undefined ? {} : { headersFile: options.headersFile }),
  };
}

function listCommand(feed: Command, output: () => Output): void {
  feed
    .command('list')
    .description('feeds, when they were last heard of, and their newest reports')
    .action(async () => {
      const out = output();
      await withHouse(async (house) => {
        const found = await house.database.run(async (tx) => ({
          feeds: await house.get(FeedsService).list(tx),
          reports: await house.get(FeedsService).listReports(tx, { limit: 50 }),
        }));
        out.result(found, () =>
          [
            table(
              ['feed', 'format', 'every', 'pulled', 'delivered', 'failures', 'last error'],
              found.feeds.map((one) => [
                one.name,
                one.format,
                `${one.everyMinutes} min`,
                one.pulledAt,
                one.deliveredAt,
                one.failures,
                one.lastError,
              ]),
            ),
            '',
            table(
              ['report', 'name', 'state', 'rows', 'new', 'seen before', 'put aside', 'error'],
              found.reports.map((one) => [
                String(one.id),
                one.name,
                one.state,
                one.rows,
                one.observed,
                one.duplicate,
                one.rejected,
                one.error,
              ]),
            ),
          ].join('\n'),
        );
      });
    });
}

function activateCommand(feed: Command, output: () => Output): void {
  feed
    .command('activate')
    .description('let report types of a feed lead to notices; without types, show what it has brought so far')
    .argument('<name>', 'the feed')
    .argument('[types...]', 'report types, such as event4_sinkhole')
    .option('--by <who>', 'who decides this', 'cli')
    .action(async (name: string, types: string[], options: { by: string }) => {
      const out = output();
      await withHouse(async (house) => {
        const service = house.get(FeedsService);
        if (types.length === 0) {
          const seen = await house.database.run((tx) => service.seenTypes(tx, name));
          out.result({ types: seen }, () =>
            table(
              ['type', 'observations', 'active since'],
              seen.map((one) => [one.reportType, one.observed, one.activatedAt]),
            ),
          );
          return;
        }
        const count = await house.database.run(async (tx) =>
          service.activate(tx, name, types, options.by, await house.now()),
        );
        out.result(
          { activated: count },
          () => `${count} of ${types.length} types are now active; what came before stays observed.`,
        );
      });
    });
}

function pullCommand(feed: Command, output: () => Output): void {
  feed
    .command('pull')
    .description('look at a feed now and bring what is new from rows to cases')
    .argument('<name>', 'the feed')
    .action(async (name: string) => {
      const out = output();
      await withHouse(async (house) => {
        const now = await house.now();
        const pulled = await house.get(PullStep).pull(name, now);
        for (const report of pulled.newReports) await takeReport(house, report, out);
        const reports = await house.database.run((tx) =>
          house.get(FeedsService).listReports(tx, { limit: 200 }),
        );
        const taken = reports.filter((report) => pulled.newReports.includes(report.id));
        out.result({ ...pulled, reports: taken }, () =>
          [
            `${pulled.feed}: ${taken.length} new reports, ${pulled.known + pulled.unchanged} known already`,
            ...pulled.problems.map((problem) => `  ${problem.address}: ${problem.message}`),
            ...(taken.length > 0
              ? [
                  table(
                    ['report', 'name', 'state', 'rows', 'new', 'put aside', 'error'],
                    taken.map((one) => [
                      String(one.id),
                      one.name,
                      one.state,
                      one.rows,
                      one.observed,
                      one.rejected,
                      one.error,
                    ]),
                  ),
                ]
              : []),
          ].join('\n'),
        );
        if (pulled.problems.length > 0 && taken.length === 0 && pulled.known + pulled.unchanged === 0)
          throw new Refused(`nothing could be had from ${pulled.feed}`, {
            problems: pulled.problems.map((problem) => ({ at: problem.address, message: problem.message })),
          });
      });
    });
}

function rejectedCommand(feed: Command, output: () => Output): void {
  feed
    .command('rejected')
    .description('the rows a report put aside: line, column, reason')
    .argument('<report>', 'its number, as in: lazaret feed list')
    .option('--limit <count>', 'how many at most', '100')
    .action(async (number: string, options: { limit: string }) => {
      const out = output();
      const id = readNumber('report', number);
      const limit = Math.min(readNumber('--limit', options.limit), 1_000);
      await withHouse(async (house) => {
        const found = await house.database.run(async (tx) => ({
          report: await house.get(FeedsService).report(tx, id),
          rows: await house.get(FeedsService).rejected(tx, id, limit),
        }));
        out.result(found, () =>
          found.rows.length === 0
            ? `${found.report.name}: every row could be read.`
            : table(
                ['line', 'column', 'reason', 'row'],
                found.rows.map((row) => [row.line, row.column, row.reason, row.raw.slice(0, 80)]),
              ),
        );
      });
    });
}

function replayCommand(feed: Command, output: () => Output): void {
  feed
    .command('replay')
    .description('parse an archived report once more, with what this build knows')
    .argument('<report>', 'its number, as in: lazaret feed list')
    .action(async (number: string) => {
      const out = output();
      const id = readNumber('report', number);
      await withHouse(async (house) => {
        await house.database.run((tx) => house.get(FeedsService).replay(tx, id));
        await takeReport(house, id, out);
        const found = await house.database.run((tx) => house.get(FeedsService).report(tx, id));
        out.result(
          found,
          () =>
            `${found.name}: ${found.state}, ${found.rows} rows, ${found.observed} new, ${found.duplicate} seen before, ${found.rejected} put aside${found.error ? `; ${found.error}` : ''}`,
        );
      });
    });
}

async function takeReport(house: House, id: number, out: Output): Promise<void> {
  await house
    .get(IntakeStep)
    .take(id, await house.now(), undefined, ({ rows, rejected }) =>
      out.progress(`report ${id}: ${rows.toLocaleString('en')} rows, ${rejected} put aside`),
    );
}
