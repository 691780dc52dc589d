import { IpAddress, IpPrefix, type Instant } from '@lazaret/kernel';

import type { Attribute } from './attribute.js';
import type { Packet } from './packet.js';

/** The first attribute of this type, which is no vendor's. */
export function find(packet: Packet, type: number): Attribute | undefined {
  return packet.attributes.find((a) => a.type === type && a.vendor === undefined);
}

/** The vendor's attributes of this type, in their order. */
export function findVendor(packet: Packet, id: number, type: number): readonly Attribute[] {
  return packet.attributes.filter((a) => a.vendor?.id === id && a.vendor.type === type);
}

// Readers answer `undefined` where the octets are no such value, and where there is no attribute to read.

/** UTF-8; a text that is none is not repaired. */
export function readText(attribute: Attribute | undefined): string | undefined {
  if (attribute === undefined) return undefined;
  try {
    return UTF8.decode(attribute.value);
  } catch {
    return undefined;
  }
}
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Small letters, without `0x`. */
export function readHex(attribute: Attribute | undefined): string | undefined {
  return attribute && Buffer.from(attribute.value).toString('hex');
}

/** 32 bits, unsigned. */
export function readInteger(attribute: Attribute | undefined): number | undefined {
  if (attribute?.value.length !== 4) return undefined;
  return new DataView(attribute.value.buffer, attribute.value.byteOffset).getUint32(0);
}

/** Seconds since 1970 (RFC 2869 §5.3). */
export function readTime(attribute: Attribute | undefined): Instant | undefined {
  const seconds = readInteger(attribute);
  return seconds === undefined ? undefined : new Date(seconds * 1_000);
}

/**
 * RFC 3162 §2.3: a reserved octet, the length, the prefix in as many octets as it needs or more. Bits behind the prefix
 * should be zero; where a NAS leaves some, they mean nothing.
 */
export function readPrefix6(attribute: Attribute | undefined): IpPrefix | undefined {
  const value = attribute?.value;
  const length = value?.[1];
  if (value === undefined || length === undefined || length > 128 || value.length > 18) return undefined;
  if (value.length - 2 < Math.ceil(length / 8)) return undefined;
  const whole = new Uint8Array(16);
  whole.set(value.subarray(2));
  const first = whole.map((octet, n) => octet & maskAt(n, length));
  // A block of IPv4 addresses in IPv6 notation is no IPv6 prefix.
  return addressFrom(first)?.family === 6 ? IpPrefix.parse(`${groups(first)}/${length}`) : undefined;
}

/** Which bits of octet `n` belong to a prefix of that length. */
function maskAt(n: number, length: number): number {
  const bits = Math.min(8, Math.max(0, length - 8 * n));
  return (0xff00 >> bits) & 0xff;
}

function addressFrom(value: Uint8Array): IpAddress | undefined {
  if (value.length === 4) return IpAddress.parse(value.join('.'));
  return value.length === 16 ? IpAddress.parse(groups(value)) : undefined;
}

function groups(value: Uint8Array): string {
  return Buffer.from(value).toString('hex').match(/.{4}/g)?.join(':') ?? '';
}
