import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import type { Imported } from './ledger-import.service.js';
import { ledgerEntities } from './source.entity.js';
import { accountingOf, aDetailFile, aDetailRecord, correlated, makeLedger, type Asked } from './testing.js';

const { ledger, imports, repository } = makeLedger();
const day = (time: string): Date => new Date(`2026-11-12T${time.length === 5 ? `${time}:00` : time}Z`);
const NOW = day('18:00');

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
  });
});

const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => fresh.database.run(work);

/** Accounting records in a batch each, or all in one. */
async function take(...batches: readonly string[]): Promise<Partial<Imported>[]> {
  const done: Partial<Imported>[] = [];
  for (const text of batches)
    done.push(
      await run((tx) => imports.takeRecords(tx, 'bng', accountingOf(text), { path: 'detail', now: NOW })),
    );
  return done;
}

const start = (at: string, more: Record<string, string | number | null> = {}): string =>
  aDetailRecord(day(at), more);
const interim = (at: string, seconds: number, more: Record<string, string | number | null> = {}): string =>
  aDetailRecord(day(at), { 'Acct-Status-Type': 'Interim-Update', 'Acct-Session-Time': seconds, ...more });
const stop = (at: string, seconds: number, more: Record<string, string | number | null> = {}): string =>
  aDetailRecord(day(at), { 'Acct-Status-Type': 'Stop', 'Acct-Session-Time': seconds, ...more });
const reset = (at: string): string =>
  aDetailRecord(day(at), {
    'Acct-Status-Type': 'Accounting-On',
    'Acct-Session-Id': null,
    'User-Name': null,
    'Framed-IP-Address': null,
  });
const bob = { 'User-Name': '"bob"', 'Acct-Session-Id': '"B1"', 'NAS-IP-Address': '192.0.2.2' };
/** Somebody else's record: brings the watermark to `at`. */
const later = (at: string): string =>
  start(at, { 'User-Name': '"eve"', 'Acct-Session-Id': '"E"', 'Framed-IP-Address': '203.0.113.250' });

/** @param knows the source that must know the pools' holders; empty for every one of the realm */
async function plan(rows: string, knows = 'bng'): Promise<Imported> {
  const path = join(folder, 'plan.csv');
  await writeFile(path, `prefix,class,holder_kind,holder,organisation,abuse_contact,from,to\n${rows}`);
  return imports.importPrefixes(fresh.database, { path, now: NOW, ...(knows === '' ? {} : { knows }) });
}

/** Outcome, holder and reason; `who` and `correlate` must agree. */
async function ask(address: string, at: string | Date, more: Partial<Asked> = {}): Promise<string> {
  const asked: Asked = { id: 1, address, at: typeof at === 'string' ? day(at) : at, ...more };
  return run(async (tx) => {
    const [row] = await correlated(tx, ledger, [asked], NOW);
    const who = await ledger.who(
      tx,
      {
        address,
        at: asked.at,
        ...(asked.port === undefined || asked.port === null ? {} : { port: asked.port }),
        ...(asked.protocol === undefined ? {} : { protocol: asked.protocol }),
        ...(asked.precisionMs === undefined ? {} : { precisionMs: asked.precisionMs }),
      },
      NOW,
    );
    expect([who.outcome, who.access && `${who.access.kind}:${who.access.value}`]).toEqual([
      row?.outcome,
      row?.access,
    ]);
    expect(who.why.endsWith('.')).toBe(true);
    return [who.outcome, who.access?.value ?? who.reason].join(' ');
  });
}

const overdue = (): Promise<number[]> => run((tx) => ledger.overdue(tx, NOW, 100));
const ALICE = 'line alice@isp.example';
const HOME = '203.0.113.7';

