import { Refused, type Instant, type IpAddress, type IpPrefix } from '@lazaret/kernel';

import { LONGEST_VALUE, LONGEST_VENDOR_VALUE, type Attribute } from './attribute.js';
import { ATTRIBUTE } from './numbers.js';

/** UTF-8, 1 to 253 octets (RFC 2865 §5). @throws Refused */
export function text(type: number, value: string): Attribute {
  return { type, value: utf8(value, LONGEST_VALUE) };
}

/** @throws Refused when empty or longer than 253 octets */
export function octets(type: number, value: Uint8Array): Attribute {
  if (value.length === 0 || value.length > LONGEST_VALUE)
    throw new Refused(`attribute ${type} cannot have ${value.length} octets`);
  return { type, value: Uint8Array.from(value) };
}

/** 32 bits, unsigned. @throws Refused */
export function integer(type: number, value: number): Attribute {
  return { type, value: uint32(value) };
}

/** Seconds since 1970 in 32 bits; a fraction is cut off. @throws Refused */
export function time(type: number, at: Instant): Attribute {
  return integer(type, Math.floor(at.getTime() / 1_000));
}

/** @throws Refused when the address is IPv6 */
export function ipv4(type: number, address: IpAddress): Attribute {
  return { type, value: addressOctets(address, 4) };
}

/** RFC 3162 §2.1, RFC 6911 §3.1. @throws Refused when the address is IPv4 */
export function ipv6(type: number, address: IpAddress): Attribute {
  return { type, value: addressOctets(address, 6) };
}

/** A zero octet, the prefix's length and as many octets as it needs (RFC 3162 §2.3). @throws Refused when it is IPv4 */
export function prefix6(type: number, prefix: IpPrefix): Attribute {
  const needed = Math.ceil(prefix.length / 8);
  return { type, value: Buffer.from([0, prefix.length, ...addressOctets(prefix.first, 6).slice(0, needed)]) };
}

/** A text of a vendor: UTF-8, 1 to 247 octets (RFC 2865 §5.26). @throws Refused */
export function vendorText(id: number, type: number, value: string): Attribute {
  return vendorOctets(id, type, utf8(value, LONGEST_VENDOR_VALUE));
}

/** A number of a vendor: 32 bits, unsigned. @throws Refused */
export function vendorInteger(id: number, type: number, value: number): Attribute {
  return vendorOctets(id, type, uint32(value));
}

/** An IPv4 address of a vendor. @throws Refused */
export function vendorIpv4(id: number, type: number, address: IpAddress): Attribute {
  return vendorOctets(id, type, addressOctets(address, 4));
}

function vendorOctets(id: number, type: number, value: Uint8Array): Attribute {
  return { type: ATTRIBUTE.vendorSpecific, vendor: { id, type }, value };
}

// An error of these says nothing of the value: it may be a subscriber's name.
function utf8(value: string, longest: number): Uint8Array {
  const bytes = Buffer.from(value, 'utf8');
  if (bytes.length === 0 || bytes.length > longest)
    throw new Refused(`a text of ${bytes.length} octets; 1 to ${longest} fit`);
  return bytes;
}

function uint32(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff)
    throw new Refused('a number that is no unsigned integer of 32 bits');
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function addressOctets(address: IpAddress, family: 4 | 6): Uint8Array {
  if (address.family !== family) throw new Refused(`an address that is not IPv${family}`);
  const hex = address.value.toString(16).padStart(address.bits / 4, '0');
  return Buffer.from(hex, 'hex');
}
