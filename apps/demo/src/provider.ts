import type { LineClass } from '@lazaret/kernel';

import { Chance } from './chance.js';

/**
 * How a line gets its IPv4 address: for weeks, for a night and a day, a port block of a shared one for weeks, or the
 * same for ever.
 */
export type Access = 'dynamic' | 'nightly' | 'cgnat' | 'static';

/** What else a line carries beside Internet access, in a session of its own. */
export type Service = 'internet' | 'voice' | 'tv' | 'management';

/** One line of the demo provider, with the subscriber behind it. */
export interface DemoLine {
  readonly number: number;
  readonly ref: string;
  readonly class: LineClass;
  readonly access: Access;
  /** What the network calls it. */
  readonly userName: string;
  readonly bng: Bng;
  readonly subscriber: string;
  readonly email: string;
  /** One of the numbers that the regulator keeps for fiction. */
  readonly phone: string;
  readonly locale: string;
  readonly timeZone: string;
  /** Delegated to the line for good, as most providers do. Null on lines without IPv6. */
  readonly prefix6: string | null;
  /** Only static lines: one address of their own. */
  readonly address4: string | null;
  /** A second session of the same User-Name. */
  readonly also: Exclude<Service, 'internet'> | null;
}

/** A BNG: how it calls itself, and the attribute in which it is told, and tells, what to hold back. */
export interface Bng {
  readonly name: string;
  readonly address: string;
  readonly profileAttribute: 'filter-id' | 'mikrotik-address-list';
}

export const BNGS: readonly Bng[] = [
  { name: 'bng-north', address: '198.51.100.241', profileAttribute: 'filter-id' },
  { name: 'bng-south', address: '198.51.100.242', profileAttribute: 'filter-id' },
  { name: 'bng-west', address: '198.51.100.243', profileAttribute: 'mikrotik-address-list' },
];

/** The profiles that are configured on every BNG. A session has the open one until it is told otherwise. */
export const PROFILES = { open: 'internet', leaky: 'lazaret-leaky', strict: 'lazaret-strict' } as const;

export function isHeld(filter: string): boolean {
  return filter === PROFILES.leaky || filter === PROFILES.strict;
}

/** The blocks of the demo provider. All are set aside for documentation and benchmarks (RFC 5737, 2544, 3849). */
export const BLOCKS = [
  { prefix: '198.18.0.0/20', class: 'pool' },
  { prefix: '192.0.2.0/26', class: 'cgnat' },
  { prefix: '198.51.100.0/24', class: 'pool' },
  { prefix: '198.51.100.240/28', class: 'own' },
  {
    prefix: '203.0.113.64/27',
    class: 'delegated',
    organisation: 'Harbour Hosting',
    abuse: 'abuse@harbour.example',
  },
  {
    prefix: '203.0.113.128/27',
    class: 'foreign',
    organisation: 'Roaming partner',
    abuse: 'abuse@partner.example',
  },
  { prefix: '2001:db8:100::/40', class: 'pool' },
] as const;

/** The addresses that change hands: all of the first block but its ends. */
export const POOL: readonly string[] = Array.from(
  { length: 4_094 },
  (_, i) => `198.18.${(i + 1) >> 8}.${(i + 1) & 255}`,
);

/** The ports a carrier-grade NAT hands out, in blocks of one size (RFC 7422 calls it a port range). */
export const PORT_BLOCK = { first: 1024, size: 2016, perAddress: 32 } as const;
/** Never held by anybody: a scan of it must be refused for want of a port while its neighbours are in use. */
export const SHARED_ADDRESSES: readonly string[] = Array.from({ length: 40 }, (_, i) => `192.0.2.${i + 1}`);

const MIX: readonly (readonly [LineClass, Access, number])[] = [
  ['residential', 'dynamic', 2_870],
  ['residential', 'nightly', 250],
  ['residential', 'cgnat', 1_200],
  ['business', 'static', 230],
  ['shared', 'dynamic', 60],
  ['wholesale', 'dynamic', 120],
  ['protected', 'dynamic', 120],
  ['unknown', 'dynamic', 150],
];
export const LINES = 5_000;

/** A provider of 5,000 lines behind three BNGs: the same for every run with one seed. */
export function provider(seed: number): DemoLine[] {
  const chance = new Chance(seed);
  const kinds = MIX.flatMap(([kind, access, count]) =>
    Array.from({ length: count }, () => [kind, access] as const),
  );
  let statics = 0;
  return chance.shuffle(kinds).map(([kind, access], index) => {
    const number = index + 1;
    const id = String(number).padStart(5, '0');
    return {
      number,
      ref: `NL-${id}`,
      class: kind,
      access,
      userName: `nl${id}@northlight.example`,
      bng: chance.pick(BNGS),
      subscriber: `C-${id}`,
      email: `subscriber-${id}@mail.example`,
      phone: phoneOf(number),
      locale: chance.next() < 0.15 ? 'de' : 'en',
      timeZone: 'Europe/London',
      prefix6: chance.next() < 0.5 ? `2001:db8:1${id.slice(1, 3)}:${id.slice(3)}00::/56` : null,
      address4: access === 'static' ? `198.51.100.${++statics}` : null,
      also: alsoOn(kind, chance),
    };
  });
}

/** Blocks of a thousand numbers that Ofcom has set aside for drama. */
const FICTION = ['+44 7700 900', '+44 20 7946 0', '+44 161 496 0', '+44 121 496 0', '+44 117 496 0'] as const;

/** Of the line's number alone, so that nothing else of the world depends on it. */
function phoneOf(number: number): string {
  const index = number - 1;
  const block = FICTION[index % FICTION.length] ?? FICTION[0];
  return `${block}${String(Math.floor(index / FICTION.length)).padStart(3, '0')}`;
}

function alsoOn(kind: LineClass, chance: Chance): DemoLine['also'] {
  const drawn = chance.next();
  if (kind === 'business') return drawn < 0.2 ? 'management' : null;
  if (kind === 'wholesale') return null;
  if (drawn < 0.05) return 'voice';
  return drawn < 0.08 ? 'tv' : null;
}