describe('sessions', () => {
  it('hold an address from Start to Stop, the end outside', async () => {
    await take(start('10:00') + stop('11:00', 3600) + later('12:00'));
    expect(await ask(HOME, '10:30')).toBe(ALICE);
    expect(await ask(HOME, '11:00:30')).toBe('not-ours no-prefix');
    expect(await ask(HOME, '09:59:30')).toBe('not-ours no-prefix');
  });

  it('are the same whether Start or Stop is told first, and when the Start is missing', async () => {
    await take(stop('11:00', 3600), start('10:00'), later('12:00'));
    expect(await ask(HOME, '10:30')).toBe(ALICE);
    expect(await run((tx) => tx.query('select count(*) from ledger.session'))).toEqual([{ count: 2 }]);
    await take(stop('11:45', 1800, bob));
    expect(await ask(HOME, '11:20')).toBe('line bob');
  });

  it('learn nothing from records they know', async () => {
    const file = aDetailFile(
      start('10:00'),
      interim('10:10', 600),
      start('10:20', bob),
      stop('11:00', 2400, bob),
      reset('11:30'),
    );
    await take(file);
    const [again] = await take(file);
    expect(again).toMatchObject({ records: 5, sessions: 0, leases: 0, askedAgain: 0 });
  });

  it('keep two lives of a repeated Acct-Session-Id apart', async () => {
    await take(
      start('10:00') + stop('10:30', 1800) + start('11:00', { 'User-Name': '"carol"' }) + later('11:18'),
    );
    expect(await ask(HOME, '10:15')).toBe(ALICE);
    expect(await ask(HOME, '11:15')).toBe('line carol');
    expect(await ask(HOME, '10:45')).toBe('not-ours no-prefix');
  });

  it('gain a delegated prefix with an interim, from then on (RA-5, RA-8)', async () => {
    const pd = { 'Delegated-IPv6-Prefix': '2001:db8:ff00::/56' };
    await take(
      start('10:00') +
        interim('10:10', 600, pd) +
        interim('10:15', 900) +
        stop('11:00', 3600) +
        later('12:00'),
    );
    expect(await ask('2001:db8:ff00:aa::1', '10:12')).toBe(ALICE);
    expect(await ask('2001:db8:ff00:aa::1', '10:45')).toBe(ALICE);
    expect(await ask('2001:db8:ff00:aa::1', '10:05')).toBe('not-ours no-prefix');
    expect(await ask('2001:db8:ff01::1', '10:12')).toBe('not-ours no-prefix');
  });

  it('hide a /56 by the /64 another line holds inside it, and only there', async () => {
    await take(start('10:00', { 'Framed-IP-Address': null, 'Delegated-IPv6-Prefix': '2001:db8:ff00::/56' }));
    await take(
      start('10:00', { ...bob, 'Framed-IP-Address': null, 'Framed-IPv6-Prefix': '2001:db8:ff00:5::/64' }) +
        later('10:05'),
    );
    expect(await ask('2001:db8:ff00:5::9', '10:02')).toBe('line bob');
    expect(await ask('2001:db8:ff00:6::9', '10:02')).toBe(ALICE);
    // While the inner one begins, both may have held it.
    expect(await ask('2001:db8:ff00:5::9', '10:00')).toBe('ambiguous two-holders');
  });

  it('end at the next start, doubtful since the last record (RA-6)', async () => {
    await take(start('10:00') + interim('10:10', 600), start('11:00', bob) + later('11:15'));
    expect(await ask(HOME, '10:05')).toBe(ALICE);
    expect(await ask(HOME, '10:30')).toBe('ambiguous gap');
    expect(await ask(HOME, '11:05')).toBe('line bob');
    expect(await ask(HOME, '11:00')).toBe('ambiguous two-holders');
  });

  it('leave no doubt when the next start is the same holder', async () => {
    await take(
      start('10:00') + start('11:00', { ...bob, 'User-Name': '"alice@isp.example"' }) + later('11:10'),
    );
    expect(await ask(HOME, '10:30')).toBe(ALICE);
    expect(await ask(HOME, '11:00')).toBe(ALICE);
  });

  it('end when their NAS starts anew, but only those begun before (RA-4)', async () => {
    await take(
      start('10:00') + interim('10:10', 600) + start('10:00', { ...bob, 'Framed-IP-Address': '203.0.113.8' }),
    );
    await take(reset('10:30') + later('10:35'));
    expect(await ask(HOME, '10:20')).toBe('ambiguous gap');
    expect(await ask(HOME, '10:31')).toBe('not-ours no-prefix');
    expect(await ask('203.0.113.8', '10:05')).toBe('ambiguous gap');
    await take(start('10:40', { 'Acct-Session-Id': '"new"' }) + later('10:50'));
    expect(await ask(HOME, '10:45')).toBe(ALICE);
  });

  it('are doubtful from their last record once silent for two interims', async () => {
    await take(start('10:00') + interim('10:10', 600) + later('10:25'));
    expect(await ask(HOME, '10:20')).toBe(ALICE);
    await take(later('10:31'));
    expect(await overdue()).toEqual([1]);
    expect(await ask(HOME, '10:20')).toBe('ambiguous gap');
    expect(await ask(HOME, '10:05')).toBe(ALICE);
    await take(interim('10:30', 1800));
    expect(await overdue()).toEqual([]);
    expect(await ask(HOME, '10:20')).toBe(ALICE);
  });

  it('of two holders on one key are both kept, counted, and answered ambiguous', async () => {
    const [, second] = await take(
      start('10:00') + stop('11:00', 3600),
      start('10:30', bob) + stop('11:30', 3600, bob) + later('12:00'),
    );
    expect(second).toMatchObject({ contradictions: 1 });
    expect(await ask(HOME, '10:45')).toBe('ambiguous two-holders');
    expect(await ask(HOME, '10:15')).toBe(ALICE);
    expect(await ask(HOME, '11:15')).toBe('line bob');
  });
});

