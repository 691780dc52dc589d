import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { FeedsService } from '@lazaret/feeds';
import { LedgerImportService } from '@lazaret/ledger';
import { DirectoryStep, type OpenHouse } from '@lazaret/pipeline';

import { FIRST_MORNING } from './calendar.js';
import { BLOCKS, type DemoLine } from './provider.js';
import type { ReportServer } from './report-server.js';
import { ACTIVE_TYPES, FEEDS, type FeedName } from './reports/daily-reports.js';

const SINCE = '2024-01-01T00:00:00Z';
const PUBLISHERS: Readonly<Record<FeedName, string>> = {
  shadowserver: 'Shadowserver',
  tarpit: 'Tarpit Network',
};

export async function isLoaded(house: OpenHouse): Promise<boolean> {
  const feeds = await house.database.run((tx) => house.get(FeedsService).list(tx));
  return feeds.some((feed) => feed.name === FEEDS.at(-1));
}

/** Brings lines and people in through the door anybody uses: files. */
export async function loadDirectory(
  house: OpenHouse,
  lines: readonly DemoLine[],
  folder: string,
  tell: (text: string) => void,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, csv] of directoryFiles(lines)) {
    tell(`importing ${name}`);
    await writeFile(join(folder, name), csv);
    await house.get(DirectoryStep).import({ name, rows: pieces(csv), by: 'demo' }, FIRST_MORNING);
  }
}

/** The address plan, which names the source of the accounting, and the feeds, which are looked at from now on. */
export async function loadFeeds(house: OpenHouse, folder: string, feeds: ReportServer): Promise<void> {
  const plan = join(folder, 'prefixes.csv');
  await writeFile(plan, addressPlan());
  await house
    .get(LedgerImportService)
    .importPrefixes(house.database, { path: plan, now: FIRST_MORNING, knows: 'radius' });
  await house.database.run(async (tx) => {
    const service = house.get(FeedsService);
    for (const feed of FEEDS) {
      const source = { kind: 'http', url: feeds.address(feed), list: true, allowPrivate: true } as const;
      await service.add(
        tx,
        {
          name: feed,
          provider: PUBLISHERS[feed],
          format: 'shadowserver',
          upstream: feed,
          source,
          everyMinutes: 1_440,
        },
        FIRST_MORNING,
      );
      // In a real house somebody looks at the counts first; without this everything would only be observed.
      await service.activate(tx, feed, [...ACTIVE_TYPES[feed]], 'demo', FIRST_MORNING);
    }
  });
}

function* directoryFiles(lines: readonly DemoLine[]): Generator<readonly [name: string, csv: string]> {
  const csv = (head: string, row: (line: DemoLine) => readonly string[]): string =>
    [head, ...lines.map((line) => row(line).join(','))].join('\n') + '\n';
  yield [
    'lines.csv',
    csv('ref,class,locale,time_zone,brand,nas', (l) => [
      l.ref,
      l.class,
      l.locale,
      l.timeZone,
      'northlight',
      l.bng.name,
    ]),
  ];
  yield [
    'subscribers.csv',
    csv('ref,kind,locale', (l) => [
      l.subscriber,
      l.class === 'business' ? 'organisation' : 'person',
      l.locale,
    ]),
  ];
  yield ['access.csv', csv('line,kind,value,from', (l) => [l.ref, 'user-name', l.userName, SINCE])];
  yield ['tenures.csv', csv('line,subscriber,from', (l) => [l.ref, l.subscriber, SINCE])];
  const contacts = (['email', 'phone'] as const).flatMap((channel) =>
    lines.map((line) => `${line.subscriber},${channel},${line[channel]}`),
  );
  yield ['contacts.csv', `${['subscriber,channel,value', ...contacts].join('\n')}\n`];
}

function addressPlan(): string {
  const rows = BLOCKS.map((block) =>
    [
      block.prefix,
      block.class,
      'organisation' in block ? block.organisation : '',
      'abuse' in block ? block.abuse : '',
    ].join(','),
  );
  return ['prefix,class,organisation,abuse_contact', ...rows, ''].join('\n');
}

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
