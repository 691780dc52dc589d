import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import { Refused, type Secret } from '@lazaret/kernel';

import type { Attribute } from './attribute.js';
import { ATTRIBUTE, CODE } from './numbers.js';
import { AUTHENTICATOR, HEADER, layPacket, openPacket, type Packet } from './packet.js';

const NOTHING = new Uint8Array(16);

/** What a packet we send says; identifier, authenticators and length come by themselves. */
export interface Message {
  readonly code: number;
  readonly attributes: readonly Attribute[];
}

/** Requests whose authenticator is a digest keyed by the secret (RFC 2866 §3, RFC 5176 §2.3). */
const KEYED: readonly number[] = [CODE.accountingRequest, CODE.disconnectRequest, CODE.coaRequest];
/** Which answers a request may have. */
const ANSWERS: Readonly<Record<number, readonly number[]>> = {
  [CODE.accessRequest]: [CODE.accessAccept, CODE.accessReject],
  [CODE.accountingRequest]: [CODE.accountingResponse],
  [CODE.disconnectRequest]: [CODE.disconnectAck, CODE.disconnectNak],
  [CODE.coaRequest]: [CODE.coaAck, CODE.coaNak],
};
/** RFC 2866 §4 knows no Message-Authenticator. */
const ACCOUNTING: readonly number[] = [CODE.accountingRequest, CODE.accountingResponse];

/**
 * A signed Accounting-, CoA- or Disconnect-Request. The latter two begin with a Message-Authenticator (RFC 5176 §3.4);
 * first of all, so that no digest can be forged by what comes before it.
 * @throws Refused when the code is another, or something does not fit
 */
export function encodeRequest(
  { code, identifier, attributes }: Message & { readonly identifier: number },
  secret: Secret,
): Uint8Array {
  if (!KEYED.includes(code)) throw new Refused(`a request of code ${code} is not ours to send`);
  const octets = layPacket({ code, identifier, authenticator: NOTHING, attributes: led(code, attributes) });
  return sign(octets, NOTHING, secret);
}

/**
 * A signed answer to `request`, with its Proxy-States as they came (RFC 2865 §5.33, RFC 5176 §3.1).
 * @throws Refused when the request has no such answer, or something does not fit
 */
export function encodeReply(request: Packet, { code, attributes }: Message, secret: Secret): Uint8Array {
  if (!(ANSWERS[request.code] ?? []).includes(code))
    throw new Refused(`code ${code} is no answer to code ${request.code}`);
  const { authenticator, identifier } = request;
  const passed = request.attributes.filter((a) => a.type === ATTRIBUTE.proxyState && a.value.length > 0);
  const octets = layPacket({
    code,
    identifier,
    authenticator,
    attributes: led(code, [...attributes, ...passed]),
  });
  return sign(octets, authenticator, secret);
}

/**
 * Whether an Accounting-, CoA- or Disconnect-Request comes from somebody who knows the secret: its authenticator, and
 * its Message-Authenticator wherever it has one. False for every other code and for what is no packet.
 */
export function verifyRequest(bytes: Uint8Array, secret: Secret): boolean {
  const opened = tryOpen(bytes);
  if (opened === undefined || !KEYED.includes(opened.octets[0] ?? 0)) return false;
  return verify(opened, NOTHING, secret);
}

/**
 * Whether `bytes` is an answer to `request` by somebody who knows the secret: code, identifier, Response Authenticator
 * (RFC 2865 §3), and the Message-Authenticator if there is one.
 */
export function verifyReply(bytes: Uint8Array, request: Packet, secret: Secret): boolean {
  const opened = tryOpen(bytes);
  if (opened === undefined || opened.octets[1] !== request.identifier) return false;
  if (!(ANSWERS[request.code] ?? []).includes(opened.octets[0] ?? 0)) return false;
  return verify(opened, request.authenticator, secret);
}

/** Puts the Message-Authenticator, still zero, at the head. */
function led(code: number, attributes: readonly Attribute[]): readonly Attribute[] {
  if (attributes.some((a) => a.type === ATTRIBUTE.messageAuthenticator))
    throw new Refused('a Message-Authenticator is made here, not given');
  if (ACCOUNTING.includes(code)) return attributes;
  return [{ type: ATTRIBUTE.messageAuthenticator, value: NOTHING }, ...attributes];
}

/** @param authenticator what both digests see in its place: zeros in a request, the request's in an answer */
function sign(octets: Buffer, authenticator: Uint8Array, secret: Secret): Uint8Array {
  octets.set(authenticator, AUTHENTICATOR.from);
  if (octets[HEADER] === ATTRIBUTE.messageAuthenticator) octets.set(hmac(octets, secret), HEADER + 2);
  octets.set(digest(octets, secret), AUTHENTICATOR.from);
  return octets;
}

function verify(
  { octets, spans }: ReturnType<typeof openPacket>,
  authenticator: Uint8Array,
  secret: Secret,
): boolean {
  const claimed = octets.slice(AUTHENTICATOR.from, AUTHENTICATOR.to);
  const seen = Uint8Array.from(octets);
  seen.set(authenticator, AUTHENTICATOR.from);
  if (!timingSafeEqual(claimed, digest(seen, secret))) return false;
  const [span, second] = spans.filter(({ type }) => type === ATTRIBUTE.messageAuthenticator);
  if (span === undefined) return true;
  if (second !== undefined || span.length !== 18) return false;
  const value = seen.slice(span.at + 2, span.at + 18);
  seen.set(NOTHING, span.at + 2);
  return timingSafeEqual(value, hmac(seen, secret));
}

function digest(octets: Uint8Array, secret: Secret): Buffer {
  return createHash('md5').update(octets).update(secret.reveal()).digest();
}

function hmac(octets: Uint8Array, secret: Secret): Buffer {
  return createHmac('md5', secret.reveal()).update(octets).digest();
}

function tryOpen(bytes: Uint8Array): ReturnType<typeof openPacket> | undefined {
  try {
    return openPacket(bytes);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
