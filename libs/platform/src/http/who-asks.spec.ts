import { describe, expect, it } from 'vitest';

import { IpPrefix } from '@lazaret/kernel';

import { whoAsks } from './who-asks.js';

const PROXIES = ['10.0.0.0/24', '2001:db8:f::/48'].map((block) => IpPrefix.parse(block));
const ask = (
  from: string,
  headers: { forwarded?: string; xForwardedFor?: string } = {},
  port = 40_000,
): unknown => whoAsks({ address: from, port }, headers, PROXIES);

describe('without a proxy', () => {
  it('who asks is the other end of the connection', () => {
    expect(ask('198.51.100.27')).toEqual({ address: '198.51.100.27', port: 40_000 });
    expect(ask('::ffff:198.51.100.27')).toEqual({ address: '198.51.100.27', port: 40_000 });
    expect(ask('2001:DB8::7')).toEqual({ address: '2001:db8::7', port: 40_000 });
  });

  it.each([{ forwarded: 'for=203.0.113.9' }, { xForwardedFor: '203.0.113.9' }])(
    'nobody is believed who says %j',
    (headers) => {
      expect(ask('198.51.100.27', headers)).toEqual({ address: '198.51.100.27', port: 40_000 });
    },
  );
});

describe('behind our proxy', () => {
  it.each([
    ['for=203.0.113.9', { address: '203.0.113.9', port: null }],
    ['For="203.0.113.9:1500";proto=http', { address: '203.0.113.9', port: 1500 }],
    ['for="[2001:db8::1]:1500"', { address: '2001:db8::1', port: 1500 }],
    ['for="[2001:db8::1]"', { address: '2001:db8::1', port: null }],
    ['proto=https; for=203.0.113.9 ;by=10.0.0.1', { address: '203.0.113.9', port: null }],
    ['for="203.0.113.9:_hidden"', { address: '203.0.113.9', port: null }],
    // What the visitor sent himself stands to the left of what our proxy saw.
    ['for=192.0.2.1, for="203.0.113.9:1500"', { address: '203.0.113.9', port: 1500 }],
    ['for=nonsense!?, for="203.0.113.9:1500"', null],
    ['for="203.0.113.9:1500", for=10.0.0.9', { address: '203.0.113.9', port: 1500 }],
    ['for=203.0.113.9, for="[2001:db8:f::1]:2"', { address: '203.0.113.9', port: null }],
  ])('Forwarded: %s', (forwarded, who) => {
    expect(ask('10.0.0.1', { forwarded })).toEqual(who);
  });

  it.each([
    '',
    'for=unknown',
    'for=_secret',
    'for=',
    'for="203.0.113.9',
    'for=203.0.113.9:1500',
    'for="203.0.113.9:99999"',
    'for=203.0.113.9 for=203.0.113.8',
    'for=203.0.113.9;for=203.0.113.8',
    'for="2001:db8::1"',
    'proto=http',
    'for=203.0.113.9,',
    'for=10.0.0.7',
    `for=203.0.113.9${', for=10.0.0.7'.repeat(20)}`,
    `for="${'1'.repeat(3_000)}"`,
  ])('Forwarded: %s is nobody', (forwarded) => {
    expect(ask('10.0.0.1', { forwarded })).toBeNull();
  });

  it('X-Forwarded-For gives an address without a port', () => {
    expect(ask('10.0.0.1', { xForwardedFor: '192.0.2.1, 203.0.113.9' })).toEqual({ address: '203.0.113.9', port: null }); // prettier-ignore
    expect(ask('10.0.0.1', { xForwardedFor: '203.0.113.9, 10.0.0.2' })).toEqual({ address: '203.0.113.9', port: null }); // prettier-ignore
    for (const list of ['', '203.0.113.9:80', 'me', '203.0.113.9,', '203.0.113.9,'.repeat(20)])
      expect(ask('10.0.0.1', { xForwardedFor: list })).toBeNull();
  });

  it('two headers must agree, and then the port is nobody’s', () => {
    const xForwardedFor = '203.0.113.9';
    expect(ask('10.0.0.1', { forwarded: 'for=192.0.2.1', xForwardedFor })).toBeNull();
    expect(ask('10.0.0.1', { forwarded: 'for=unknown', xForwardedFor })).toBeNull();
    expect(ask('10.0.0.1', { forwarded: 'for="203.0.113.9:7"', xForwardedFor })).toEqual({ address: '203.0.113.9', port: null }); // prettier-ignore
  });

  it('a proxy that names nobody is nobody', () => {
    expect(ask('10.0.0.1')).toBeNull();
  });
});
