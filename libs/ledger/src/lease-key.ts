import { IpAddress, Refused, type IpPrefix, type PortRange } from '@lazaret/kernel';

/**
 * Where a lease lies, so that one btree finds addresses, prefixes and port blocks by equality.
 *
 * - IPv4 lives in 48 bits, `ip << 16 | port`; `class` counts the significant ones: 32 is an address, 33…48 an
 *   aligned block of its ports, less a prefix. `k2` is 0.
 * - IPv6 has class `128 + length`; `k` is the upper half, `k2` the lower, both as signed 64-bit integers.
 */
export interface LeaseKey {
  /** IANA number, 0 for any. */
  readonly protocol: number;
  readonly class: number;
  readonly k: bigint;
  readonly k2: bigint;
}

const PORT_BITS = 16;
const FULL_V4 = 48;
const V6 = 128;

/** The one key of a prefix; a single address is the prefix of itself. @throws Refused for the prefix of everything. */
export function prefixKey(prefix: IpPrefix, protocol = 0): LeaseKey {
  const { first, length } = prefix;
  if (length === 0) throw new Refused(`${prefix.toString()} is the whole Internet; write a longer prefix`);
  if (first.family === 4) return { protocol, class: length, k: first.value << 16n, k2: 0n };
  return { protocol, class: V6 + length, ...halves(first.value) };
}

/** The fewest aligned blocks that are exactly these ports of an IPv4 address: 30 at most. @throws Refused for IPv6. */
export function portKeys(address: IpAddress, ports: PortRange, protocol = 0): LeaseKey[] {
  if (address.family === 6) throw new Refused(`ports of IPv6 address ${address.toString()} are not shared`);
  const base = address.value << 16n;
  const keys: LeaseKey[] = [];
  for (let port = ports.from; port <= ports.to;) {
    const bits = blockBits(port, ports.to - port + 1);
    keys.push({ protocol, class: FULL_V4 - bits, k: base | BigInt(port), k2: 0n });
    port += 1 << bits;
  }
  return keys;
}

/** Bits of the largest aligned block that begins at `port` and has at most `size` ports. */
function blockBits(port: number, size: number): number {
  let bits = 0;
  while (bits < PORT_BITS && port % (2 << bits) === 0 && 2 << bits <= size) bits++;
  return bits;
}

function halves(value: bigint): { k: bigint; k2: bigint } {
  return { k: BigInt.asIntN(64, value >> 64n), k2: BigInt.asIntN(64, value) };
}
