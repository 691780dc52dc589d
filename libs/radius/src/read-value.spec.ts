import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { IpAddress, IpPrefix, Refused } from '@lazaret/kernel';

import type { Attribute } from './attribute.js';
import * as make from './make-value.js';
import { ATTRIBUTE, VENDOR } from './numbers.js';
import { decodePacket } from './packet.js';
import * as read from './read-value.js';

const hex = (text: string): Attribute => ({ type: 97, value: Buffer.from(text.replaceAll(' ', ''), 'hex') });

/** As people write it. */
function address(attribute: Attribute | undefined): string {
  const octets = read.readHex(attribute) ?? '';
  const parts = octets.match(octets.length === 8 ? /../g : /.{4}/g) ?? [];
  return IpAddress.parse(
    octets.length === 8 ? parts.map((part) => parseInt(part, 16)).join('.') : parts.join(':'),
  ).toString();
}

describe('values', () => {
  it('come back as they were made', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV6(), fc.integer({ min: 0, max: 0xffffffff }), (four, six, number) => {
        const v4 = IpAddress.parse(four);
        expect(address(make.ipv4(4, v4))).toBe(v4.toString());
        const v6 = IpAddress.parse(six);
        if (v6.family === 6) expect(address(make.ipv6(168, v6))).toBe(v6.toString());
        expect(read.readInteger(make.integer(27, number))).toBe(number);
        expect(read.readTime(make.time(55, new Date(number * 1_000)))?.getTime()).toBe(number * 1_000);
      }),
    );
  });

  it('are prefixes of any length', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }),
        fc.integer({ min: 0, max: 128 }),
        (n, bits) => {
          const cut = (n >> BigInt(128 - bits)) << BigInt(128 - bits);
          const groups = cut.toString(16).padStart(32, '0').match(/.{4}/g)?.join(':') ?? '';
          fc.pre(IpAddress.parse(groups).family === 6);
          const prefix = IpPrefix.parse(`${groups}/${bits}`);
          const made = make.prefix6(123, prefix);
          expect(made.value).toHaveLength(2 + Math.ceil(bits / 8));
          expect(read.readPrefix6(made)?.toString()).toBe(prefix.toString());
        },
      ),
    );
  });

  it('are read from what radclient sends', () => {
    const packet = decodePacket(
      Buffer.from(
        `041f00ad2fdd469a2de154bbeedd2b5bec32504c2806000000032c063041314201096ac3bc7267656e0406c00002010806cb007107
         7b14003820010db8ff00000000000000000000006114004020010db8000100020000000000000000a81220010db8000000000000
         000000000007590663756931370669153ec01a1a0000197f79143139382e35312e3130302e3720312d3531321a0c000007dba106
         c63364091a0c000007dba20600000400`.replace(/\s/g, ''),
        'hex',
      ),
    );
    const get = (type: number): Attribute | undefined => read.find(packet, type);
    expect(read.readText(get(ATTRIBUTE.userName))).toBe('jürgen');
    expect(read.readText(get(ATTRIBUTE.chargeableUserIdentity))).toBe('cui1');
    expect(read.readHex(get(ATTRIBUTE.chargeableUserIdentity))).toBe('63756931');
    expect(read.readInteger(get(ATTRIBUTE.acctStatusType))).toBe(3);
    expect(address(get(ATTRIBUTE.nasIpAddress))).toBe('192.0.2.1');
    expect(address(get(ATTRIBUTE.framedIpAddress))).toBe('203.0.113.7');
    expect(address(get(ATTRIBUTE.framedIpv6Address))).toBe('2001:db8::7');
    expect(read.readPrefix6(get(ATTRIBUTE.delegatedIpv6Prefix))?.toString()).toBe('2001:db8:ff00::/56');
    expect(read.readPrefix6(get(ATTRIBUTE.framedIpv6Prefix))?.toString()).toBe('2001:db8:1:2::/64');
    expect(read.readTime(get(ATTRIBUTE.eventTimestamp))).toEqual(new Date(1_763_000_000_000));
    const { huawei, nokia } = VENDOR;
    expect(read.findVendor(packet, nokia.id, nokia.natPortRange).map(read.readText)).toEqual([
      '198.51.100.7 1-512',
    ]);
    expect(read.findVendor(packet, huawei.id, huawei.natStartPort).map(read.readInteger)).toEqual([1024]);
    expect(address(read.findVendor(packet, huawei.id, huawei.natPublicAddress)[0])).toBe('198.51.100.9');
    expect(get(ATTRIBUTE.filterId)).toBeUndefined();
  });
});

it('bits behind a prefix mean nothing', () => {
  expect(read.readPrefix6(hex('0020 20010db8 01'))?.toString()).toBe('2001:db8::/32');
  expect(read.readPrefix6(hex('001f 20010db9'))?.toString()).toBe('2001:db8::/31');
});

describe('octets that are no such value', () => {
  it.each([
    ['a text', () => read.readText(hex('ff'))],
    ['an integer', () => read.readInteger(hex('000001'))],
    ['a time', () => read.readTime(hex('0000000001'))],
    ['an empty prefix', () => read.readPrefix6(hex('00'))],
    ['a prefix beyond 128', () => read.readPrefix6(hex('0081 20010db8'))],
    ['a prefix with too few octets', () => read.readPrefix6(hex('0038 20010db8'))],
    ['a prefix with too many', () => read.readPrefix6(hex('0008 20'.concat('00'.repeat(16))))],
    ['a prefix of IPv4', () => read.readPrefix6(hex('0060 00000000000000000000ffff'))],
    ['nothing', () => read.readText(undefined)],
  ])('are not guessed at: %s', (_, reading) => {
    expect(reading()).toBeUndefined();
  });

  it('read without ever throwing', () => {
    const readers = [read.readText, read.readHex, read.readInteger, read.readTime, read.readPrefix6];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (value) =>
        readers.forEach((reader) => reader({ type: 97, value })),
      ),
    );
  });

  it.each([
    ['an empty text', () => make.text(1, '')],
    ['a long text', () => make.text(1, 'ü'.repeat(127))],
    ['a long vendor text', () => make.vendorText(9, 1, 'a'.repeat(248))],
    ['a negative number', () => make.integer(27, -1)],
    ['a number beyond 32 bits', () => make.vendorInteger(9, 1, 2 ** 32)],
    ['no octets', () => make.octets(33, new Uint8Array(0))],
    ['the other family', () => make.ipv4(4, IpAddress.parse('2001:db8::1'))],
    ['the other family', () => make.ipv6(95, IpAddress.parse('192.0.2.1'))],
    ['an IPv4 prefix', () => make.prefix6(97, IpPrefix.parse('192.0.2.0/24'))],
  ])('cannot be made: %s', (_, making) => {
    expect(making).toThrow(Refused);
  });

  it('are never repeated in an error', () => {
    expect(() => make.text(1, 'canary'.repeat(60))).not.toThrow(/canary/);
  });
});
