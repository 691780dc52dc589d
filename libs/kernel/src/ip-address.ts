import ipaddr from 'ipaddr.js';

import { Refused } from './errors.js';

/**
 * One IPv4 or IPv6 address. IPv4-mapped IPv6 (`::ffff:192.0.2.1`) is the IPv4 address it carries, so that one
 * host has one spelling.
 */
export class IpAddress {
  private constructor(
    readonly family: 4 | 6,
    /** The address as an unsigned number of 32 or 128 bits. */
    readonly value: bigint,
    private readonly text: string,
  ) {}

  /** @throws Refused when `text` is not exactly one address in its usual notation. */
  static parse(text: string): IpAddress {
    return IpAddress.tryParse(text) ?? refuse(`not an IP address: ${quote(text)}`);
  }

  static tryParse(text: string): IpAddress | undefined {
    const trimmed = text.trim();
    // Asked for IPv4 first, the library would make and throw an error for every IPv6 address.
    const valid = trimmed.includes(':')
      ? ipaddr.IPv6.isValid(trimmed)
      : ipaddr.IPv4.isValidFourPartDecimal(trimmed);
    if (!valid) return undefined;
    // A zone (`fe80::1%eth0`) names an interface of one machine; it means nothing here.
    if (trimmed.includes('%')) return undefined;
    const parsed = ipaddr.process(trimmed);
    return new IpAddress(parsed.kind() === 'ipv4' ? 4 : 6, toNumber(parsed.toByteArray()), parsed.toString());
  }

  get bits(): 32 | 128 {
    return this.family === 4 ? 32 : 128;
  }

  /** RFC 5952 spelling for IPv6, dotted decimal for IPv4. */
  toString(): string {
    return this.text;
  }
}

/** An address block. Host bits must be zero: `192.0.2.1/24` is a mistake worth telling. */
export class IpPrefix {
  private constructor(
    readonly first: IpAddress,
    readonly length: number,
  ) {}

  /** A bare address is the block of itself. @throws Refused */
  static parse(text: string): IpPrefix {
    const [address = '', length, ...rest] = text.trim().split('/');
    const first = IpAddress.parse(address);
    const bits = length === undefined ? first.bits : Number(length);
    if (rest.length > 0 || !/^\d{1,3}$/.test(length ?? '0') || bits > first.bits)
      return refuse(`not an address block: ${quote(text)}`);
    const host = BigInt(first.bits - bits);
    if ((first.value >> host) << host !== first.value)
      return refuse(`${quote(text)} has host bits set; write the first address of the block`);
    return new IpPrefix(first, bits);
  }

  contains(address: IpAddress): boolean {
    const host = BigInt(this.first.bits - this.length);
    return this.first.family === address.family && this.first.value >> host === address.value >> host;
  }

  toString(): string {
    return `${this.first.toString()}/${this.length}`;
  }
}

function toNumber(bytes: readonly number[]): bigint {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function refuse(message: string): never {
  throw new Refused(message);
}