describe('sessions that are going on', () => {
  const open = async (...holders: readonly string[]): Promise<string[]> => {
    const asked = holders.map((value) => ({ kind: 'user-name' as const, value }));
    const found = await run((tx) => ledger.openSessions(tx, asked));
    return found.map((s) => `${s.holder.value} ${s.nas} ${s.acctSessionId}${s.doubtful ? ' doubtful' : ''}`);
  };
  const ann = { 'User-Name': '"ann"', 'Acct-Session-Id': '"A1"' };

  it('are told of the holders asked for, the newest first, with what their NAS applies', async () => {
    const elsewhere = { 'Acct-Session-Id': '"A2"', 'Framed-IP-Address': '203.0.113.8' };
    await take(
      start('10:00', { ...ann, 'Filter-Id': '"home"' }) +
        start('10:05', { ...ann, ...elsewhere, 'Filter-Id': '"leaky"' }) +
        start('10:06', { ...bob, 'Framed-IP-Address': '203.0.113.9' }) +
        interim('10:10', 600, ann),
    );
    expect(await open('ann')).toEqual(['ann 192.0.2.1 A2', 'ann 192.0.2.1 A1']);
    expect(await open('bob', 'ann', 'ann')).toHaveLength(3);
    expect(await open('nobody')).toEqual([]);
    expect(await open()).toEqual([]);
    const [second, first] = await run((tx) => ledger.openSessions(tx, [{ kind: 'user-name', value: 'ann' }]));
    expect(second).toMatchObject({ profile: 'leaky', profileAt: day('10:05'), service: 'internet' });
    expect(first).toMatchObject({
      profile: '', profileAt: day('10:10'), startedAt: day('10:00'), lastAt: day('10:10'),
    }); // prettier-ignore
  });

  it('are none after a Stop, a reset of their NAS or the next start on their only key', async () => {
    await take(start('10:00', ann) + stop('10:10', 600, ann));
    expect(await open('ann')).toEqual([]);
    await take(start('11:00', ann) + reset('11:10'));
    expect(await open('ann')).toEqual([]);
    await take(start('12:00', ann) + start('12:10', bob));
    expect(await open('ann', 'bob')).toEqual(['bob 192.0.2.2 B1']);
  });

  it('go on while one of their keys is still theirs', async () => {
    await take(
      start('12:00', { ...ann, 'Delegated-IPv6-Prefix': '2001:db8:ff00::/56' }) + start('12:10', bob),
    );
    expect(await open('ann')).toEqual(['ann 192.0.2.1 A1']);
  });

  it('are doubtful when silent for longer than two interims of their source', async () => {
    await take(start('10:00', ann) + later('10:20'));
    expect(await open('ann')).toEqual(['ann 192.0.2.1 A1']);
    await take(later('10:20:01'));
    expect(await open('ann')).toEqual(['ann 192.0.2.1 A1 doubtful']);
  });

  it('are ten of a holder at most', async () => {
    const many = Array.from({ length: 12 }, (_, i) =>
      start(`10:${10 + i}`, {
        ...ann,
        'Acct-Session-Id': `"${i}"`,
        'Framed-IP-Address': `203.0.113.${i + 10}`,
      }),
    );
    await take(many.join(''));
    expect(await open('ann')).toHaveLength(10);
    expect((await open('ann'))[0]).toBe('ann 192.0.2.1 11');
  });
});

