import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { FeedsService } from '@lazaret/feeds';
import { LedgerImportService } from '@lazaret/ledger';
import { DirectoryStep, type OpenHouse } from '@lazaret/pipeline';
import { setClock } from '@lazaret/platform';

import { BLOCKS, provider, type DemoLine } from './provider.js';
import { ACTIVE_TYPES, reports, type DemoReport } from './reports.js';
import { detail, sessions, type DemoSession } from './sessions.js';

/** The mornings of the demo, Monday to Thursday. On the last one its time stands still. */
export const MORNINGS = ['09', '10', '11', '12'].map((day) => new Date(`2026-11-${day}T10:00:00Z`));
const FIRST = MORNINGS[0] as Date;
const LAST = MORNINGS.at(-1) as Date;
const FEED = 'shadowserver';
const SINCE = '2024-01-01T00:00:00Z';

/** What the provider's feed serves in the course of the demo. */
export function providerReports(seed: number): DemoReport[] {
  const lines = provider(seed);
  return reports(lines, heldBy(lines, seed), seed, LAST, MORNINGS.length);
}

export interface DemoSource {
  readonly seed: number;
  readonly folder: string;
  readonly feedUrl: string;
}

/** Brings the provider in through the doors anybody uses: files to import, and the address of a feed. Does nothing when it is there. */
export async function loadProvider(
  house: OpenHouse,
  from: DemoSource,
  tell: (text: string) => void,
): Promise<void> {
  const feeds = await house.database.run((tx) => house.get(FeedsService).list(tx));
  if (feeds.some((feed) => feed.name === FEED)) return;
  await setClock(house.database, FIRST);
  const lines = provider(from.seed);
  const folder = join(from.folder, 'provider');
  await mkdir(folder, { recursive: true });

  for (const [name, csv] of directoryFiles(lines)) {
    tell(`importing ${name}`);
    await writeFile(join(folder, name), csv);
    await house.get(DirectoryStep).import({ name, rows: pieces(csv), by: 'demo' }, FIRST);
  }
  tell('importing RADIUS accounting');
  await importAccounting(house, from, FIRST);
  const plan = join(folder, 'prefixes.csv');
  await writeFile(plan, addressPlan());
  await house
    .get(LedgerImportService)
    .importPrefixes(house.database, { path: plan, now: FIRST, knows: 'radius' });

  await house.database.run(async (tx) => {
    const service = house.get(FeedsService);
    const source = { kind: 'http', url: from.feedUrl, list: true, allowPrivate: true } as const;
    await service.add(
      tx,
      {
        name: FEED,
        provider: 'Shadowserver',
        format: 'shadowserver',
        upstream: 'shadowserver',
        source,
        everyMinutes: 1_440,
      },
      FIRST,
    );
    // In a real house somebody looks at the counts first; without this everything would only be observed.
    await service.activate(tx, FEED, [...ACTIVE_TYPES], 'demo', FIRST);
  });
}

/** What the RADIUS server wrote since the morning before `now`, or since its first record. Twice is as good as once. */
export async function importAccounting(
  house: OpenHouse,
  { seed, folder }: DemoSource,
  now: Date,
): Promise<void> {
  const before = MORNINGS[MORNINGS.findIndex((morning) => morning >= now) - 1] ?? new Date(0);
  const path = join(folder, 'provider', `detail-${now.toISOString().slice(0, 10)}`);
  await writeFile(path, [...detail(heldBy(provider(seed), seed), before, now)].join(''));
  await house.get(LedgerImportService).importDetail(house.database, {
    path,
    now,
    source: { name: 'radius', interimSeconds: 21_600 },
  });
}

function heldBy(lines: readonly DemoLine[], seed: number): DemoSession[] {
  return sessions(lines, seed, LAST, MORNINGS.length + 1);
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
      l.nas,
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
  yield ['contacts.csv', csv('subscriber,channel,value', (l) => [l.subscriber, 'email', l.email])];
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
