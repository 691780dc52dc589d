import { IpAddress, IpPrefix, PortRange } from '@lazaret/kernel';

import { portKeys, prefixKey, type LeaseKey } from './lease-key.js';

/** Something a session holds: a prefix (an address is one), or some ports of a shared address. */
export interface HeldAddress {
  readonly prefix: IpPrefix;
  readonly ports?: PortRange;
}

type Attributes = ReadonlyMap<string, readonly string[]>;

/** RFC 2865 §5.8: the NAS should choose; not addresses anybody holds. */
const NOT_HELD = new Set(['0.0.0.0', '255.255.255.255', '255.255.255.254']);

/**
 * The addresses in a record (RFC 2865, 3162, 4818, 6911) and the NAT port ranges vendors put beside them, each once.
 * Framed-IPv6-Prefix is the subscriber's own, so Framed-Interface-Id adds nothing to it.
 *
 * @throws Refused naming the value that is no address, prefix or port range: half of a record is worse than none.
 */
export function heldAddresses(attributes: Attributes): HeldAddress[] {
  const held = [
    ...all(attributes, 'Framed-IP-Address')
      .filter((text) => !NOT_HELD.has(text))
      .map(prefix),
    ...['Framed-IPv6-Prefix', 'Delegated-IPv6-Prefix', 'Framed-IPv6-Address'].flatMap((name) =>
      all(attributes, name).map(prefix),
    ),
    ...huaweiPorts(attributes),
    ...nokiaPorts(attributes),
  ];
  return [...new Map(held.map((h) => [`${h.prefix.toString()} ${h.ports?.toString() ?? ''}`, h])).values()];
}

/** The keys a held address takes in the ledger. */
export function keysOf(held: HeldAddress): LeaseKey[] {
  return held.ports ? portKeys(held.prefix.first, held.ports) : [prefixKey(held.prefix)];
}

/** Huawei-NAT-Public-Address, -Start-Port, -End-Port: by name, or by number where the dictionary is missing. */
function huaweiPorts(attributes: Attributes): HeldAddress[] {
  const addresses = [
    ...all(attributes, 'Huawei-NAT-Public-Address'),
    ...all(attributes, 'Attr-26.2011.161').map(dottedFromHex),
  ];
  const from = numbers(attributes, 'Huawei-NAT-Start-Port', 'Attr-26.2011.162');
  const to = numbers(attributes, 'Huawei-NAT-End-Port', 'Attr-26.2011.163');
  return addresses.map((address, i) => portBlock(address, from[i] ?? Number.NaN, to[i] ?? Number.NaN));
}

/** Alc-Nat-Port-Range: `198.51.100.7 1024-1535 router Base`, or only the ports with Alc-Nat-Outside-Ip-Addr beside. */
function nokiaPorts(attributes: Attributes): HeldAddress[] {
  const outside = all(attributes, 'Alc-Nat-Outside-Ip-Addr')[0];
  const texts = [
    ...all(attributes, 'Alc-Nat-Port-Range'),
    ...all(attributes, 'Attr-26.6527.121').map(textFromHex),
  ];
  return texts.map((text) => {
    const [, address = outside ?? text, from, to] =
      /^(?:(\S+) )?(\d{1,5})-(\d{1,5})(?: .*)?$/.exec(text) ?? [];
    return portBlock(address, Number(from), Number(to));
  });
}

// Port 0 is nobody's, so a block that is said to begin there begins at 1.
function portBlock(address: string, from: number, to: number): HeldAddress {
  return {
    prefix: IpPrefix.parse(IpAddress.parse(address).toString()),
    ports: PortRange.of(Math.max(1, from), to),
  };
}

/** A NAS may leave host bits in a prefix; they mean nothing (RFC 3162 §2.3). */
function prefix(text: string): HeldAddress {
  const [address = '', length] = text.split('/');
  if (length === undefined || !/^\d{1,3}$/.test(length)) return { prefix: IpPrefix.parse(text) };
  const first = IpAddress.parse(address);
  const host = BigInt(Math.max(0, first.bits - Number(length)));
  const value = (first.value >> host) << host;
  return { prefix: IpPrefix.parse(`${value === first.value ? address : spell(value)}/${length}`) };
}

function spell(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16),
  );
  return groups.join(':');
}

function numbers(attributes: Attributes, name: string, unknown: string): number[] {
  return [...all(attributes, name), ...all(attributes, unknown)].map(Number);
}

function dottedFromHex(text: string): string {
  const value = /^0x[\da-f]{8}$/i.test(text) ? Number(text) : Number.NaN;
  return Number.isNaN(value) ? text : [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

/** Octets that FreeRADIUS prints as hexadecimal, as the text they are; unchanged when they are none. */
export function textFromHex(text: string): string {
  if (!/^0x(?:[\da-f]{2})+$/i.test(text)) return text;
  const bytes = text.slice(2).match(/../g) ?? [];
  const decoded = bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join('');
  return /^[\x20-\x7e]+$/.test(decoded) ? decoded : text;
}

function all(attributes: Attributes, name: string): readonly string[] {
  return attributes.get(name) ?? [];
}