describe('days on which a holder held something', () => {
  const on = (d: number, time = '00:00'): Date =>
    new Date(`2026-11-${String(d).padStart(2, '0')}T${time}:00Z`);
  const ann = (d: number, time: string, kind = 'Start', more: Record<string, string> = {}): string =>
    aDetailRecord(on(d, time), { 'Acct-Status-Type': kind, 'User-Name': '"ann"', ...more });
  const eve = (d: number, time = '12:00'): string =>
    aDetailRecord(on(d, time), {
      'User-Name': '"eve"', 'Acct-Session-Id': '"E"', 'Framed-IP-Address': '203.0.113.250',
    }); // prettier-ignore
  const days = async (
    from = on(2),
    to = on(9),
    value = 'ann',
    kind: 'user-name' | 'circuit' = 'user-name',
  ) => {
    const held = await run((tx) => ledger.heldDays(tx, [{ holder: { kind, value }, from, to }]));
    return held.map(({ place, day: d }) => `${place}:${d.slice(8)}`);
  };

  it('are those of its sessions, the one a Stop falls on and no further', async () => {
    await take(ann(3, '10:00') + ann(5, '00:00', 'Stop') + eve(9));
    expect(await days()).toEqual(['0:03', '0:04']);
    expect(await days(on(3, '11:00'), on(3, '12:00'))).toEqual(['0:03']);
    expect(await days(on(3, '09:00'), on(3, '10:00'))).toEqual([]);
    expect(await days(on(2), on(9), 'nobody')).toEqual([]);
    expect(await run((tx) => ledger.heldDays(tx, []))).toEqual([]);
  });

  it('end with the last word of a session that fell silent, or ended without one', async () => {
    await take(
      ann(3, '23:00') + ann(4, '23:00', 'Interim-Update', { 'Acct-Session-Time': '86400' }) + eve(8),
    );
    expect(await days()).toEqual(['0:03', '0:04']);
    await take(aDetailRecord(on(7, '10:00'), { 'User-Name': '"bob"', 'Acct-Session-Id': '"B"' }));
    expect(await days()).toEqual(['0:03', '0:04']);
  });

  it('go on for a day when a source that sends no interims tells nothing', async () => {
    await run(async (tx) => {
      await repository.source(tx, { name: 'bng', kind: 'radius', interimSeconds: null });
    });
    await take(ann(3, '10:00') + eve(4));
    expect(await days()).toEqual(['0:03', '0:04', '0:05']);
    await take(eve(7));
    expect(await days()).toEqual(['0:03', '0:04', '0:05', '0:06', '0:07', '0:08']);
  });

  it('are those of its contracts', async () => {
    await plan(
      '203.0.113.8/32,static,circuit,port-8,,,2026-11-03,2026-11-05\n2001:db8::/56,static,circuit,port-9,,,,',
    );
    expect(await days(on(2), on(9), 'port-8', 'circuit')).toEqual(['0:03', '0:04']);
    expect(await days(on(7), on(9), 'port-9', 'circuit')).toEqual(['0:07', '0:08']);
  });
});

