import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { IpAddress, IpPrefix, PortRange } from '@lazaret/kernel';

import { portKeys, prefixKey, type LeaseKey } from './lease-key.js';

const shared = IpAddress.parse('198.51.100.7');
const range = fc
  .tuple(fc.integer({ min: 1, max: 65_535 }), fc.integer({ min: 1, max: 65_535 }))
  .map(([a, b]) => PortRange.of(Math.min(a, b), Math.max(a, b)));
const v6 = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map(addressOf);

function addressOf(value: bigint): IpAddress {
  const groups = Array.from({ length: 8 }, (_, i) => (value >> BigInt(112 - 16 * i)) & 0xffffn);
  return IpAddress.parse(groups.map((g) => g.toString(16)).join(':'));
}

function block(address: IpAddress, length: number): IpPrefix {
  const host = BigInt(128 - length);
  return IpPrefix.parse(`${addressOf((address.value >> host) << host).toString()}/${length}`);
}

/** What the house's SQL does for each class: cuts the observation's key to the significant bits and compares. */
function holds(key: LeaseKey, address: IpAddress, port: number | null): boolean {
  const cut = (value: bigint, drop: number): bigint => (value >> BigInt(drop)) << BigInt(drop);
  if (address.family === 6) {
    const value = cut(address.value, 256 - key.class);
    return key.k === BigInt.asIntN(64, value >> 64n) && key.k2 === BigInt.asIntN(64, value);
  }
  if (key.class > 32 && port === null) return false;
  return key.k === cut((address.value << 16n) | BigInt(port ?? 0), 48 - key.class);
}

const found = (keys: readonly LeaseKey[], address: IpAddress, port: number | null): number =>
  keys.filter((key) => holds(key, address, port)).length;

describe('the key of a lease', () => {
  it.each([
    ['203.0.113.7', 32, 0xcb007107n << 16n, 0n],
    ['203.0.113.0/29', 29, 0xcb007100n << 16n, 0n],
    ['2001:db8:1:200::/56', 128 + 56, 0x20010db800010200n, 0n],
    ['2001:db8::5', 256, 0x20010db800000000n, 5n],
    ['ff00::/8', 136, -(1n << 56n), 0n],
  ])('%s', (prefix, leaseClass, k, k2) => {
    expect(prefixKey(IpPrefix.parse(prefix))).toEqual({ protocol: 0, class: leaseClass, k, k2 });
  });

  it.each([
    [1, 512, 10],
    [1024, 2047, 1],
    [1024, 6063, 8],
    [1, 65_535, 16],
    [1, 65_534, 30],
  ])('ports %i-%i take %i blocks', (from, to, blocks) => {
    expect(portKeys(shared, PortRange.of(from, to))).toHaveLength(blocks);
  });

  it('refuses the prefix of everything', () => {
    expect(() => prefixKey(IpPrefix.parse('::/0'))).toThrow('whole Internet');
  });

  it('finds a port exactly once inside its range and never outside', () => {
    fc.assert(
      fc.property(range, fc.integer({ min: 1, max: 65_535 }), (ports, port) => {
        const keys = portKeys(shared, ports);
        expect(keys.length).toBeLessThanOrEqual(30);
        expect(found(keys, shared, port)).toBe(ports.contains(port) ? 1 : 0);
        expect(found(keys, shared, ports.from)).toBe(1);
        expect(found(keys, shared, ports.to)).toBe(1);
        expect(found(keys, shared, null)).toBe(0);
        expect(found(keys, IpAddress.parse('198.51.100.8'), port)).toBe(0);
      }),
    );
  });

  it('covers a range with blocks that neither overlap nor leave anything out', () => {
    fc.assert(
      fc.property(range, (ports) => {
        const spans = portKeys(shared, ports).map(
          (key) => [Number(key.k & 0xffffn), 1 << (48 - key.class)] as const,
        );
        let next = ports.from;
        for (const [from, size] of spans) {
          expect(from).toBe(next);
          expect(from % size).toBe(0);
          next += size;
        }
        expect(next).toBe(ports.to + 1);
      }),
    );
  });

  it('finds an IPv6 address in every prefix that contains it, and in no other', () => {
    fc.assert(
      fc.property(v6, v6, fc.integer({ min: 1, max: 128 }), (held, asked, length) => {
        const prefix = block(held, length);
        const key = prefixKey(prefix);
        // A random IPv4-mapped address would become IPv4; none is generated often enough to matter, but be exact.
        fc.pre(held.family === 6 && asked.family === 6);
        expect(found([key], held, null)).toBe(1);
        expect(found([key], asked, null)).toBe(prefix.contains(asked) ? 1 : 0);
      }),
    );
  });
});
