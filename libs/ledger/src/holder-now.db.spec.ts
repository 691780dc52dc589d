import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { ledgerEntities } from './source.entity.js';
import { accountingOf, aDetailRecord, makeLedger } from './testing.js';

const { ledger, imports, repository } = makeLedger();
const day = (time: string): Date => new Date(`2026-11-12T${time.length === 5 ? `${time}:00` : time}Z`);
const HOME = '203.0.113.7';
const SHARED = '198.51.100.7';

let fresh: FreshDatabase;
let folder: string;
beforeAll(async () => {
  fresh = await freshDatabase(ledgerEntities);
  folder = await mkdtemp(join(tmpdir(), 'lazaret-ledger-'));
});
afterAll(async () => {
  await fresh.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await fresh.database.run(async (tx) => {
    await tx.query(
      `truncate ledger.attribution, ledger.lease, ledger.session, ledger.nas_reset, ledger.prefix, ledger.hole, ledger.file, ledger.probe, ledger.shared_address cascade`,
    );
    await tx.query(`delete from ledger.source where name <> 'static'`);
    await repository.source(tx, { name: 'bng', kind: 'radius', skewMs: 1000, interimSeconds: 600 });
    await repository.source(tx, { name: 'other', kind: 'radius' });
  });
});

type Attributes = Parameters<typeof aDetailRecord>[1];
const take = (text: string, source = 'bng'): Promise<unknown> =>
  fresh.database.run((tx) =>
    imports.takeRecords(tx, source, accountingOf(text), { path: 'detail', now: day('23:00') }),
  );
const start = (at: string, more: Attributes = {}): string =>
  aDetailRecord(day(at), { 'User-Name': '"ann"', ...more });
const later = (at: string, kind: 'Interim-Update' | 'Stop', more: Attributes = {}): string =>
  start(at, { 'Acct-Status-Type': kind, ...more });
const bob = { 'User-Name': '"bob"', 'Acct-Session-Id': '"B1"' };
/** Another's record: the source is alive. */
const alive = (at: string): string =>
  start(at, { 'User-Name': '"eve"', 'Acct-Session-Id': '"E"', 'Framed-IP-Address': '203.0.113.250' });
const reset = (at: string): string =>
  start(at, { 'Acct-Status-Type': 'Accounting-On', 'Acct-Session-Id': null, 'Framed-IP-Address': null });
const block = (from: number, to: number): Attributes => ({
  'Framed-IP-Address': null,
  'Alc-Nat-Port-Range': `"${SHARED} ${from}-${to} router Base"`,
});
const hole = (from: string, to: string, source = 'bng'): Promise<unknown> =>
  fresh.database.run((tx) =>
    ledger.addHole(tx, { source, from: day(from), to: day(to), reason: 'down' }, day('23:00')),
  );

/** @param knows the source that must know the pools' holders; every one of the realm when left out */
async function plan(rows: string, knows?: string): Promise<void> {
  const path = join(folder, 'plan.csv');
  await writeFile(path, `prefix,class,holder_kind,holder,organisation,abuse_contact,from,to\n${rows}`);
  await imports.importPrefixes(fresh.database, { path, now: day('23:00'), ...(knows ? { knows } : {}) });
}

async function holder(now: string, address = HOME, port: number | null = null, realm = ''): Promise<string> {
  const rows = await fresh.database.run((tx) =>
    tx.query<{ access_kind: string; access_value: string; holder_since: Date | number }>(
      'select * from ledger.holder_now($1, $2, $3, $4)',
      [realm, address, port, day(now)],
    ),
  );
  expect(rows.length).toBeLessThan(2);
  const [row] = rows;
  if (!row) return 'nobody';
  const since = row.holder_since instanceof Date ? row.holder_since.toISOString().slice(11, 19) : 'always';
  return `${row.access_kind} ${row.access_value} since ${since}`;
}

const ANN = 'user-name ann since 10:00:00';

