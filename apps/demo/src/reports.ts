import type { Instant } from '@lazaret/kernel';

import { Chance } from './chance.js';
import type { DemoLine } from './provider.js';
import {
  bruteForce,
  FAMILIES,
  found,
  foundAt,
  HACKED_SITE,
  OPEN_RESOLVER,
  OPEN_TELNET,
  refusals,
  sighting,
  type Row,
  type Trouble,
} from './report-rows.js';
import type { DemoSession } from './sessions.js';

/** A report as a feed serves it, from an instant on. */
export interface DemoReport {
  readonly name: string;
  readonly csv: string;
  readonly servedAt: Instant;
}

const DAY = 86_400_000;

const words = (text: string): readonly string[] => text.split(' ');
const SINKHOLE = words(
  'timestamp protocol src_ip src_port src_asn src_geo src_region src_city src_hostname src_naics src_sector device_vendor device_type device_model severity dst_ip dst_port dst_asn dst_geo dst_region dst_city dst_hostname dst_naics dst_sector public_source infection family tag application version event_id ssl_cipher ssl_servername',
);
const BRUTE_FORCE = [
  ...SINKHOLE.slice(0, 31),
  ...words('service start_time end_time client_version username password payload_url payload_md5'),
];
const SCANNED = words(
  'timestamp severity ip protocol port hostname tag asn geo region city naics hostname_source sector',
);
const SCAN_DNS = [...SCANNED, 'dns_version', 'min_amplification'];
const SCAN_TELNET = [...SCANNED, 'banner'];
const HACKED = [...SCANNED, ...words('application category http_host url system detected_since server')];

/** The report types that somebody at the provider has looked at and activated. Open Telnet is new, and only observed. */
export const ACTIVE_TYPES = [
  'event4_sinkhole',
  'event6_sinkhole',
  'scan_dns',
  'event4_honeypot_brute_force',
  'compromised_website',
] as const;

/**
 * The reports of the last `days` days, each served in the morning after, as a real feed would write them: sightings of
 * some thirty infected lines, open services, a hacked shop, brute force from two hotels, and every kind of row that
 * must be refused rather than guessed.
 */
export function reports(
  lines: readonly DemoLine[],
  held: readonly DemoSession[],
  seed: number,
  now: Instant,
  days: number,
): DemoReport[] {
  const chance = new Chance(seed * 7 + 1);
  const troubled: Trouble[] = chance
    .shuffle(lines)
    .slice(0, 34)
    .map((line) => ({ line, family: chance.pick(FAMILIES) }));
  const open = chance.shuffle(lines.filter((line) => line.access !== 'cgnat')).slice(0, 17);
  const [resolvers, telnet] = [open.slice(0, 12), open.slice(12)];
  const hotels = lines.filter((line) => line.class === 'shared').slice(0, 2);
  const shops = lines.filter((line) => line.class === 'business').slice(0, 1);
  const midnight = Math.floor(now.getTime() / DAY) * DAY;

  return Array.from({ length: days }, (_, i) => i).flatMap((i) => {
    const start = midnight - (days - i) * DAY;
    const date = new Date(start).toISOString().slice(0, 10);
    const servedAt = new Date(now.getTime() - (days - 1 - i) * DAY);
    // The last "day" of the feed reaches into this morning, so that something is fresh.
    const last = i === days - 1;
    const end = last ? now.getTime() : start + DAY;
    const latest = new Date(end - 30 * 60_000);
    const within = (): Instant => new Date(start + Math.floor(chance.next() * (end - start - 60_000)));
    const sightings = troubled.flatMap((trouble) =>
      chance.next() < 0.8
        ? Array.from({ length: chance.between(1, 3) }, () => sighting(trouble, held, within(), chance)).flat()
        : [],
    );
    const six = (row: Row): boolean => String(row['src_ip']).includes(':');
    const report = (type: string, columns: readonly string[], rows: readonly Row[]): DemoReport => ({
      name: `${date}-${type}-northlight.csv`,
      csv: csvOf(columns, rows),
      servedAt,
    });
    return [
      report('event4_sinkhole', SINKHOLE, [
        ...sightings.filter((row) => !six(row)),
        ...(last ? refusals(held, now, latest) : []),
      ]),
      report('event6_sinkhole', SINKHOLE, sightings.filter(six)),
      report('scan_dns', SCAN_DNS, [
        ...resolvers.flatMap((line) => found(line, held, within(), OPEN_RESOLVER)),
        // needs-port: thirty-two lines share this address, and a scan knows only the port that listens.
        ...(last ? [foundAt('192.0.2.2', latest, OPEN_RESOLVER)] : []),
      ]),
      report(
        'event4_honeypot_brute_force',
        BRUTE_FORCE,
        hotels.flatMap((line) => bruteForce(line, held, within(), chance)),
      ),
      report(
        'scan_telnet',
        SCAN_TELNET,
        telnet.flatMap((line) => found(line, held, within(), OPEN_TELNET)),
      ),
      report(
        'compromised_website',
        HACKED,
        shops.flatMap((line) => found(line, held, within(), HACKED_SITE)),
      ),
    ];
  });
}

function csvOf(columns: readonly string[], rows: readonly Row[]): string {
  const quote = (value: string | number): string =>
    typeof value === 'number' ? String(value) : `"${value}"`;
  const sorted = [...rows].sort((a, b) => String(a['timestamp']).localeCompare(String(b['timestamp'])));
  const body = sorted.map((row) => columns.map((column) => quote(row[column] ?? '')).join(','));
  return [columns.map(quote).join(','), ...body, ''].join('\n');
}
