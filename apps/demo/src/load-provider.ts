import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { FeedsService } from '@lazaret/feeds';
import { LedgerImportService } from '@lazaret/ledger';
import { DirectoryStep, type OpenHouse } from '@lazaret/pipeline';
import { setClock } from '@lazaret/platform';

import { BLOCKS, provider, type DemoLine } from './provider.js';
import { reports, type DemoReport } from './reports.js';
import { detail, sessions } from './sessions.js';

/** A Thursday morning, on which the demo's time stands still. */
export const NOW = new Date('2026-11-12T10:00:00Z');
const FEED = 'shadowserver';
const DAYS = 4;
const SINCE = '2024-01-01T00:00:00Z';
const TYPES = ['event4_sinkhole', 'event6_sinkhole', 'scan_dns', 'event4_honeypot_brute_force'];

/** What the provider's feed serves. */
export function providerReports(seed: number): DemoReport[] {
  const lines = provider(seed);
  return reports(lines, sessions(lines, seed, NOW, DAYS + 1), seed, NOW, DAYS);
}

/** Brings the provider in through the doors anybody uses: files to import, and the address of a feed. Does nothing when it is there. */
export async function loadProvider(
  house: OpenHouse,
  from: { readonly seed: number; readonly folder: string; readonly feedUrl: string },
  tell: (text: string) => void,
): Promise<void> {
  const feeds = await house.database.run((tx) => house.get(FeedsService).list(tx));
  if (feeds.some((feed) => feed.name === FEED)) return;
  await setClock(house.database, NOW);
  const lines = provider(from.seed);
  const folder = join(from.folder, 'provider');
  await mkdir(folder, { recursive: true });

  for (const [name, csv] of directoryFiles(lines)) {
    tell(`importing ${name}`);
    await writeFile(join(folder, name), csv);
    await house.get(DirectoryStep).import({ name, rows: pieces(csv), by: 'demo' }, NOW);
  }
  const ledger = house.get(LedgerImportService);
  const records = join(folder, 'detail');
  await writeFile(records, [...detail(sessions(lines, from.seed, NOW, DAYS + 1), NOW)].join(''));
  tell('importing RADIUS accounting');
  await ledger.importDetail(house.database, {
    path: records,
    now: NOW,
    source: { name: 'radius', interimSeconds: 21_600 },
  });
  const plan = join(folder, 'prefixes.csv');
  await writeFile(plan, addressPlan());
  await ledger.importPrefixes(house.database, { path: plan, now: NOW, knows: 'radius' });

  await house.database.run(async (tx) => {
    const service = house.get(FeedsService);
    const source = { kind: 'http', url: from.feedUrl, list: true, allowPrivate: true } as const;
    await service.add(
      tx,
      { name: FEED, provider: 'Shadowserver', format: 'shadowserver', upstream: 'shadowserver', source },
      NOW,
    );
    // In a real house somebody looks at the counts first; without this everything would only be observed.
    await service.activate(tx, FEED, TYPES, 'demo', NOW);
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
