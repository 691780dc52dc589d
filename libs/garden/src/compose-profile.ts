import { GARDEN_PROFILES, Refused, type GardenProfile, IpPrefix, type IpAddress } from '@lazaret/kernel';

import type { Nas } from './nas.config.js';

/** One garden profile as NAS of one kind are told of it before any order names it. */
export interface ProfileText {
  /** Keys of the NAS file. */
  readonly nas: readonly string[];
  readonly driver: Nas['driver'];
  readonly profile: GardenProfile;
  /** What the orders name. */
  readonly name: string;
  /** To be read by an engineer, and pasted. */
  readonly text: string;
}

/** What passes in every profile beside the emergency set. */
export interface Passing {
  /** Where the portal is reached. */
  readonly portal: readonly IpAddress[];
  /** The allow-list: the voice platform, places that help. */
  readonly allow: readonly IpPrefix[];
}

/** DNS, NTP and IPsec; the last carries calls over Wi-Fi. Whatever else happens, these pass. */
const ALWAYS = { udp: [53, 123, 500, 4500], tcp: [53] } as const;

/**
 * Both profiles for each kind of NAS in the file; NAS that need the same text share one.
 * @throws Refused naming the place of a name that is no name of an access list
 */
export function composeProfiles(all: readonly Nas[], passing: Passing): ProfileText[] {
  const texts = new Map<string, ProfileText>();
  for (const nas of all)
    for (const profile of GARDEN_PROFILES) {
      const name = nas.profiles[profile];
      const key = JSON.stringify([nas.driver, profile, name]);
      const same = texts.get(key)?.nas ?? [];
      const text = nas.driver === 'mikrotik' ? routerOs : accessLists;
      const lines = text({ name: checked(name, nas, profile), profile, ...passing });
      texts.set(key, {
        nas: [...same, nas.key], driver: nas.driver, profile, name, text: lines.join('\n'),
      }); // prettier-ignore
    }
  return [...texts.values()];
}

interface Wanted extends Passing {
  readonly name: string;
  readonly profile: GardenProfile;
}

/** Named access lists in the words of IOS, which most engineers read; Filter-Id names them. */
function accessLists(wanted: Wanted): string[] {
  const { name, profile } = wanted;
  const list = (family: 4 | 6): string[] => {
    const ip = family === 4 ? 'ip' : 'ipv6';
    return [
      family === 4 ? `ip access-list extended ${name}` : `ipv6 access-list ${name}`,
      ' remark DNS, NTP, IPsec and calls over Wi-Fi always pass',
      ...ALWAYS.udp.map((port) => ` permit udp any any eq ${port}`),
      ...ALWAYS.tcp.map((port) => ` permit tcp any any eq ${port}`),
      ...(family === 6 ? [' permit icmp any any'] : []),
      ' remark the portal, and what always passes',
      ...free(wanted, family).map((prefix) => ` permit ${ip} any ${place(prefix)}`),
      ...(profile === 'leaky'
        ? [` remark here: deny ${ip} any … for each known-bad destination`, ` permit ${ip} any any`]
        : [` deny ${ip} any any`]),
    ];
  }; // prettier-ignore
  return [
    `! ${name}: what Filter-Id = "${name}" does to packets that come from a session, in the words of IOS. Other makes have other words.`,
    `! Not in it: ${profile === 'leaky' ? 'leading the first web page (TCP 80) to the portal, once' : 'leading web pages (TCP 80) to the portal'}. Never touch TLS.`,
    ...silent(wanted).map((line) => `! ${line}`),
    ...list(4),
    ...list(6),
  ];
}

/** Firewall rules for sessions whose address is in the list that Mikrotik-Address-List names. */
function routerOs(wanted: Wanted): string[] {
  const { name, profile, portal } = wanted;
  const [list, web] = [quoted(name), quoted(`${name}-web`)];
  const page = portal.find(({ family }) => family === 4);
  const jump = `src-address-list=${list} action=jump`;
  const leave = profile === 'leaky' ? 'dst-address-list=lazaret-bad ' : '';
  return [
    `# ${name}: what Mikrotik-Address-List = "${name}" does to a session. RouterOS 7, IPv4; the order of the rules counts.`,
    '# IPv6 is not in it: write the same under /ipv6 firewall, and try whether your release lists the IPv6 of a session at all.',
    '# Move the jumps before rules that accept or fasttrack established connections: else what is open stays open.',
    ...silent(wanted).map((line) => `# ${line}`),
    '/ip firewall address-list',
    ...free(wanted, 4).map((prefix) => `add list=lazaret-free address=${prefix.toString()}`),
    ...(profile === 'leaky' ? ['# Yours to fill, with known-bad destinations: add list=lazaret-bad address=…'] : []),
    '/ip firewall filter',
    `add chain=forward ${jump} jump-target=${list}`,
    `add chain=${list} dst-address-list=lazaret-free action=return`,
    `add chain=${list} protocol=udp dst-port=${ALWAYS.udp.join()} action=return comment="DNS, NTP, IPsec, calls over Wi-Fi"`,
    `add chain=${list} protocol=tcp dst-port=${ALWAYS.tcp.join()} action=return`,
    `add chain=${list} ${leave}action=reject reject-with=icmp-admin-prohibited`,
    ...(page === undefined
      ? ['# The portal has no IPv4 address: web pages are led nowhere.']
      : [
          '/ip firewall nat',
          `add chain=dstnat protocol=tcp dst-port=80 dst-address-list=!lazaret-free ${jump} jump-target=${web}`,
          ...(profile === 'leaky'
            ? [
                `add chain=${web} src-address-list=lazaret-shown action=return comment="once is enough"`,
                `add chain=${web} action=add-src-to-address-list address-list=lazaret-shown address-list-timeout=1d`,
              ]
            : []),
          `add chain=${web} protocol=tcp action=dst-nat to-addresses=${page.toString()} to-ports=80`,
        ]),
  ]; // prettier-ignore
}

/** An access list has a plain name; a firewall of RouterOS takes any. */
function checked(name: string, { driver, key }: Nas, profile: GardenProfile): string {
  if (driver === 'mikrotik' || /^[\w.-]+$/.test(name)) return name;
  throw new Refused('a garden profile cannot be written down', {
    problems: [
      {
        at: `nas.${key}.profiles.${profile}`,
        message: 'an access list is named in letters, digits, dots, dashes',
      },
    ],
  });
}

/** A strict profile that names no voice platform cuts off telephones, and with them emergency calls. */
function silent({ profile, allow }: Wanted): string[] {
  return profile === 'strict' && allow.length === 0
    ? ['TELEPHONES ARE CUT OFF: name your voice platform with --allow before you use this.']
    : [];
}

function free({ portal, allow }: Passing, family: 4 | 6): IpPrefix[] {
  const all = [...portal.map((address) => IpPrefix.parse(address.toString())), ...allow];
  return all.filter(({ first }) => first.family === family);
}

function place(prefix: IpPrefix): string {
  const { first, length } = prefix;
  if (length === first.bits) return `host ${first.toString()}`;
  if (first.family === 6) return prefix.toString();
  // IOS masks the other way round.
  const wild = 2 ** (32 - length) - 1;
  return `${first.toString()} ${[24, 16, 8, 0].map((bits) => Math.floor(wild / 2 ** bits) % 256).join('.')}`;
}

function quoted(name: string): string {
  return `"${name.replaceAll(/[\\"$]/g, '\\$&')}"`;
}