describe('shared addresses', () => {
  const block = (ports: string, more = {}): Record<string, string | null> => ({
    'Framed-IP-Address': '100.64.0.1', 'Alc-Nat-Port-Range': `"198.51.100.7 ${ports}"`, ...more,
  }); // prettier-ignore

  it('need the port and a time exact to the second (NA-1, NA-2)', async () => {
    await take(
      start('10:00', block('1-512')) + start('10:00', block('513-1024', { ...bob })) + later('10:10'),
    );
    expect(await ask('198.51.100.7', '10:05', { port: 512 })).toBe(ALICE);
    expect(await ask('198.51.100.7', '10:05', { port: 513 })).toBe('line bob');
    expect(await ask('198.51.100.7', '10:05')).toBe('needs-port no-port');
    expect(await ask('198.51.100.7', '10:05', { port: 512, precisionMs: 60_000 })).toBe(
      'ambiguous coarse-time',
    );
    expect(await ask('198.51.100.7', '10:05', { port: 1025 })).toBe('not-ours no-prefix');
    await plan('198.51.100.0/24,cgnat,,,,,,\n');
    expect(await ask('198.51.100.7', '10:05', { port: 1025 })).toBe('no-lease nobody');
    expect(await ask('198.51.100.9', '10:05')).toBe('needs-port no-port');
  });

  it('given on at once are ambiguous within precision and skew (NA-3)', async () => {
    await take(start('10:00', block('1024-2047')) + stop('10:30', 1800, block('1024-2047')));
    await take(start('10:30:01', block('1024-2047', bob)) + later('10:40'));
    expect(await ask('198.51.100.7', '10:29:57', { port: 1100 })).toBe(ALICE);
    expect(await ask('198.51.100.7', '10:30', { port: 1100 })).toBe('ambiguous two-holders');
    expect(await ask('198.51.100.7', '10:30:03', { port: 1100 })).toBe('line bob');
  });
});

describe('the address plan', () => {
  it('says what an address without a lease is, the most specific row first', async () => {
    await plan(
      [
        '203.0.113.0/24,pool,,,,,,',
        '203.0.113.64/29,delegated,,,Reseller,abuse@reseller.example,,',
        '203.0.113.66,static,circuit,C-1,,,,',
        '203.0.113.128/29,own,,,,,,',
        '203.0.113.136/29,foreign,,,Roamer,,,2026-11-12T10:00:00Z',
        '2001:db8::/32,pool,,,,,,',
      ].join('\n'),
    );
    await take(start('10:00', { 'Framed-IP-Address': '203.0.113.129' }) + later('10:15'));
    expect(await ask('203.0.113.9', '10:05')).toBe('no-lease nobody');
    expect(await ask('203.0.113.65', '10:05')).toBe('delegated delegated');
    expect(await ask('203.0.113.66', '10:05')).toBe('line C-1');
    expect(await ask('203.0.113.130', '10:05')).toBe('own own');
    expect(await ask('203.0.113.129', '10:05')).toBe(ALICE);
    expect(await ask('203.0.113.137', '09:05')).toBe('foreign foreign');
    expect(await ask('203.0.113.137', '10:05')).toBe('no-lease nobody');
    expect(await ask('2001:db8::1', '10:05')).toBe('no-lease nobody');
    expect(await ask('192.0.2.200', '10:05')).toBe('not-ours no-prefix');
  });

  it('imported again changes nothing; a changed row asks again what it concerns', async () => {
    const row = '203.0.113.66,static,circuit,C-1,,,,\n203.0.113.0/24,pool,,,,,,\n';
    await plan(row);
    await take(later('11:00'));
    expect(await ask('203.0.113.66', '10:05')).toBe('line C-1');
    expect(await plan(row)).toMatchObject({ leases: 0, prefixes: 0, askedAgain: 0 });
    expect(await plan(row.replace('C-1', 'C-2'))).toMatchObject({ leases: 1, prefixes: 0, askedAgain: 1 });
    expect(await overdue()).toEqual([1]);
    expect(await ask('203.0.113.66', '10:05')).toBe('line C-2');
    expect(await overdue()).toEqual([]);
  });

  it('tells bad rows by line and reads the others', async () => {
    const done = await plan(
      '203.0.113.0/24,pool,,,,,,\n203.0.113.1/24,pool,,,,,,\n192.0.2.0/24,lake,,,,,,\n',
    );
    expect(done).toMatchObject({ prefixes: 1, putAside: 2 });
    expect(done.aside.map((a) => a.line)).toEqual([3, 4]);
  });

  it('puts a line beyond all measure aside and reads its neighbours', async () => {
    const done = await plan(
      `203.0.113.0/24,pool,,,,,,\n203.0.112.0/24,${'x'.repeat(20_000)}\n198.18.0.0/15,own,,,,,,\n`,
    );
    expect(done).toMatchObject({
      prefixes: 2,
      putAside: 1,
      aside: [{ line: 3, reason: 'the line is too long' }],
    });
  });
});

