import { IpAddress, IpPrefix } from '@lazaret/kernel';
import {
  ACCT_STATUS,
  ATTRIBUTE,
  integer,
  ipv4,
  prefix6,
  text,
  time,
  VENDOR,
  vendorInteger,
  vendorIpv4,
  vendorText,
  type Attribute,
} from '@lazaret/radius';

import type { Note } from '../world/session.js';

const STATUS = { start: ACCT_STATUS.start, interim: ACCT_STATUS.interimUpdate, stop: ACCT_STATUS.stop };
const HUAWEI = VENDOR.huawei;

/** What a BNG puts into an Accounting-Request. */
export function attributesOf({ kind, at, arrivesAt, line, session }: Note): readonly Attribute[] {
  const { address4, ports } = session;
  return [
    integer(ATTRIBUTE.acctStatusType, STATUS[kind]),
    text(ATTRIBUTE.acctSessionId, session.id),
    text(ATTRIBUTE.userName, line.userName),
    text(ATTRIBUTE.nasIdentifier, line.bng.name),
    once(line.bng.name, () => ipv4(ATTRIBUTE.nasIpAddress, IpAddress.parse(line.bng.address))),
    text(ATTRIBUTE.calledStationId, session.service),
    time(ATTRIBUTE.eventTimestamp, new Date(at)),
    integer(ATTRIBUTE.acctDelayTime, Math.round((arrivesAt - at) / 1_000)),
    integer(ATTRIBUTE.acctSessionTime, Math.round((at - session.from) / 1_000)),
    // A session behind the NAT has an inside address nobody outside ever sees, and a port range on a shared one.
    ...(ports ? [address(inside(line.number))] : address4 ? [address(address4)] : []),
    ...(ports && address4
      ? [
          vendorIpv4(HUAWEI.id, HUAWEI.natPublicAddress, IpAddress.parse(address4)),
          vendorInteger(HUAWEI.id, HUAWEI.natStartPort, ports.from),
          vendorInteger(HUAWEI.id, HUAWEI.natEndPort, ports.to),
        ]
      : []),
    ...(session.prefix6 ? [prefix(session.prefix6)] : []),
    ...(session.filter === '' ? [] : [profile(line.bng.profileAttribute, session.filter)]),
  ];
}

function profile(attribute: Note['line']['bng']['profileAttribute'], name: string): Attribute {
  const { id, addressList } = VENDOR.mikrotik;
  return attribute === 'filter-id' ? text(ATTRIBUTE.filterId, name) : vendorText(id, addressList, name);
}

/** Addresses and prefixes come again in every record of a session. */
const made = new Map<string, Attribute>();

function once(key: string, make: () => Attribute): Attribute {
  const known = made.get(key) ?? make();
  made.set(key, known);
  return known;
}

function address(of: string): Attribute {
  return once(of, () => ipv4(ATTRIBUTE.framedIpAddress, IpAddress.parse(of)));
}

function prefix(of: string): Attribute {
  return once(of, () => prefix6(ATTRIBUTE.delegatedIpv6Prefix, IpPrefix.parse(of)));
}

function inside(line: number): string {
  return `100.64.${line >> 8}.${line & 255}`;
}
