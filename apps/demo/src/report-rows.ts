import type { Instant } from '@lazaret/kernel';

import type { Chance } from './chance.js';
import type { DemoLine } from './provider.js';
import type { DemoSession } from './sessions.js';

/** One row of a report, by column. */
export type Row = Readonly<Record<string, string | number>>;

/** What is wrong with a line, as long as the demo runs. */
export interface Trouble {
  readonly line: DemoLine;
  readonly family: (typeof FAMILIES)[number];
}

export const FAMILIES = [
  { infection: 'mirai', port: 23, device: ['Hikvision', 'ip-camera', 'DS-2CD'] },
  { infection: 'android.badbox2', port: 443, device: ['', 'tv-box', ''] },
  { infection: 'qakbot', port: 443, device: ['', '', ''] },
  { infection: 'gamarue', port: 80, device: ['', '', ''] },
] as const;

function holder(line: DemoLine, held: readonly DemoSession[], at: Instant): DemoSession | undefined {
  return held.find(
    (session) => session.line === line && session.from <= at && (session.to === null || at < session.to),
  );
}

/** A device calls home, by IPv6 now and then where the line has it. */
export function sighting(
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

/** A scan found something open, or worse, on the address the line had then. */
export function found(line: DemoLine, held: readonly DemoSession[], at: Instant, what: Row): Row[] {
  const address = holder(line, held, at)?.address4;
  return address ? [foundAt(address, at, what)] : [];
}

export function foundAt(address: string, at: Instant, what: Row): Row {
  return { timestamp: stamp(at), ip: address, asn: 64_500, geo: 'GB', ...what };
}

export const OPEN_RESOLVER: Row = {
  severity: 'medium',
  protocol: 'udp',
  port: 53,
  tag: 'openresolver',
  dns_version: 'dnsmasq-2.80',
  min_amplification: '4.6190',
};
export const OPEN_TELNET: Row = {
  severity: 'medium',
  protocol: 'tcp',
  port: 23,
  tag: 'telnet',
  banner: 'BusyBox v1.31.1|login:',
};
export const HACKED_SITE: Row = {
  severity: 'critical',
  protocol: 'tcp',
  port: 80,
  tag: 'injected-code',
  application: 'http',
  category: 'spam',
  http_host: 'shop.harbour-bakery.example',
  url: '/wp-content/plugins/old-slider/cache.php',
  system: 'WordPress',
};

export function bruteForce(line: DemoLine, held: readonly DemoSession[], at: Instant, chance: Chance): Row[] {
  const address = holder(line, held, at)?.address4;
  if (!address) return [];
  const row = event(at, address, chance.between(1024, 65_535), FAMILIES[0]);
  return [{ ...row, dst_port: 22, infection: 'ssh-brute-force', family: '', tag: 'ssh', service: 'ssh' }];
}

/** Rows that have no line, or no honest one, each with the reason it must be given. */
export function refusals(held: readonly DemoSession[], now: Instant, recent: Instant): Row[] {
  const [mirai, badbox, qakbot, gamarue] = FAMILIES;
  const lost = held.find((session) => session.lost);
  return [
    // ambiguous: its records were lost, so how long the line held the address is anybody's guess
    ...(lost?.address4
      ? [event(new Date(lost.from.getTime() + 20 * 3_600_000), lost.address4, 40_000, mirai)]
      : []),
    event(recent, '198.51.100.200', 40_001, gamarue), // no-lease: ours, held by nobody
    event(recent, '198.51.100.242', 40_002, mirai), // own
    event(recent, '203.0.113.70', 40_003, qakbot), // delegated
    event(recent, '203.0.113.130', 40_004, badbox), // foreign
    event(recent, '203.0.113.9', 40_005, qakbot), // not-ours
    event(new Date(now.getTime() - 40 * 86_400_000), '198.18.0.9', 40_006, mirai), // expired
    event(new Date(now.getTime() - 60_000), '198.18.0.12', 40_007, badbox), // pending
    { ...event(recent, '198.18.0.300', 40_008, mirai) }, // put aside: not an address
    { ...event(recent, '198.18.0.13', 40_009, mirai), timestamp: 'yesterday' }, // put aside: not a time
  ];
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

/** Seconds, UTC, without a zone: the way the feed writes it. */
function stamp(at: Instant): string {
  return at.toISOString().slice(0, 19).replace('T', ' ');
}