describe('who holds an address now', () => {
  it('is the holder of the open session', async () => {
    await take(start('10:00'));
    expect(await holder('10:05')).toBe(ANN);
    expect(await holder('10:05', HOME, 40_000)).toBe(ANN);
    expect(await holder('10:05', '203.0.113.8')).toBe('nobody');
    expect(await holder('10:05', HOME, null, 'vrf')).toBe('nobody');
  });

  it('is the holder of the delegated prefix around an IPv6 address', async () => {
    await take(start('10:00', { 'Delegated-IPv6-Prefix': '2001:db8:ff00::/56' }));
    expect(await holder('10:05', '2001:db8:ff00:7::1')).toBe(ANN);
    expect(await holder('10:05', '2001:db8:ff01::1')).toBe('nobody');
  });

  it('is whom a contract names, whether or not records come', async () => {
    await plan(
      `${HOME},static,circuit,port-7,,,,\n203.0.113.8,static,circuit,port-8,,,,2026-11-12T10:00:00Z`,
    );
    expect(await holder('10:05')).toBe('circuit port-7 since always');
    expect(await holder('09:59:57', '203.0.113.8')).toBe('circuit port-8 since always');
    expect(await holder('09:59:59', '203.0.113.8')).toBe('nobody');
    expect(await holder('10:00:01', '203.0.113.8')).toBe('nobody');
  });

  it('is nobody for what is no single address and no port', async () => {
    await take(start('10:00'));
    expect(await holder('10:05', '203.0.113.7/24')).toBe('nobody');
    expect(await holder('10:05', HOME, 70_000)).toBe('nobody');
    expect(await holder('10:05', HOME, -1)).toBe('nobody');
  });
});

