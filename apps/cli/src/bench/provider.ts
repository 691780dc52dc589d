import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { FeedsService } from '@lazaret/feeds';
import { IpPrefix, PortRange, type Instant } from '@lazaret/kernel';
import { LedgerImportService, type AccountingRecord } from '@lazaret/ledger';
import { DirectoryStep, type OpenHouse } from '@lazaret/pipeline';

/** How large a made-up provider is. */
export interface ProviderSize {
  readonly lines: number;
  readonly leasesPerLine: number;
}

/** What a line holds for a while: an address, or a block of ports of a shared one. */
export interface Held {
  readonly address: string;
  readonly ports: PortRange | null;
  readonly from: number;
  readonly to: number;
}

export const NOW: Instant = new Date('2026-11-12T10:00:00Z');
export const FEED = 'bench';
const SINCE = '2024-01-01T00:00:00Z';
const DAY = 86_400_000;
/** Leases fill the last five days: well inside what a ledger keeps. */
const HISTORY = 5 * DAY;
const RECORDS_AT_ONCE = 5_000;
const PORTS = { first: 1_024, size: 1_024, perAddress: 63 } as const;
/** Private blocks, for a provider of any size. The pool's upper end is never handed out, the last /24 is our own. */
const PLAN = `prefix,class,organisation,abuse_contact
10.0.0.0/8,pool,,
10.255.255.0/24,own,,
172.16.0.0/12,cgnat,,
`;

/** What a line held in the `back`-th lease counted from the newest, 0. Every lease of a line is another address. */
export function heldBy(line: number, back: number, { lines, leasesPerLine }: ProviderSize): Held {
  const span = HISTORY / leasesPerLine;
  const to = NOW.getTime() - back * span;
  const slot = (line + back * 7_919) % lines;
  const times = { from: to - span + 60_000, to: to - 60_000 };
  if (line % 5 > 0) return { address: dotted(10, 256 + slot), ports: null, ...times };
  const first = PORTS.first + (slot % PORTS.perAddress) * PORTS.size;
  const address = dotted(172, (16 << 16) + Math.floor(slot / PORTS.perAddress));
  return { address, ports: PortRange.of(first, first + PORTS.size - 1), ...times };
}

function dotted(first: number, rest: number): string {
  return [first, (rest >> 16) & 255, (rest >> 8) & 255, rest & 255].join('.');
}

/** Brings lines, people, leases and a feed into an empty house, through the doors anybody uses. */
export async function loadProvider(
  house: OpenHouse,
  size: ProviderSize,
  folder: string,
  tell: (text: string) => void,
): Promise<void> {
  for (const [name, head, row] of DIRECTORY) {
    tell(`importing ${name} of ${size.lines.toLocaleString('en')} lines`);
    await house.get(DirectoryStep).import({ name, rows: csv(head, row, size.lines), by: 'bench' }, NOW);
  }
  const ledger = house.get(LedgerImportService);
  const [records, plan] = [join(folder, 'detail'), join(folder, 'prefixes.csv')];
  // The import of an empty file makes the source.
  await writeFile(records, '');
  await ledger.importDetail(house.database, { path: records, now: NOW, source: { name: 'radius' } });
  for (let back = size.leasesPerLine - 1; back >= 0; back--)
    for (let line = 0; line < size.lines; line += RECORDS_AT_ONCE) {
      tell(`importing leases: ${((size.leasesPerLine - 1 - back) * size.lines + line).toLocaleString('en')}`);
      const some = Array.from({ length: Math.min(RECORDS_AT_ONCE, size.lines - line) }, (_, i) =>
        record(line + i, back, size),
      );
      await house.database.run((tx) => ledger.takeRecords(tx, 'radius', some, { path: records, now: NOW }));
    }
  await writeFile(plan, PLAN);
  await ledger.importPrefixes(house.database, { path: plan, now: NOW, knows: 'radius' });
  await house.database.run(async (tx) => {
    const source = { kind: 'http', url: 'https://feed.example/', list: true } as const;
    const feeds = house.get(FeedsService);
    const upstream = { provider: 'Shadowserver', format: 'shadowserver', upstream: 'shadowserver' };
    await feeds.add(tx, { name: FEED, ...upstream, source }, NOW);
    await feeds.activate(tx, FEED, ['event4_sinkhole'], 'bench', NOW);
  });
  // What autovacuum does within minutes, so that the first report does not race with it.
  tell('vacuum analyze');
  await house.database.query('vacuum analyze');
}

const DIRECTORY: readonly (readonly [name: string, head: string, row: (id: string, n: number) => string])[] =
  [
    [
      'lines.csv',
      'ref,class,locale,time_zone',
      (id, n) => `L${id},${n % 10 ? 'residential' : 'business'},en,UTC`,
    ],
    ['subscribers.csv', 'ref,kind,locale', (id) => `S${id},person,en`],
    ['access.csv', 'line,kind,value,from', (id) => `L${id},user-name,${id}@bench.example,${SINCE}`],
    ['tenures.csv', 'line,subscriber,from', (id) => `L${id},S${id},${SINCE}`],
    ['contacts.csv', 'subscriber,channel,value', (id) => `S${id},email,${id}@mail.example`],
  ];

async function* csv(
  head: string,
  row: (id: string, n: number) => string,
  lines: number,
): AsyncGenerator<Uint8Array> {
  let text = `${head}\n`;
  for (let n = 0; n < lines; n++) {
    text += `${row(idOf(n), n)}\n`;
    if (text.length < 65_536) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

function idOf(line: number): string {
  return String(line).padStart(8, '0');
}

/** One record tells a whole lease: a Stop, or the latest Interim-Update of a session that goes on. */
function record(line: number, back: number, size: ProviderSize): AccountingRecord {
  const { address, ports, from, to } = heldBy(line, back, size);
  return {
    kind: back === 0 ? 'interim' : 'stop',
    line: 1,
    at: new Date(to),
    nas: `bng-${line % 16}`,
    acctSessionId: `${line}-${back}`,
    sessionSeconds: (to - from) / 1_000,
    holder: { kind: 'user-name', value: `${idOf(line)}@bench.example` },
    held: [{ prefix: IpPrefix.parse(address), ...(ports ? { ports } : {}) }],
    service: 'internet',
    profile: '',
  };
}