describe('what the ledger cannot know', () => {
  it('is pending beyond the watermark, and due when the source has come so far', async () => {
    await plan('203.0.113.0/24,pool,,,,,,\n');
    await take(start('10:00'));
    expect(await ask(HOME, '10:30')).toBe('pending watermark');
    expect(await ask('203.0.113.8', '10:30', { id: 2 })).toBe('pending watermark');
    await take(later('10:29'));
    expect(await overdue()).toEqual([]);
    await take(interim('10:31', 1860));
    expect(await overdue()).toEqual([1, 2]);
    expect(await ask(HOME, '10:30')).toBe(ALICE);
    expect(await ask('203.0.113.8', '10:30', { id: 2 })).toBe('no-lease nobody');
    expect(await overdue()).toEqual([]);
  });

  it('is ambiguous in a hole unless records on both sides confirm the holder', async () => {
    await plan('203.0.113.0/24,pool,,,,,,\n');
    await take(start('10:00') + later('10:15'));
    expect(await ask(HOME, '10:12')).toBe(ALICE);
    await run((tx) =>
      ledger.addHole(
        tx,
        { source: 'bng', from: day('10:11'), to: day('10:14'), reason: 'listener down' },
        NOW,
      ),
    );
    expect(await overdue()).toEqual([1]);
    expect(await ask(HOME, '10:12')).toBe('ambiguous hole');
    expect(await ask('203.0.113.9', '10:12', { id: 2 })).toBe('ambiguous hole');
    expect(await ask(HOME, '10:05', { id: 3 })).toBe(ALICE);
    await take(interim('10:16', 960));
    expect(await overdue()).toContain(1);
    expect(await ask(HOME, '10:12')).toBe(ALICE);
  });

  it('is asked again for a hole of any source that has to know, not only of the one it rests on', async () => {
    await plan('203.0.113.0/24,pool,,,,,,\n', '');
    await take(start('10:00') + interim('10:15', 900));
    await run((tx) => repository.source(tx, { name: 'bng2', kind: 'radius', skewMs: 1000 }));
    await run((tx) => imports.takeRecords(tx, 'bng2', accountingOf(later('10:15')), { path: 'd', now: NOW }));
    expect(await ask('203.0.113.9', '10:12')).toBe('no-lease nobody');
    const hole = { from: day('10:11'), to: day('10:14'), reason: 'listener down' };
    for (const source of ['bng', 'bng2']) {
      await run((tx) => ledger.addHole(tx, { source, ...hole }, NOW));
      expect(await overdue()).toEqual([1]);
      expect(await ask('203.0.113.9', '10:12')).toBe('ambiguous hole');
      await run((tx) => tx.query('delete from ledger.hole'));
      expect(await ask('203.0.113.9', '10:12')).toBe('no-lease nobody');
    }
  });

  it('is expired beyond retention, never a later holder', async () => {
    await plan('203.0.113.0/24,pool,,,,,,\n203.0.113.66,static,circuit,C-1,,,,\n');
    await take(start('10:00'));
    expect(await ask(HOME, new Date('2026-10-30T10:00:00Z'))).toBe('expired retention');
    expect(await ask('203.0.113.66', new Date('2026-10-30T10:00:00Z'))).toBe('line C-1');
    await run((tx) =>
      tx.query(
        `update ledger.lease set held_from = '2026-10-01Z', held_to = '2026-10-02Z', certain_to = '2026-10-02Z', ended = 'stop'`,
      ),
    );
    expect(await run((tx) => ledger.forget(tx, NOW))).toMatchObject({ leases: 1 });
  });
});