describe('nobody is named', () => {
  it('when the address changed hands within two seconds', async () => {
    await take(start('10:00') + later('10:05', 'Stop') + start('10:05', bob));
    expect(await holder('10:04:57')).toBe('nobody');
    expect(await holder('10:05:01')).toBe('nobody');
    expect(await holder('10:05:02')).toBe('user-name bob since 10:05:00');
  });

  it('when it was given a second ago, or by a clock ahead of ours', async () => {
    await take(start('10:00'));
    expect(await holder('10:00:01')).toBe('nobody');
    expect(await holder('09:59:59')).toBe('nobody');
    expect(await holder('10:00:02')).toBe(ANN);
  });

  it('within a larger skew of the source', async () => {
    await fresh.database.run((tx) => repository.source(tx, { name: 'bng', kind: 'radius', skewMs: 60_000 }));
    await take(start('10:00'));
    expect(await holder('10:00:59')).toBe('nobody');
    expect(await holder('10:01')).toBe(ANN);
  });

  it('after a Stop, also one that a clock ahead of ours told', async () => {
    await take(start('10:00') + later('10:05', 'Stop') + alive('10:05'));
    expect(await holder('10:04')).toBe('nobody');
    expect(await holder('10:06')).toBe('nobody');
  });

  it('after a reset of the NAS', async () => {
    await take(start('10:00') + reset('10:05'));
    expect(await holder('10:06')).toBe('nobody');
  });

  it('when the session has been silent for two interims', async () => {
    await take(start('10:00') + alive('10:19'));
    expect(await holder('10:19:57')).toBe(ANN);
    expect(await holder('10:20')).toBe('nobody');
  });

  it('when its source has told nothing for two interims, or a quarter of an hour', async () => {
    await take(start('10:00'), 'other');
    expect(await holder('10:15')).toBe(ANN);
    expect(await holder('10:15:01')).toBe('nobody');
    await take(alive('10:01'), 'other');
    expect(await holder('10:15:01')).toBe(ANN);
  });

  it('when a source that must know the pool is silent', async () => {
    await take(start('10:00'));
    await plan('203.0.113.0/24,pool,,,,,,', 'bng');
    expect(await holder('10:05')).toBe(ANN);
    await plan('203.0.113.0/25,pool,,,,,,', 'other');
    expect(await holder('10:05')).toBe('nobody');
    await take(alive('10:04'), 'other');
    expect(await holder('10:05')).toBe(ANN);
  });

  it('when there was a hole since its last word', async () => {
    await take(start('10:00') + alive('10:05'));
    await hole('10:02', '10:03');
    expect(await holder('10:05')).toBe('nobody');
    await take(later('10:06', 'Interim-Update', { 'Acct-Session-Time': '360' }));
    expect(await holder('10:07')).toBe(ANN);
    await hole('10:06:30', '10:30');
    expect(await holder('10:07')).toBe('nobody');
  });

  it('when a source that must know the pool had a hole', async () => {
    await plan('203.0.113.0/24,pool,,,,,,', 'other');
    await take(start('10:00'));
    await take(alive('10:04'), 'other');
    expect(await holder('10:05')).toBe(ANN);
    await hole('10:02', '10:03', 'other');
    expect(await holder('10:05')).toBe('nobody');
  });

  it('without a port where the address is shared, or the plan says so', async () => {
    await take(start('10:00', block(1024, 2047)) + start('10:00', { ...bob, ...block(2048, 3071) }));
    expect(await holder('10:05', SHARED)).toBe('nobody');
    expect(await holder('10:05', SHARED, 0)).toBe('nobody');
    expect(await holder('10:05', SHARED, 2047)).toBe(ANN);
    expect(await holder('10:05', SHARED, 2048)).toBe('user-name bob since 10:00:00');
    expect(await holder('10:05', SHARED, 4000)).toBe('nobody');
    await take(start('10:01'));
    await plan('203.0.113.0/24,cgnat,,,,,,', 'bng');
    expect(await holder('10:05')).toBe('nobody');
    expect(await holder('10:05', HOME, 4000)).toBe('user-name ann since 10:01:00');
  });

  it('for a port of nobody’s on an address whose other ports are given out', async () => {
    await take(
      start('10:00', { 'Framed-IP-Address': SHARED }) + start('10:01', { ...bob, ...block(2048, 3071) }),
    );
    expect(await holder('10:05', SHARED, 4000)).toBe('nobody');
    expect(await holder('10:05', SHARED)).toBe('nobody');
    expect(await holder('10:05', SHARED, 2048)).toBe('user-name bob since 10:01:00');
  });

  it.each(['own', 'delegated', 'foreign'])('where the plan says %s, as specific or more', async (kind) => {
    await take(start('10:00', { 'Framed-IP-Address': '203.0.113.7', 'Framed-IPv6-Prefix': '2001:db8::/56' }));
    await plan(`203.0.113.0/24,${kind},,,,,,\n2001:db8:0:7::/64,${kind},,,,,,`);
    expect(await holder('10:05')).toBe(ANN);
    expect(await holder('10:05', '2001:db8:0:6::1')).toBe(ANN);
    expect(await holder('10:05', '2001:db8:0:7::1')).toBe('nobody');
    await plan(`${HOME}/32,${kind},,,,,,`);
    expect(await holder('10:05')).toBe('nobody');
  });

  it('while the plan is changing', async () => {
    await take(start('10:00'));
    await plan(`${HOME}/32,own,,,,,,2026-11-12T10:05:00Z`);
    expect(await holder('10:05:01')).toBe('nobody');
    expect(await holder('10:05:02')).toBe(ANN);
  });

  it('while another’s narrower prefix begins; then it is the other', async () => {
    const site = { ...bob, 'Framed-IP-Address': null, 'Framed-IPv6-Prefix': '2001:db8:ff00:7::/64' };
    await take(start('10:00', { 'Delegated-IPv6-Prefix': '2001:db8:ff00::/56' }) + start('10:05', site));
    expect(await holder('10:05:01', '2001:db8:ff00:7::1')).toBe('nobody');
    expect(await holder('10:05:02', '2001:db8:ff00:7::1')).toBe('user-name bob since 10:05:00');
    expect(await holder('10:05:02', '2001:db8:ff00:8::1')).toBe(ANN);
  });

  it('while two holders are heard of on one key', async () => {
    const elsewhere = { ...bob, 'NAS-IP-Address': '192.0.2.2' };
    await take(start('10:00') + start('10:05', elsewhere));
    expect(await holder('10:08')).toBe('user-name bob since 10:05:00');
    await take(later('10:10', 'Interim-Update', { 'Acct-Session-Time': '600' }));
    expect(await holder('10:12')).toBe('nobody');
    await take(later('10:15', 'Interim-Update', { ...elsewhere, 'Acct-Session-Time': '600' }));
    expect(await holder('10:16')).toBe('nobody');
    await take(later('10:29', 'Interim-Update', { ...elsewhere, 'Acct-Session-Time': '1440' }));
    expect(await holder('10:31')).toBe('user-name bob since 10:05:00');
  });
});

describe('the function', () => {
  it('may be called by its owner alone', async () => {
    const asRole = fresh.database.run(async (tx) => {
      await tx.query('create role nosy');
      await tx.query('grant usage on schema ledger to nosy');
      await tx.query('set local role nosy');
      await tx.query(`select * from ledger.holder_now('', $1, null, $2)`, [HOME, day('10:00')]);
    });
    await expect(asRole).rejects.toThrow(/permission denied for function holder_now/);
  });
});
