import { describe, expect, it } from 'vitest';

import { IpAddress, IpPrefix, Refused } from '@lazaret/kernel';

import { composeProfiles, type ProfileText } from './compose-profile.js';
import { NasList } from './nas.config.js';

const NAS = {
  names: ['198.18.255.1'],
  address: '198.18.255.1',
  secret: 'a secret of many letters',
  driver: 'filter-id',
  open: 'residential',
  expiry: 'session-timeout',
  sessionTimeout: 86_400,
  readback: true,
};
const SOUTH = { ...NAS, names: ['198.18.255.2'], address: '198.18.255.2' };
const PASSING = {
  portal: [IpAddress.parse('198.51.100.10'), IpAddress.parse('2001:db8::10')],
  allow: [IpPrefix.parse('203.0.113.0/25'), IpPrefix.parse('2001:db8:1::/48')],
};

const compose = (nas: object, passing = PASSING): ProfileText[] =>
  composeProfiles(NasList.read({ nas }).all, passing);
const textOf = (nas: object, profile: string, passing = PASSING): string[] =>
  compose({ north: { ...NAS, ...nas } }, passing)
    .find((one) => one.profile === profile)
    ?.text.split('\n') ?? [];

describe('the garden profiles of a NAS', () => {
  it('are two for each kind of NAS, however many there are of it', () => {
    const nas = { north: NAS, south: SOUTH, west: { ...SOUTH, names: ['w'], address: '198.18.255.3', driver: 'mikrotik' } }; // prettier-ignore
    expect(compose(nas).map(({ nas: of, driver, profile, name }) => [of, driver, profile, name])).toEqual([
      [['north', 'south'], 'filter-id', 'leaky', 'lazaret-leaky'],
      [['north', 'south'], 'filter-id', 'strict', 'lazaret-strict'],
      [['west'], 'mikrotik', 'leaky', 'lazaret-leaky'],
      [['west'], 'mikrotik', 'strict', 'lazaret-strict'],
    ]);
    expect(JSON.stringify(compose(nas))).not.toContain('secret of many');
  });

  it.each(['leaky', 'strict'])('let the emergency set and the portal pass in access lists: %s', (profile) => {
    const text = textOf({}, profile);
    const end = profile === 'leaky' ? 'permit' : 'deny';
    const [four, six] = [text.indexOf(` ${end} ip any any`), text.indexOf(` ${end} ipv6 any any`)];
    expect(text.slice(3, four)).toEqual([
      ' remark DNS, NTP, IPsec and calls over Wi-Fi always pass',
      ...[53, 123, 500, 4500].map((port) => ` permit udp any any eq ${port}`),
      ' permit tcp any any eq 53',
      ' remark the portal, and what always passes',
      ' permit ip any host 198.51.100.10',
      ' permit ip any 203.0.113.0 0.0.0.127',
      ...(profile === 'leaky' ? [' remark here: deny ip any … for each known-bad destination'] : []),
    ]);
    expect(text[four + 1]).toBe(`ipv6 access-list lazaret-${profile}`);
    expect(text.slice(four, six)).toEqual(
      expect.arrayContaining([
        ' permit udp any any eq 53',
        ' permit icmp any any',
        ' permit ipv6 any host 2001:db8::10',
        ' permit ipv6 any 2001:db8:1::/48',
      ]),
    );
  });

  it.each([
    ['leaky', 'add chain="my \\"list" dst-address-list=lazaret-bad action=reject reject-with=icmp-admin-prohibited'],
    ['strict', 'add chain="lazaret-strict" action=reject reject-with=icmp-admin-prohibited'],
  ])('hold back last in RouterOS, whatever the list is called: %s', (profile, last) => {
    const text = textOf({ driver: 'mikrotik', profiles: { leaky: 'my "list' } }, profile);
    const rules = text.slice(text.indexOf('/ip firewall filter') + 1, text.indexOf('/ip firewall nat'));
    expect(rules.at(-1)).toBe(last);
    expect(rules.slice(1, -1).every((rule) => rule.includes('action=return'))).toBe(true);
    expect(text).toContain('add list=lazaret-free address=198.51.100.10/32');
    expect(text.filter((line) => line.includes('2001:db8'))).toEqual([]);
    expect(text.at(-1)).toContain('to-addresses=198.51.100.10 to-ports=80');
    expect(text.some((line) => line.includes('list=lazaret-shown'))).toBe(profile === 'leaky');
  }); // prettier-ignore

  it('lead web pages nowhere without a portal to lead to', () => {
    const text = textOf({ driver: 'mikrotik' }, 'leaky', { portal: [], allow: [] });
    expect(text.join('\n')).not.toContain('/ip firewall nat');
  });

  it.each(['filter-id', 'mikrotik'])('say aloud that telephones are cut off, when no voice platform is named: %s', (driver) => {
    const warns = (profile: string, allow: readonly IpPrefix[]) =>
      textOf({ driver }, profile, { ...PASSING, allow: [...allow] }).some((line) => line.includes('TELEPHONES ARE CUT OFF'));
    expect([warns('strict', []), warns('strict', PASSING.allow), warns('leaky', [])]).toEqual([true, false, false]);
  }); // prettier-ignore

  it('are refused where a name is no name of an access list', () => {
    const names = () => compose({ north: { ...NAS, profiles: { strict: 'held! exit' } } });
    expect(names).toThrow(Refused);
    expect(() => compose({ north: { ...NAS, driver: 'mikrotik', profiles: { strict: 'held! exit' } } })).not.toThrow();
  }); // prettier-ignore
});