describe('a late record', () => {
  it('makes due what it contradicts, and the next answer withdraws it', async () => {
    await take(start('10:00') + later('10:15'));
    expect(await ask(HOME, '10:12')).toBe(ALICE);
    const [late] = await take(start('10:05', bob) + interim('10:14', 540, bob));
    expect(late).toMatchObject({ askedAgain: 1 });
    expect(await overdue()).toEqual([1]);
    expect(await ask(HOME, '10:12')).toBe('line bob');
    expect(await overdue()).toEqual([]);
  });

  it('leaves alone what it does not touch', async () => {
    await take(start('10:00') + interim('10:10', 600) + later('10:20'));
    expect(await ask(HOME, '10:05')).toBe(ALICE);
    const [, closing] = await take(
      start('10:15', { ...bob, 'Framed-IP-Address': '203.0.113.8' }),
      stop('10:18', 1080),
    );
    expect(closing).toMatchObject({ askedAgain: 0 });
  });
});

describe('files', () => {
  it('are imported with what is wrong in them told by line, and again without change', async () => {
    const path = join(folder, 'detail-20261112');
    const bad = 'garbage\n' + start('10:05').replace('\tAcct-Session-Id', 'x').trimStart();
    await writeFile(
      path,
      aDetailFile(start('10:00'), bad, stop('11:00', 3600), later('23:00'), start('11:10', bob).trimEnd()),
    );
    const seen: number[] = [];
    const options = {
      path,
      now: NOW,
      source: { name: 'bng' },
      onProgress: (soFar: Imported) => void seen.push(soFar.records),
    };
    const done = await imports.importDetail(fresh.database, options);
    expect(done).toMatchObject({ records: 2, sessions: 1, putAside: 4, watermark: day('11:00') });
    expect(done.aside.map((a) => a.line)).toEqual([9, 10, 27, 35]);
    expect(seen).toEqual([2]);
    expect(await imports.importDetail(fresh.database, options)).toMatchObject({
      records: 2,
      sessions: 0,
      leases: 0,
    });
  });

  it('with control characters in a name cost that record and no other', async () => {
    const path = join(folder, 'detail-control');
    const odd = { 'Acct-Session-Id': '"A\\000B"', 'Framed-IP-Address': '203.0.113.8' };
    const named = { 'User-Name': '"a\\000b"', 'Acct-Session-Id': '"N"', 'Framed-IP-Address': '203.0.113.9' };
    const nas = { 'NAS-IP-Address': null, 'NAS-Identifier': '"\\001bras"', 'Acct-Session-Id': '"M"' };
    await writeFile(
      path,
      aDetailFile(start('10:00'), start('10:01', odd), start('10:02', named), start('10:03', nas)),
    );
    const done = await imports.importDetail(fresh.database, { path, now: NOW, source: { name: 'bng' } });
    expect(done).toMatchObject({ records: 1, sessions: 1, putAside: 3 });
  });

  it('that are missing, sources that change their kind and zones nobody knows are refused', async () => {
    const options = { path: join(folder, 'none'), now: NOW, source: { name: 'bng' } };
    await expect(imports.importDetail(fresh.database, options)).rejects.toThrow(Refused);
    await expect(
      imports.importDetail(fresh.database, { ...options, source: { name: 'static' } }),
    ).rejects.toThrow('cannot change');
    await expect(
      imports.importDetail(fresh.database, { ...options, source: { name: 'bng', timeZone: 'Mars/Base' } }),
    ).rejects.toThrow('time zone');
  });
});

