import { describe, expect, it } from 'vitest';

import { readAccounting } from './accounting-record.js';
import { keysOf } from './held-addresses.js';
import { aDetailRecord, readDetail } from './testing.js';

const AT = '2026-11-12T10:00:00Z';
type Attributes = Parameters<typeof aDetailRecord>[1];

function read(attributes: Attributes = {}, zone = 'UTC', at: string = AT) {
  const [entry] = readDetail(aDetailRecord(at, attributes));
  if (!entry || !('record' in entry)) throw new Error('not a record');
  return readAccounting(entry.record, zone);
}
const timeOf = (attributes: Attributes, zone?: string, at?: string): string => {
  const record = read(attributes, zone, at);
  return 'at' in record ? record.at.toISOString() : record.reason;
};
const heldIn = (attributes: Attributes): string[] => {
  const record = read(attributes);
  if (!('held' in record)) throw new Error(JSON.stringify(record));
  return record.held.map((h) => `${h.prefix.toString()}${h.ports ? ` ${h.ports.toString()}` : ''}`);
};

describe('an accounting record', () => {
  it('is a Start, by default of the Internet service', () => {
    expect(read()).toMatchObject({
      kind: 'start', line: 1, nas: '192.0.2.1', acctSessionId: '0A1B2C', service: 'internet',
      holder: { kind: 'user-name', value: 'alice@isp.example' },
    }); // prettier-ignore
  });

  it.each([
    [{}, ''],
    [{ 'Filter-Id': '"leaky"', 'Mikrotik-Address-List': '"home"' }, 'leaky'],
    [{ 'Filter-Id': '""', 'Mikrotik-Address-List': '"home"' }, 'home'],
    [{ 'Attr-26.14988.19': '0x6c65616b79' }, 'leaky'],
    [{ 'Filter-Id': ['"first"', '"second"'] }, 'first'],
    [{ 'Filter-Id': '"a\\000b"' }, 'a\ufffdb'],
  ])('says what the NAS applies: %j is %j', (attributes, profile) => {
    expect(read(attributes)).toMatchObject({ profile });
  });

  it.each([
    ['Interim-Update', 'interim'], ['Stop', 'stop'], ['3', 'interim'], ['Accounting-On', 'reset'], ['Accounting-Off', 'reset'], ['8', 'reset'],
  ])('%s is %s', (status, kind) => {
    expect(read({ 'Acct-Status-Type': status })).toMatchObject({ kind });
  }); // prettier-ignore

  it.each([
    [
      'the CUI even when the user is anonymous',
      { 'Chargeable-User-Identity': '0x63756931', 'User-Name': '"anonymous"' },
      'cui',
      'cui1',
    ],
    ['a binary CUI in hexadecimal', { 'Chargeable-User-Identity': '0x00ff' }, 'cui', '0x00ff'],
    [
      'the user when the CUI only asks for one',
      { 'Chargeable-User-Identity': '0x00' },
      'user-name',
      'alice@isp.example',
    ],
    [
      'the calling station as the last',
      { 'User-Name': null, 'Calling-Station-Id': '"00:11"' },
      'calling-station',
      '00:11',
    ],
  ])('names %s (RA-7)', (_, attributes, kind, value) => {
    expect(read(attributes)).toMatchObject({ holder: { kind, value } });
  });

  it.each([
    ['without status', { 'Acct-Status-Type': null }, 'Acct-Status-Type is missing'],
    ['without session id', { 'Acct-Session-Id': null }, 'no Acct-Session-Id'],
    ['without a NAS', { 'NAS-IP-Address': null }, /no NAS/],
    ['without a subscriber', { 'User-Name': null }, /no subscriber/],
    ['with an address that is none', { 'Framed-IP-Address': '203.0.113.777' }, /203.0.113.777/],
    ['with ports that are none', { 'Alc-Nat-Port-Range': '"198.51.100.7 900-1"' }, /port range/],
  ])('%s is put aside', (_, attributes, reason) => {
    expect(read(attributes)).toMatchObject({ line: 1, reason: expect.stringMatching(reason) });
  });
});

