import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Refused } from './errors.js';
import { IpAddress, IpPrefix } from './ip-address.js';

describe('an address', () => {
  it.each([
    ['192.0.2.1', 4, '192.0.2.1'],
    [' 192.0.2.1 ', 4, '192.0.2.1'],
    ['::ffff:192.0.2.1', 4, '192.0.2.1'],
    ['2001:DB8:0:0:0:0:0:1', 6, '2001:db8::1'],
    ['::', 6, '::'],
  ])('%s reads as IPv%i %s', (text, family, spelled) => {
    const address = IpAddress.parse(text);
    expect([address.family, address.toString()]).toEqual([family, spelled]);
  });

  it.each([
    '',
    '192.0.2',
    '192.0.2.256',
    '0x7f.1',
    '010.0.0.1',
    '192.0.2.1/24',
    'fe80::1%eth0',
    '1::2::3',
    'host',
  ])('%j is refused', (text) => {
    expect(() => IpAddress.parse(text)).toThrow(Refused);
  });

  it('keeps all its bits', () => {
    expect(IpAddress.parse('255.255.255.255').value).toBe(0xffff_ffffn);
    expect(IpAddress.parse('2001:db8::ffff').value).toBe(0x2001_0db8_0000_0000_0000_0000_0000_ffffn);
  });

  it('reads its own spelling', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const once = IpAddress.parse(text);
        expect(IpAddress.parse(once.toString()).value).toBe(once.value);
      }),
    );
  });
});

describe('a prefix', () => {
  it.each([
    ['192.0.2.0/24', '192.0.2.255', true],
    ['192.0.2.0/24', '192.0.3.0', false],
    ['192.0.2.7', '192.0.2.7', true],
    ['2001:db8:0:100::/56', '2001:db8:0:1ff::1', true],
    ['2001:db8:0:100::/56', '2001:db8:0:200::', false],
    ['0.0.0.0/0', '2001:db8::', false],
  ])('%s holds %s: %s', (prefix, address, holds) => {
    expect(IpPrefix.parse(prefix).contains(IpAddress.parse(address))).toBe(holds);
  });

  it.each(['192.0.2.1/24', '192.0.2.0/33', '192.0.2.0/', '192.0.2.0/-1', '192.0.2.0/8/8', '2001:db8::1/64'])(
    '%s is refused',
    (text) => {
      expect(() => IpPrefix.parse(text)).toThrow(Refused);
    },
  );
});