describe('the service of a session', () => {
  it('is told by the rule of its source, which a later import may change', async () => {
    const path = join(folder, 'services');
    const rule = { attribute: 'NAS-Port-Id', values: { 'eth0:7': 'internet', 'eth0:8': 'voice' } } as const;
    const services = async (serviceBy?: typeof rule | null): Promise<unknown[]> => {
      const source = { name: 'access', ...(serviceBy === undefined ? {} : { serviceBy }) };
      await imports.importDetail(fresh.database, { path, now: NOW, source });
      return run((tx) => tx.query('select service from ledger.session order by acct_session_id'));
    };
    const session = (id: string, port: string | null): string =>
      start('10:00', { 'Acct-Session-Id': `"${id}"`, 'NAS-Port-Id': port });
    await writeFile(path, session('1', '"eth0:7"') + session('2', '"eth0:8"') + session('3', null));
    expect(await services()).toEqual([
      { service: 'internet' },
      { service: 'internet' },
      { service: 'internet' },
    ]);
    const told = [{ service: 'internet' }, { service: 'voice' }, { service: 'unknown' }];
    expect(await services(rule)).toEqual(told);
    expect(await services()).toEqual(told);
    await writeFile(path, start('10:10', { 'Acct-Status-Type': 'Interim-Update', 'Acct-Session-Id': '"3"' }));
    expect(await services(null)).toEqual([told[0], told[1], { service: 'internet' }]);
  });
});

describe('two at once', () => {
  it('import the same records without doubling a session, a lease or a holder', async () => {
    const records = accountingOf(
      start('10:00') + interim('10:10', 600) + start('10:20', bob) + stop('11:00', 2400, bob),
    );
    const once = (): Promise<unknown> =>
      run((tx) => imports.takeRecords(tx, 'bng', records, { path: 'detail', now: NOW }));
    await Promise.all([once(), once(), once()]);
    expect(
      await run((tx) =>
        tx.query(
          'select (select count(*) from ledger.session) as sessions, (select count(*) from ledger.lease) as leases',
        ),
      ),
    ).toEqual([{ sessions: 2, leases: 2 }]);
  });
});

describe('answers', () => {
  it('are counted by outcome and source, and those taken back apart', async () => {
    const count = (): Promise<unknown> =>
      run(async (tx) => {
        await correlated(
          tx,
          { correlate: async (t, now) => (counts = await ledger.correlate(t, now)) },
          asked,
          NOW,
        );
        return counts;
      });
    let counts: unknown;
    const asked: Asked[] = [
      { id: 1, address: HOME, at: day('10:12') },
      { id: 2, address: '192.0.2.200', at: day('10:12') },
    ];
    await take(start('10:00') + later('10:15'));
    expect(await count()).toEqual([
      { outcome: 'line', source: 'bng', count: 1, withdrawn: 0 },
      { outcome: 'not-ours', source: null, count: 1, withdrawn: 0 },
    ]);
    await take(start('10:05', bob) + interim('10:14', 540, bob));
    expect(await count()).toContainEqual({ outcome: 'line', source: 'bng', count: 1, withdrawn: 1 });
  });

  it('come with their evidence', async () => {
    await take(start('10:00') + stop('11:00', 3600) + later('12:00'));
    await plan('203.0.113.0/24,pool,,,,,,\n');
    const who = await run((tx) => ledger.who(tx, { address: HOME, at: day('10:30') }, NOW));
    expect(who).toMatchObject({
      outcome: 'line',
      access: { kind: 'user-name', value: 'alice@isp.example' },
      prefix: { prefix: '203.0.113.0/24', class: 'pool', knownBy: 'bng' },
      source: 'bng',
      watermark: day('12:00'),
      leases: [
        {
          heldFrom: day('10:00'),
          heldTo: day('11:00'),
          ended: 'stop',
          nas: '192.0.2.1',
          file: 'detail',
          line: 1,
        },
      ],
    });
    await expect(run((tx) => ledger.who(tx, { address: 'x', at: NOW }, NOW))).rejects.toThrow(Refused);
    await expect(run((tx) => ledger.who(tx, { address: HOME, port: 70_000, at: NOW }, NOW))).rejects.toThrow(
      'port',
    );
  });
});

describe('the entities', () => {
  it('say the same as the database', async () => {
    const drift = async (): Promise<string[]> =>
      (await fresh.database.source.driver.createSchemaBuilder().log()).upQueries
        .map(({ query }) => query)
        .filter((query) => query.includes('"ledger"') && query.includes('COLUMN'));
    expect(await drift()).toEqual([]);
    await fresh.database.query('alter table ledger.source add column colour text');
    expect(await drift()).toHaveLength(1);
    await fresh.database.query('alter table ledger.source drop column colour');
  });
});
