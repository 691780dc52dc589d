import type { Chance } from '../chance.js';
import { FAMILIES, type Family } from './families.js';

/** One row of a report, by column. */
export type Row = Readonly<Record<string, string | number>>;

/** A device called a sinkhole. */
export function called(at: number, address: string, port: number, family: Family): Row {
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

/** A device tried passwords at a honeypot. */
export function attacked(at: number, address: string, port: number, family: Family): Row {
  return {
    ...called(at, address, port, family),
    dst_ip: '192.88.99.40',
    dst_port: 23,
    tag: `telnet;${family.infection}`,
    service: 'telnet',
  };
}

/** Somebody, a guest of a hotel say, tries passwords. */
export function guessed(at: number, address: string, chance: Chance): Row {
  const row = called(at, address, chance.between(1_024, 65_535), FAMILIES[0]);
  return { ...row, dst_port: 22, infection: 'ssh-brute-force', family: '', tag: 'ssh', service: 'ssh' };
}

/** A scan found something open, or worse. */
export function found(at: number, address: string, what: Row): Row {
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

/** Seconds, UTC, without a zone: the way the feed writes it. */
function stamp(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
