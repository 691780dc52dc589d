import { ATTRIBUTE, readHex, readInteger, readPrefix6, readText, readTime, VENDOR } from '@lazaret/radius';
import type { Attribute } from '@lazaret/radius';

type Writer = (attribute: Attribute) => string | undefined;

const quoted: Writer = (attribute) => {
  const text = readText(attribute);
  return text === undefined ? undefined : `"${text.replace(/["\\]/g, '\\$&').replace(/\p{Cc}/gu, '?')}"`;
};
const number: Writer = (attribute) => readInteger(attribute)?.toString();
const address: Writer = ({ value }) => (value.length === 4 ? value.join('.') : undefined);
/** The reader of the packets' own library checks every prefix; the same ones come again and again. */
const prefixes = new WeakMap<Attribute, string | undefined>();
const prefix: Writer = (attribute) => {
  if (!prefixes.has(attribute)) prefixes.set(attribute, readPrefix6(attribute)?.toString());
  return prefixes.get(attribute);
};
const STATUS: Readonly<Record<number, string>> = { 1: 'Start', 2: 'Stop', 3: 'Interim-Update', 7: 'Accounting-On', 8: 'Accounting-Off' }; // prettier-ignore

/** What the dictionary says of an attribute: its name, and how its value is printed. */
const DICTIONARY: Readonly<Record<number, readonly [string, Writer]>> = {
  [ATTRIBUTE.acctStatusType]: ['Acct-Status-Type', (a) => STATUS[readInteger(a) ?? 0]],
  [ATTRIBUTE.acctSessionId]: ['Acct-Session-Id', quoted],
  [ATTRIBUTE.userName]: ['User-Name', quoted],
  [ATTRIBUTE.nasIdentifier]: ['NAS-Identifier', quoted],
  [ATTRIBUTE.nasIpAddress]: ['NAS-IP-Address', address],
  [ATTRIBUTE.calledStationId]: ['Called-Station-Id', quoted],
  [ATTRIBUTE.eventTimestamp]: ['Event-Timestamp', (a) => `"${stamp(readTime(a))}"`],
  [ATTRIBUTE.acctDelayTime]: ['Acct-Delay-Time', number],
  [ATTRIBUTE.acctSessionTime]: ['Acct-Session-Time', number],
  [ATTRIBUTE.framedIpAddress]: ['Framed-IP-Address', address],
  [ATTRIBUTE.delegatedIpv6Prefix]: ['Delegated-IPv6-Prefix', prefix],
  [ATTRIBUTE.filterId]: ['Filter-Id', quoted],
};
const { huawei, mikrotik } = VENDOR;
const VENDORS: Readonly<Record<string, readonly [string, Writer]>> = {
  [`${huawei.id}.${huawei.natPublicAddress}`]: ['Huawei-NAT-Public-Address', address],
  [`${huawei.id}.${huawei.natStartPort}`]: ['Huawei-NAT-Start-Port', number],
  [`${huawei.id}.${huawei.natEndPort}`]: ['Huawei-NAT-End-Port', number],
  [`${mikrotik.id}.${mikrotik.addressList}`]: ['Mikrotik-Address-List', quoted],
};

/** One record in the layout of FreeRADIUS's `detail` module. @param received when the server had it, by the demo's clock */
export function writeDetail(attributes: readonly Attribute[], received: number): string {
  const lines = attributes.map((attribute) => {
    const [name, writer] = entryOf(attribute);
    return `\t${name} = ${writer(attribute) ?? `0x${readHex(attribute)}`}\n`;
  });
  return `${date(received)}\n${lines.join('')}\tTimestamp = ${Math.floor(received / 1_000)}\n\n`;
}

function entryOf({ type, vendor }: Attribute): readonly [string, Writer] {
  const known = vendor ? VENDORS[`${vendor.id}.${vendor.type}`] : DICTIONARY[type];
  return known ?? [`Attr-${type}${vendor ? `.${vendor.id}.${vendor.type}` : ''}`, () => undefined];
}

/** `Thu Nov 12 09:41:07 2026` */
function date(at: number): string {
  return new Date(at).toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '$1 $3 $2 $5 $4');
}

/** `Nov 12 2026 09:41:07 UTC`, as FreeRADIUS prints dates. */
function stamp(at: Date | undefined): string {
  return (at ?? new Date(0))
    .toUTCString()
    .replace(/^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '$2 $1 $3 $4 UTC');
}
