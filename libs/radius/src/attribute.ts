import { Refused } from '@lazaret/kernel';

import { ATTRIBUTE } from './numbers.js';

/**
 * One attribute. `vendor` is there when it lay in a Vendor-Specific one of the usual form (RFC 2865 §5.26): `type` is 26
 * then, and `value` is the vendor attribute's own. Without it, the value of a type 26 begins with the vendor's number.
 */
export interface Attribute {
  readonly type: number;
  readonly vendor?: { readonly id: number; readonly type: number };
  /** Octets behind type and length: 0 to 253, of a vendor's attribute 0 to 247. */
  readonly value: Uint8Array;
}

/** Far above what any NAS sends, far below what 4,096 octets could hold. */
export const MOST_ATTRIBUTES = 512;
export const LONGEST_VALUE = 253;
export const LONGEST_VENDOR_VALUE = 247;
/** Octets of a vendor's number. */
const VENDOR_ID = 4;

/** A place in the octets of a packet: the attribute begins at `at` and has `length` octets, type and length included. */
export interface Span {
  readonly type: number;
  readonly at: number;
  readonly length: number;
}

/**
 * Walks over type, length, value until the end of `bytes`. A length of 2 is an empty value: nobody may send one
 * (RFC 2865 §5), some do, and nothing else in the packet is the worse for it.
 * @param from where the first attribute begins
 * @throws Refused naming the octet
 */
export function findSpans(bytes: Uint8Array, from: number): readonly Span[] {
  const spans: Span[] = [];
  for (let at = from; at < bytes.length;) {
    const type = bytes[at] ?? 0;
    const length = bytes[at + 1];
    const place = `octet ${at}, attribute ${type}`;
    if (spans.length === MOST_ATTRIBUTES) refuse(place, `more than ${MOST_ATTRIBUTES} attributes`);
    if (length === undefined) refuse(place, 'the packet ends before the length');
    if (length < 2) refuse(place, `a length of ${length}`);
    if (at + length > bytes.length) refuse(place, `a length of ${length} reaches beyond the packet`);
    spans.push({ type, at, length });
    at += length;
  }
  return spans;
}

/** @throws Refused when a vendor puts too many attributes into few octets */
export function decodeAttributes(bytes: Uint8Array, spans: readonly Span[]): readonly Attribute[] {
  const attributes: Attribute[] = [];
  for (const span of spans) {
    const value = bytes.slice(span.at + 2, span.at + span.length);
    if (span.type === ATTRIBUTE.vendorSpecific) attributes.push(...decodeVendor(value));
    else attributes.push({ type: span.type, value });
    if (attributes.length > MOST_ATTRIBUTES)
      refuse(`octet ${span.at}, attribute ${span.type}`, `more than ${MOST_ATTRIBUTES} attributes`);
  }
  return attributes;
}

/** The form of RFC 2865 §5.26 is a recommendation: what has another form is kept whole. */
function decodeVendor(value: Uint8Array): readonly Attribute[] {
  const whole = [{ type: ATTRIBUTE.vendorSpecific, value }];
  if (value.length < VENDOR_ID + 2) return whole;
  const id = new DataView(value.buffer, value.byteOffset).getUint32(0);
  const parts: Attribute[] = [];
  for (let at = VENDOR_ID; at < value.length;) {
    const type = value[at] ?? 0;
    const length = value[at + 1] ?? 0;
    if (length < 2 || at + length > value.length) return whole;
    parts.push({
      type: ATTRIBUTE.vendorSpecific,
      vendor: { id, type },
      value: value.slice(at + 2, at + length),
    });
    at += length;
  }
  return parts;
}

/**
 * Each vendor attribute becomes a Vendor-Specific of its own, which every server understands.
 * @throws Refused when a value does not fit or is empty
 */
export function encodeAttributes(attributes: readonly Attribute[]): Uint8Array {
  return Buffer.concat(attributes.map(encodeAttribute));
}

function encodeAttribute({ type, vendor, value }: Attribute): Uint8Array {
  const place = vendor ? `attribute ${type}, vendor ${vendor.id}, type ${vendor.type}` : `attribute ${type}`;
  if (vendor && type !== ATTRIBUTE.vendorSpecific) refuse(place, 'only type 26 has a vendor');
  if (!isByte(type) || type === 0 || (vendor && (!isByte(vendor.type) || !isVendor(vendor.id))))
    refuse(place, 'a number that does not fit');
  if (value.length === 0) refuse(place, 'an empty value; leave the attribute out');
  if (value.length > (vendor ? LONGEST_VENDOR_VALUE : LONGEST_VALUE))
    refuse(place, `a value of ${value.length} octets`);
  if (!vendor) return Buffer.from([type, value.length + 2, ...value]);
  const id = Buffer.alloc(VENDOR_ID);
  id.writeUInt32BE(vendor.id);
  return Buffer.from([type, value.length + 8, ...id, vendor.type, value.length + 2, ...value]);
}

const isByte = (n: number): boolean => Number.isInteger(n) && n >= 0 && n <= 255;
const isVendor = (n: number): boolean => Number.isInteger(n) && n >= 0 && n <= 0xffffffff;

function refuse(at: string, message: string): never {
  throw new Refused(`not a RADIUS packet: ${at}: ${message}`, { problems: [{ at, message }] });
}
