import { Refused } from '@lazaret/kernel';

import { decodeAttributes, encodeAttributes, findSpans, type Attribute, type Span } from './attribute.js';

export interface Packet {
  /** One of `CODE`, or another. */
  readonly code: number;
  /** 0 to 255. */
  readonly identifier: number;
  /** 16 octets. */
  readonly authenticator: Uint8Array;
  readonly attributes: readonly Attribute[];
}

/** Code, identifier, length and authenticator (RFC 2865 §3). */
export const HEADER = 20;
/** RFC 2865 §3; RFC 2866 §3 says 4095, and nobody counts that way. */
export const LONGEST_PACKET = 4096;
export const AUTHENTICATOR = { from: 4, to: HEADER } as const;

/**
 * Reads one datagram. Octets beyond the length the packet claims are padding (RFC 2865 §3). Nothing is verified here.
 * @throws Refused naming the octet; never anything else, whatever the bytes
 */
export function decodePacket(bytes: Uint8Array): Packet {
  const { octets, spans } = openPacket(bytes);
  return {
    code: octets[0] ?? 0,
    identifier: octets[1] ?? 0,
    authenticator: octets.slice(AUTHENTICATOR.from, AUTHENTICATOR.to),
    attributes: decodeAttributes(octets, spans),
  };
}

/**
 * The packet without its padding, and where its attributes lie.
 * @throws Refused
 */
export function openPacket(bytes: Uint8Array): { octets: Uint8Array; spans: readonly Span[] } {
  if (bytes.length < HEADER) refuse('octet 0', `${bytes.length} octets are fewer than ${HEADER}`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint16(2);
  if (length < HEADER || length > LONGEST_PACKET) refuse('octet 2', `a length of ${length}`);
  if (length > bytes.length) refuse('octet 2', `a length of ${length}, and ${bytes.length} octets came`);
  // A Buffer's slices share its memory; those of a plain array are copies.
  const octets = new Uint8Array(bytes.buffer, bytes.byteOffset, length);
  return { octets, spans: findSpans(octets, HEADER) };
}

/**
 * The octets of a packet before it is signed.
 * @throws Refused when something does not fit
 */
export function layPacket(packet: Packet): Buffer {
  const attributes = encodeAttributes(packet.attributes);
  const length = HEADER + attributes.length;
  if (length > LONGEST_PACKET) refuse('octet 2', `a length of ${length}`);
  const { code, identifier } = packet;
  if (!Number.isInteger(identifier) || identifier < 0 || identifier > 255)
    refuse('octet 1', `an identifier of ${identifier}`);
  return Buffer.concat([
    Buffer.from([code, identifier, length >> 8, length & 0xff]),
    packet.authenticator,
    attributes,
  ]);
}

function refuse(at: string, message: string): never {
  throw new Refused(`not a RADIUS packet: ${at}: ${message}`, { problems: [{ at, message }] });
}