describe('what a session holds', () => {
  it('is addresses and prefixes of both families, each once', () => {
    const attributes = {
      'Framed-IPv6-Prefix': '2001:db8:1:2::10/64', 'Delegated-IPv6-Prefix': ['2001:db8:ff00::/56', '2001:db8:ff00::/56'],
      'Framed-IPv6-Address': '2001:db8::5', 'Framed-Interface-Id': '1:2:3:4',
    }; // prettier-ignore
    expect(heldIn(attributes)).toEqual([
      '203.0.113.7/32',
      '2001:db8:1:2::/64',
      '2001:db8:ff00::/56',
      '2001:db8::5/128',
    ]);
  });

  it('is nothing when the NAS is to choose', () => {
    expect(heldIn({ 'Framed-IP-Address': '255.255.255.254' })).toEqual([]);
  });

  it.each([
    [
      'Huawei by name',
      {
        'Huawei-NAT-Public-Address': '198.51.100.9',
        'Huawei-NAT-Start-Port': 1024,
        'Huawei-NAT-End-Port': 2047,
      },
    ],
    [
      'Huawei by number',
      {
        'Attr-26.2011.161': '0xc6336409',
        'Attr-26.2011.162': '0x00000400',
        'Attr-26.2011.163': '0x000007ff',
      },
    ],
    ['Nokia', { 'Alc-Nat-Port-Range': '"198.51.100.9 1024-2047 router Base"' }],
    [
      'Nokia with the address apart',
      { 'Alc-Nat-Outside-Ip-Addr': '198.51.100.9', 'Alc-Nat-Port-Range': '"1024-2047"' },
    ],
  ])('is a port range: %s', (_, attributes) => {
    expect(heldIn({ 'Framed-IP-Address': null, ...attributes })).toEqual(['198.51.100.9/32 1024-2047']);
  });

  it('takes one key a prefix and one a port block', () => {
    const record = read({ 'Alc-Nat-Port-Range': '"198.51.100.7 1-512"' });
    expect('held' in record ? record.held.map((h) => keysOf(h).length) : []).toEqual([1, 10]);
  });
});

describe('the time of the event', () => {
  it.each([
    [
      'is the NAS’s Event-Timestamp',
      { 'Event-Timestamp': '"Nov 12 2026 09:59:30 UTC"' },
      '2026-11-12T09:59:30.000Z',
    ],
    ['also as a number', { 'Event-Timestamp': 1_794_477_570 }, '2026-11-12T09:59:30.000Z'],
    [
      'is Timestamp less Acct-Delay-Time without it (RA-3)',
      { 'Acct-Delay-Time': 90 },
      '2026-11-12T09:58:30.000Z',
    ],
    [
      'ignores a NAS whose clock is in the future',
      { 'Event-Timestamp': '"Nov 12 2026 10:02:00 UTC"' },
      '2026-11-12T10:00:00.000Z',
    ],
    [
      'ignores a NAS whose clock was never set',
      { 'Event-Timestamp': '"Jan  1 1970 00:10:00 UTC"' },
      '2026-11-12T10:00:00.000Z',
    ],
    [
      'is the date line as the last resort',
      { Timestamp: null, 'Acct-Delay-Time': 5 },
      '2026-11-12T09:59:55.000Z',
    ],
  ])('%s', (_, attributes, expected) => {
    expect(timeOf(attributes)).toBe(expected);
  });

  it('reads local times in the zone of the server', () => {
    expect(timeOf({ 'Event-Timestamp': '"Nov 12 2026 10:59:30 CET"' }, 'Europe/Amsterdam')).toBe(
      '2026-11-12T09:59:30.000Z',
    );
    expect(timeOf({ Timestamp: null }, 'Europe/Amsterdam')).toBe('2026-11-12T09:00:00.000Z');
  });

  it('tells the repeated hour of autumn apart by when the server had the record, or not at all', () => {
    const local = { 'Event-Timestamp': '"Oct 25 2026 02:30:00 CET"' };
    expect(timeOf(local, 'Europe/Amsterdam', '2026-10-25T01:30:02Z')).toBe('2026-10-25T01:30:00.000Z');
    expect(timeOf(local, 'Europe/Amsterdam', '2026-10-25T00:30:02Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(timeOf({ Timestamp: null }, 'Europe/Amsterdam', '2026-10-25T02:30:00Z')).toContain('came twice');
  });
});
