import type { Instant } from '@lazaret/kernel';

import { Chance } from './chance.js';
import type { DemoLine } from './provider.js';
import type { DemoSession } from './sessions.js';

/** A report as a feed serves it. */
export interface DemoReport {
  readonly name: string;
  readonly csv: string;
}

const DAY = 86_400_000;

/** What is wrong with a line, as long as the demo runs. */
interface Trouble {
  readonly line: DemoLine;
  readonly family: (typeof FAMILIES)[number];
}

const FAMILIES = [
  { infection: 'mirai', port: 23, device: ['Hikvision', 'ip-camera', 'DS-2CD'] },
  { infection: 'android.badbox2', port: 443, device: ['', 'tv-box', ''] },
  { infection: 'qakbot', port: 443, device: ['', '', ''] },
  { infection: 'gamarue', port: 80, device: ['', '', ''] },
] as const;

const SINKHOLE =
  'timestamp protocol src_ip src_port src_asn src_geo src_region src_city src_hostname src_naics src_sector device_vendor device_type device_model severity dst_ip dst_port dst_asn dst_geo dst_region dst_city dst_hostname dst_naics dst_sector public_source infection family tag application version event_id ssl_cipher ssl_servername'.split(
    ' ',
  );
const SCAN_DNS =
  'timestamp severity ip protocol port hostname tag asn geo region city naics hostname_source sector dns_version min_amplification'.split(
    ' ',
  );
const BRUTE_FORCE = [
  ...SINKHOLE.slice(0, 31),
  'service',
  'start_time',
  'end_time',
  'client_version',
  'username',
  'password',
  'payload_url',
  'payload_md5',
];

