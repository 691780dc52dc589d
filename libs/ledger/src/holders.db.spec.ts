import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { IpPrefix } from '@lazaret/kernel';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { HoldersView } from './holders.view.js';
import { ledgerEntities } from './source.entity.js';
import { accountingOf, aDetailRecord, makeLedger } from './testing.js';

const { imports, repository } = makeLedger();
const view = new HoldersView();
const day = (time: string): Date => new Date(`2026-11-12T${time}:00Z`);

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase(ledgerEntities);
  const records = [
    start('ann', { 'Framed-IP-Address': '203.0.113.7' }),
    start('bob', { 'Framed-IP-Address': '203.0.113.9' }),
    start('cat', { 'Framed-IP-Address': '203.0.114.9' }),
    start('dan', { 'Framed-IP-Address': null, 'Alc-Nat-Port-Range': '"198.51.100.7 1024-2047 router Base"' }),
    start('eve', { 'Framed-IP-Address': null, 'Delegated-IPv6-Prefix': '2001:db8:1:100::/56' }),
    start('fay', { 'Framed-IP-Address': null, 'Delegated-IPv6-Prefix': '2001:db8:2:100::/56' }),
    start('gus', { 'Framed-IP-Address': null, 'Delegated-IPv6-Prefix': 'fd00:1:2:100::/56' }),
    aDetailRecord(day('12:00'), { 'User-Name': '"bob"', 'Acct-Session-Id': '"bob"', 'Framed-IP-Address': '203.0.113.9', 'Acct-Status-Type': 'Stop' }),
  ]; // prettier-ignore
  await fresh.database.run(async (tx) => {
    await repository.source(tx, { name: 'bng', kind: 'radius', skewMs: 1000 });
    await imports.takeRecords(tx, 'bng', accountingOf(records.join('')), {
      path: 'detail',
      now: day('23:00'),
    });
  });
});
afterAll(() => fresh.close());

function start(user: string, attributes: Record<string, string | null>): string {
  return aDetailRecord(day('10:00'), {
    'User-Name': `"${user}"`,
    'Acct-Session-Id': `"${user}"`,
    ...attributes,
  });
}

describe('who holds something inside a block', () => {
  const within = async (block: string, at = '11:00', limit = 100): Promise<string[]> =>
    (await fresh.database.run((tx) => view.within(tx, IpPrefix.parse(block), day(at), limit))).map(
      (holder) => holder.value,
    );

  it.each([
    ['203.0.113.0/24', ['ann', 'bob']],
    ['203.0.113.8/29', ['bob']],
    ['203.0.112.0/22', ['ann', 'bob', 'cat']],
    ['203.0.115.0/24', []],
    ['198.51.100.0/24', ['dan']],
    ['0.0.0.0/0', ['dan', 'ann', 'bob', 'cat']],
    ['2001:db8::/32', ['eve', 'fay']],
    ['2001:db8:1::/48', ['eve']],
    ['2001:db8:1:100::/64', []],
    ['fd00::/8', ['gus']],
  ])('%s', async (block, holders) => {
    expect(await within(block)).toEqual(holders);
  });

  it('at that instant, and no more than wanted', async () => {
    expect(await within('203.0.113.0/24', '12:30')).toEqual(['ann']);
    expect(await within('203.0.113.0/24', '09:00')).toEqual([]);
    expect(await within('203.0.112.0/22', '11:00', 2)).toEqual(['ann', 'bob']);
    expect((await within('::/0', '11:00')).sort()).toEqual(['eve', 'fay', 'gus']);
  });
});

it('one holder now, or nobody where there is doubt', async () => {
  const now = (address: string, port: number | null = null, at = '12:00'): Promise<unknown> =>
    fresh.database.run((tx) => view.now(tx, address, port, day(at)));
  expect(await now('203.0.113.7')).toEqual({ kind: 'user-name', value: 'ann', since: day('10:00') });
  expect(await now('198.51.100.7')).toBeNull();
  expect(await now('198.51.100.7', 1500)).toMatchObject({ value: 'dan' });
  expect(await now('203.0.113.7', null, '22:00')).toBeNull();
});
