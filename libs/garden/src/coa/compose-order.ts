import { IpAddress, Refused, type Instant } from '@lazaret/kernel';
import {
  ATTRIBUTE,
  VENDOR,
  integer,
  ipv4,
  ipv6,
  octets,
  text,
  time,
  vendorText,
  type Attribute,
} from '@lazaret/radius';

import type { Order } from '../enforcer.js';

/** How a NAS wants to be told; of an entry in the NAS file. */
export interface Dialect {
  readonly driver: 'filter-id' | 'mikrotik';
  readonly profiles: { readonly leaky: string; readonly strict: string };
  /** The name that holds nothing back. */
  readonly open: string;
  readonly expiry: 'session-timeout' | 'none';
  readonly sessionTimeout?: number | undefined;
}

/** The network holds a restriction for a day at most, so that everybody is free a day after we died. */
const LONGEST_HOLD_SECONDS = 86_400;

/**
 * The attributes of the CoA-Request (RFC 5176 §2.2): who is meant (§3), what is to change, and when it was said. One
 * request changes the session, and so its IPv4 and its IPv6.
 * @param now real time: the NAS compares it with its own clock (RFC 5176 §6.3)
 * @throws Refused when a name does not fit into an attribute, or the hold is longer than a day
 */
export function composeOrder(order: Order, dialect: Dialect, now: Instant): readonly Attribute[] {
  return [
    ...holder(order.holder),
    nas(order.nas),
    text(ATTRIBUTE.acctSessionId, order.acctSessionId),
    profile(order.kind === 'confine' ? dialect.profiles[order.profile] : dialect.open, dialect.driver),
    ...timeout(order, dialect),
    time(ATTRIBUTE.eventTimestamp, now),
  ];
}

/** RFC 5176 §3 wants User-Name or CUI beside the session (why: §6.1). Other kinds name it in other ways, or not. */
function holder(named: Order['holder']): readonly Attribute[] {
  if (named === null) return [];
  const { kind, value } = named;
  switch (kind) {
    case 'cui':
      return [chargeable(value)];
    case 'user-name':
      return [text(ATTRIBUTE.userName, value)];
    case 'calling-station':
      return [text(ATTRIBUTE.callingStationId, value)];
    case 'circuit':
    case 'duid':
    case 'static':
      return [];
  }
}

/** A CUI is octets (RFC 4372 §2.2); the ledger writes one that is no text as `0x…`. */
function chargeable(value: string): Attribute {
  const [, hex] = /^0x((?:[\da-f]{2})+)$/i.exec(value) ?? [];
  return hex === undefined
    ? text(ATTRIBUTE.chargeableUserIdentity, value)
    : octets(ATTRIBUTE.chargeableUserIdentity, Buffer.from(hex, 'hex'));
}

/** As the NAS named itself (RFC 5176 §3). */
function nas(name: string): Attribute {
  const address = IpAddress.tryParse(name);
  if (address === undefined) return text(ATTRIBUTE.nasIdentifier, name);
  return address.family === 4
    ? ipv4(ATTRIBUTE.nasIpAddress, address)
    : ipv6(ATTRIBUTE.nasIpv6Address, address);
}

function profile(name: string, driver: Dialect['driver']): Attribute {
  switch (driver) {
    case 'filter-id':
      return text(ATTRIBUTE.filterId, name);
    case 'mikrotik':
      return vendorText(VENDOR.mikrotik.id, VENDOR.mikrotik.addressList, name);
  }
}

/** Session-Timeout (RFC 2865 §5.27): the NAS ends a confined session by itself, and a released one as it always did. */
function timeout({ kind, holdSeconds }: Order, { expiry, sessionTimeout }: Dialect): readonly Attribute[] {
  if (expiry === 'none') return [];
  if (kind === 'release')
    return sessionTimeout === undefined ? [] : [integer(ATTRIBUTE.sessionTimeout, sessionTimeout)];
  if (!(holdSeconds >= 1 && holdSeconds <= LONGEST_HOLD_SECONDS))
    throw new Refused(`a hold of ${holdSeconds} seconds; 1 to ${LONGEST_HOLD_SECONDS} are possible`);
  return [integer(ATTRIBUTE.sessionTimeout, Math.floor(holdSeconds))];
}
