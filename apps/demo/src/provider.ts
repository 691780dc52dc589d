import type { LineClass } from '@lazaret/kernel';

import { Chance } from './chance.js';

/** How a line gets its IPv4 address: its own for a day, a port block of a shared one, or the same for ever. */
export type Access = 'dynamic' | 'cgnat' | 'static';

/** One line of the demo provider, with the subscriber behind it. */
export interface DemoLine {
  readonly number: number;
  readonly ref: string;
  readonly class: LineClass;
  readonly access: Access;
  /** What the network calls it. */
  readonly userName: string;
  readonly nas: string;
  readonly subscriber: string;
  readonly email: string;
  readonly locale: string;
  readonly timeZone: string;
  /** Delegated to the line for good, as most providers do. Null on lines without IPv6. */
  readonly prefix6: string | null;
  /** Only static lines: one address of their own. */
  readonly address4: string | null;
}

/** The blocks of the demo provider. All are set aside for documentation and benchmarks (RFC 5737, 2544, 3849). */
export const BLOCKS = [
  { prefix: '198.18.0.0/23', class: 'pool' },
  { prefix: '192.0.2.0/28', class: 'cgnat' },
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

/** The ports a carrier-grade NAT hands out, in blocks of one size (RFC 7422 calls it a port range). */
export const PORT_BLOCK = { first: 1024, size: 2016, perAddress: 32 } as const;

const MIX: readonly (readonly [LineClass, Access, number])[] = [
  ['residential', 'dynamic', 300],
  ['residential', 'cgnat', 120],
  ['business', 'static', 40],
  ['shared', 'dynamic', 10],
  ['wholesale', 'dynamic', 10],
  ['protected', 'dynamic', 12],
  ['unknown', 'dynamic', 8],
];

/** A small provider of 500 lines: the same for every run with one seed. */
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
      nas: number % 2 === 0 ? 'bng-north' : 'bng-south',
      subscriber: `C-${id}`,
      email: `subscriber-${id}@mail.example`,
      locale: chance.next() < 0.15 ? 'de' : 'en',
      timeZone: 'Europe/London',
      prefix6: chance.next() < 0.8 ? `2001:db8:1${id.slice(1, 3)}:${id.slice(3)}00::/56` : null,
      address4: access === 'static' ? `198.51.100.${++statics}` : null,
    };
  });
}