/**
 * The reports of the last `days` days, as a real feed would write them: sightings of some thirty infected lines, open
 * resolvers, brute force from two hotels, and every kind of row that must be refused rather than guessed.
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
  const resolvers = chance.shuffle(lines.filter((line) => line.access !== 'cgnat')).slice(0, 12);
  const hotels = lines.filter((line) => line.class === 'shared').slice(0, 2);
  const midnight = Math.floor(now.getTime() / DAY) * DAY;

  return Array.from({ length: days }, (_, i) => midnight - (days - i) * DAY).flatMap((start) => {
    const date = new Date(start).toISOString().slice(0, 10);
    // The last "day" of the feed reaches into this morning, so that something is fresh.
    const end = start + DAY >= midnight ? now.getTime() : start + DAY;
    const within = (): Instant => new Date(start + Math.floor(chance.next() * (end - start - 60_000)));
    const sightings = troubled.flatMap((trouble) =>
      chance.next() < 0.8
        ? Array.from({ length: chance.between(1, 3) }, () => sighting(trouble, held, within(), chance)).flat()
        : [],
    );
    const latest = new Date(end - 30 * 60_000);
    return [
      report(date, 'event4_sinkhole', SINKHOLE, [
        ...sightings.filter((row) => !String(row['src_ip']).includes(':')),
        ...(end === now.getTime() ? refusals(held, now, latest) : []),
      ]),
      report(
        date,
        'event6_sinkhole',
        SINKHOLE,
        sightings.filter((row) => String(row['src_ip']).includes(':')),
      ),
      report(date, 'scan_dns', SCAN_DNS, [
        ...resolvers.flatMap((line) => openResolver(line, held, within())),
        // needs-port: thirty-two lines share this address, and a scan knows only the port that listens.
        ...(end === now.getTime() ? [resolverAt('192.0.2.2', latest)] : []),
      ]),
      report(
        date,
        'event4_honeypot_brute_force',
        BRUTE_FORCE,
        hotels.flatMap((line) => bruteForce(line, held, within(), chance)),
      ),
    ];
  });
}

type Row = Record<string, string | number>;

function report(date: string, type: string, columns: readonly string[], rows: readonly Row[]): DemoReport {
  const quote = (value: string | number): string =>
    typeof value === 'number' ? String(value) : `"${value}"`;
  const sorted = [...rows].sort((a, b) => String(a['timestamp']).localeCompare(String(b['timestamp'])));
  const body = sorted.map((row) => columns.map((column) => quote(row[column] ?? '')).join(','));
  return {
    name: `${date}-${type}-northlight.csv`,
    csv: [columns.map(quote).join(','), ...body, ''].join('\n'),
  };
}

function holder(line: DemoLine, held: readonly DemoSession[], at: Instant): DemoSession | undefined {
  return held.find(
    (session) => session.line === line && session.from <= at && (session.to === null || at < session.to),
  );
}

function sighting(
  { line, family }: Trouble,
  held: readonly DemoSession[],
  at: Instant,
  chance: Chance,
): Row[] {
  const session = holder(line, held, at);
  if (!session) return [];
  const useSix = session.prefix6 !== null && session.ports === null && chance.next() < 0.25;
  const port = session.ports
    ? chance.between(session.ports.from, session.ports.to)
    : chance.between(1024, 65_535);
  const address = useSix
    ? session.prefix6?.replace('::/56', `:0:5a3f:${chance.between(4096, 65_535).toString(16)}:77`)
    : session.address4;
  if (address === null || address === undefined) return [];
  return [event(at, address, port, family)];
}

function event(at: Instant, address: string, port: number, family: (typeof FAMILIES)[number]): Row {
  const [vendor, type, model] = family.device;
  return {
    timestamp: stamp(at),
    protocol: 'tcp',
    src_ip: address,
    src_port: port,
    src_asn: 64_500,
    src_geo: 'GB',
    device_vendor: vendor,
    device_type: type,
    device_model: model,
    severity: 'critical',
    dst_ip: '192.88.99.7',
    dst_port: family.port,
    infection: family.infection,
    family: family.infection,
    tag: family.infection,
  };
}

function openResolver(line: DemoLine, held: readonly DemoSession[], at: Instant): Row[] {
  const address = holder(line, held, at)?.address4;
  return address ? [resolverAt(address, at)] : [];
}

function resolverAt(address: string, at: Instant): Row {
  return {
    timestamp: stamp(at),
    severity: 'medium',
    ip: address,
    protocol: 'udp',
    port: 53,
    tag: 'openresolver',
    asn: 64_500,
    geo: 'GB',
    dns_version: 'dnsmasq-2.80',
    min_amplification: '4.6190',
  };
}

function bruteForce(line: DemoLine, held: readonly DemoSession[], at: Instant, chance: Chance): Row[] {
  const address = holder(line, held, at)?.address4;
  if (!address) return [];
  const row = event(at, address, chance.between(1024, 65_535), FAMILIES[0]);
  return [
    {
      ...row,
      dst_port: 22,
      infection: 'ssh-brute-force',
      family: '',
      tag: 'ssh',
      service: 'ssh',
      severity: 'critical',
    },
  ];
}

/** Rows that have no line, or no honest one, each with the reason it must be given. */
function refusals(held: readonly DemoSession[], now: Instant, recent: Instant): Row[] {
  const mirai = FAMILIES[0];
  const lost = held.find((session) => session.lost);
  return [
    // ambiguous: its records were lost, so how long the line held the address is anybody's guess
    ...(lost?.address4
      ? [event(new Date(lost.from.getTime() + 20 * 3_600_000), lost.address4, 40_000, mirai)]
      : []),
    event(recent, '198.51.100.200', 40_001, mirai), // no-lease: ours, held by nobody
    event(recent, '198.51.100.242', 40_002, mirai), // own
    event(recent, '203.0.113.70', 40_003, mirai), // delegated
    event(recent, '203.0.113.130', 40_004, mirai), // foreign
    event(recent, '203.0.113.9', 40_005, mirai), // not-ours
    event(new Date(now.getTime() - 40 * DAY), '198.18.0.9', 40_006, mirai), // expired
    event(new Date(now.getTime() - 60_000), '198.18.0.12', 40_007, mirai), // pending
    { ...event(recent, '198.18.0.300', 40_008, mirai) }, // put aside: not an address
    { ...event(recent, '198.18.0.13', 40_009, mirai), timestamp: 'yesterday' }, // put aside: not a time
  ];
}

/** Seconds, UTC, without a zone: the way the feed writes it. */
function stamp(at: Instant): string {
  return at.toISOString().slice(0, 19).replace('T', ' ');
}
