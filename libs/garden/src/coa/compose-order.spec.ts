import { describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';
import { findVendor, readText, VENDOR, type Attribute } from '@lazaret/radius';

import { anOrder } from '../enforcer.contract.js';
import { composeOrder, type Dialect } from './compose-order.js';

const NOW = new Date('2026-11-12T10:00:00.900Z');
const FILTER: Dialect = {
  driver: 'filter-id',
  profiles: { leaky: 'lazaret-leaky', strict: 'lazaret-strict' },
  open: 'residential',
  expiry: 'session-timeout',
  sessionTimeout: 86_400,
};

/** `type=value` of each attribute, a vendor's as `vendor/type=value`; texts where they are texts. */
function said(attributes: readonly Attribute[]): string[] {
  return attributes.map(({ type, vendor, value }) => {
    const text = Buffer.from(value).toString('latin1');
    const shown =
      /^[\x20-\x7e]+$/.test(text) && value.length !== 4 ? text : Buffer.from(value).toString('hex');
    return `${vendor ? `${vendor.id}/${vendor.type}` : type}=${shown}`;
  });
}

describe('an order in attributes', () => {
  it('names the customer, the NAS, the session, the profile, the end and the time', () => {
    const order = anOrder({ acctSessionId: '0A1B2C', holder: { kind: 'user-name', value: 'anna@home' } });
    expect(said(composeOrder(order, FILTER, NOW))).toEqual([
      '1=anna@home',
      '4=c612ff01',
      '44=0A1B2C',
      '11=lazaret-leaky',
      '27=00000e10',
      '55=6af58e20',
    ]);
  });

  it('is told to a MikroTik as an address list', () => {
    const attributes = composeOrder(anOrder({ profile: 'strict' }), { ...FILTER, driver: 'mikrotik' }, NOW);
    const packet = { code: 43, identifier: 0, authenticator: new Uint8Array(16), attributes };
    const { id, addressList } = VENDOR.mikrotik;
    expect(findVendor(packet, id, addressList).map(readText)).toEqual(['lazaret-strict']);
    expect(said(attributes).filter((a) => a.startsWith('11='))).toEqual([]);
  });

  it('to let go names what the session had before, and its old timeout', () => {
    const lines = said(composeOrder(anOrder({ kind: 'release' }), FILTER, NOW));
    expect(lines).toContain('11=residential');
    expect(lines).toContain('27=00015180');
  });

  it.each(['confine', 'release'] as const)('to %s sets no timeout where the NAS has no expiry', (kind) => {
    const lines = said(
      composeOrder(anOrder({ kind }), { ...FILTER, expiry: 'none', sessionTimeout: undefined }, NOW),
    );
    expect(lines.filter((line) => line.startsWith('27='))).toEqual([]);
  });

  it.each([
    ['cui', 'cui-000001', '89=cui-000001'],
    ['cui', '0x00ff', '89=00ff'],
    ['user-name', 'anna@home', '1=anna@home'],
    ['calling-station', '00-11-22', '31=00-11-22'],
    ['circuit', 'eth 1/1/1', null],
    ['duid', '000100011c', null],
    ['static', 'north-17', null],
  ] as const)('names a holder of kind %s (%s) as %s', (kind, value, attribute) => {
    const lines = said(composeOrder(anOrder({ holder: { kind, value } }), FILTER, NOW));
    const nobody = said(composeOrder(anOrder({ holder: null }), FILTER, NOW));
    expect(lines).toEqual(attribute === null ? nobody : [attribute, ...nobody]);
  });

  it.each([
    ['198.18.255.1', '4=c612ff01'],
    ['2001:db8::1', '95=20010db8000000000000000000000001'],
    ['bng-north', '32=bng-north'],
  ])('names the NAS %s as it names itself', (nas, attribute) => {
    expect(said(composeOrder(anOrder({ nas }), FILTER, NOW))).toContain(attribute);
  });

  it.each([
    ['a hold of more than a day', anOrder({ holdSeconds: 86_401 })],
    ['a hold of no time', anOrder({ holdSeconds: 0 })],
    ['a hold of NaN', anOrder({ holdSeconds: Number.NaN })],
    ['a session without name', anOrder({ acctSessionId: '' })],
    ['a name that does not fit', anOrder({ holder: { kind: 'user-name', value: 'canary'.repeat(50) } })],
  ])('is refused for %s', (_, order) => {
    expect(() => composeOrder(order, FILTER, NOW)).toThrow(Refused);
    expect(() => composeOrder(order, FILTER, NOW)).not.toThrow(/canary/);
  });
});
