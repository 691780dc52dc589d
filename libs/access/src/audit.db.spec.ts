import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Tx } from '@lazaret/platform';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import type { AuditEntry } from './audit-entry.js';
import { accessEntities } from './access.entity.js';
import { makeAccess } from './testing.js';

const { audit, registry } = makeAccess();
const AT = new Date('2026-11-25T09:00:00.123Z');

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase(accessEntities);
});
afterAll(() => fresh.close());
beforeEach(() =>
  tamper(async (tx) => {
    await tx.query('delete from access.audit');
    await tx.query(`update access.audit_head set rows = 0, hash = repeat('0', 64)`);
  }),
);

/** What a superuser can do to the tables when nobody looks. */
function tamper(work: (tx: Tx) => Promise<unknown>): Promise<unknown> {
  return fresh.database.run(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    await work(tx);
  });
}

function entry(with_: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: AT,
    actor: 'anna',
    actorKind: 'operator',
    action: 'case.release',
    subject: 'case K7QM-2TXD',
    ...with_,
  };
}

function write(with_: Partial<AuditEntry> = {}): Promise<number> {
  return fresh.database.run((tx) => audit.write(tx, entry(with_)));
}

async function writeMany(count: number): Promise<void> {
  await fresh.database.run(async (tx) => {
    for (let n = 1; n <= count; n += 1) await audit.write(tx, entry({ subject: `case ${n}`, after: { n } }));
  });
}

describe('writing', () => {
  it('keeps who, what, why, before, after, request and address, numbered without gaps', async () => {
    await write({
      why: 'the caller cleaned it',
      before: { state: 'confined', tags: ['a', 'b'], share: 0.1 },
      after: [1, 'two', null],
      requestId: 'req-1',
      address: '192.0.2.7',
    });
    await fresh.database
      .run(async (tx) => {
        await audit.write(tx, entry());
        throw new Error('the work was undone');
      })
      .catch(() => undefined);
    expect(await write({ actor: 'bert' })).toBe(2);
    const { items } = await fresh.database.run((tx) => audit.page(tx, {}, {}));
    expect(items.map(({ id }) => id)).toEqual([2, 1]);
    expect(items[1]).toMatchObject({
      at: AT,
      actor: 'anna',
      actorKind: 'operator',
      why: 'the caller cleaned it',
      before: { state: 'confined', tags: ['a', 'b'], share: 0.1 },
      after: [1, 'two', null],
      requestId: 'req-1',
      address: '192.0.2.7',
      prevHash: '0'.repeat(64),
    });
    expect(items[0]).toMatchObject({ why: null, before: null, after: null, prevHash: items[1]?.hash });
    expect(await registry.getSingleMetricAsString('lazaret_access_audited_total')).toContain('case.release');
  });

  it('cuts what is too long and takes away what is no text, so that nothing stays unwritten', async () => {
    await write({ subject: 'x'.repeat(300), why: 'a\0b', after: { text: 'c\0d', long: 'y'.repeat(30_000) } });
    const { items } = await fresh.database.run((tx) => audit.page(tx, {}, {}));
    expect(items[0]?.subject).toMatch(/^x{199}…$/);
    expect(items[0]?.why).toBe('a b');
    expect(await audit.verify(fresh.database)).toMatchObject({ intact: true, checked: 1 });
  });

  it('puts writers of many processes one behind the other', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, n) => write({ subject: `case ${n}` })));
    expect(await audit.verify(fresh.database)).toMatchObject({ intact: true, checked: 30 });
  });

  it('refuses to change, remove or empty what is written', async () => {
    await writeMany(2);
    for (const sql of [
      `update access.audit set why = 'other' where id = 1`,
      'delete from access.audit where id = 2',
      'truncate access.audit',
      'delete from access.audit_head',
      'truncate access.audit_head',
      `insert into access.audit_head (one, rows, hash) values (false, 0, repeat('0', 64))`,
    ])
      await expect(fresh.database.query(sql), sql).rejects.toThrow(/written once|audit_head/);
    for (const sql of [
      `update access.audit_head set rows = 1, hash = (select hash from access.audit where id = 1)`,
      `update access.audit_head set hash = repeat('a', 64)`,
    ])
      await expect(fresh.database.query(sql), sql).rejects.toThrow(/moves with access.audit alone/);
    for (const [id, prev] of [
      [2, 'f'],
      [3, 'f'],
      [4, '0'],
    ] as const)
      await expect(
        fresh.database.query(
          `insert into access.audit (id, at, actor, actor_kind, action, subject, prev_hash, hash)
           values ($1, now(), 'eve', 'operator', 'case.release', 'case', repeat($2, 64), repeat('e', 64))`,
          [id, prev],
        ),
      ).rejects.toThrow(/follows the last one/);
    expect(await audit.verify(fresh.database)).toMatchObject({ intact: true, checked: 2 });
  });
});

describe('reading', () => {
  it('filters by actor, action or its kind, and a part of the subject; pages go on behind the last', async () => {
    await write({ action: 'case.release' });
    await write({ action: 'case.confine', actor: 'bert', subject: 'line 4711, case AAAA-BBBB' });
    await write({ action: 'operator.add', subject: 'operator carl' });
    await write({ action: 'caseless' });
    const ids = async (filter: object, paging = {}): Promise<number[]> => {
      const page = await fresh.database.run((tx) => audit.page(tx, filter, paging));
      return page.items.map(({ id }) => id);
    };
    expect(await ids({ actor: 'bert' })).toEqual([2]);
    expect(await ids({ action: 'case' })).toEqual([2, 1]);
    expect(await ids({ action: 'case.release' })).toEqual([1]);
    expect(await ids({ subject: 'aaaa-bbbb' })).toEqual([2]);
    expect(await ids({ subject: '%' })).toEqual([]);
    const first = await fresh.database.run((tx) => audit.page(tx, {}, { limit: 3 }));
    expect(first.next).toBe('2');
    expect(await ids({}, { limit: 3, after: '2' })).toEqual([1]);
    await expect(ids({}, { after: 'x' })).rejects.toThrow(/no such page/);
    const since = await fresh.database.run((tx) => audit.since(tx, 'case.release', AT));
    expect(since.map(({ id }) => id)).toEqual([1]);
  });
});

describe('verify', () => {
  it('finds an empty chain whole, and one of several pages', async () => {
    expect(await audit.verify(fresh.database)).toEqual({
      intact: true,
      checked: 0,
      brokenAt: null,
      why: null,
      head: `0:${'0'.repeat(64)}`,
    });
    await writeMany(503);
    const seen: [number, number][] = [];
    const verified = await fresh.database.run((tx) => audit.verify(tx, (n, of) => seen.push([n, of])));
    expect(verified).toMatchObject({ intact: true, checked: 503 });
    expect(seen).toEqual([
      [500, 503],
      [503, 503],
    ]);
  });

  it.each([
    ['why somebody did it', `update access.audit set why = 'ordered to' where id = 5`],
    ['who did it', `update access.audit set actor = 'eve' where id = 5`],
    ['when', `update access.audit set at = at + interval '1 ms' where id = 5`],
    ['what became of it', `update access.audit set after = '{"n": 50}' where id = 5`],
    ['from where', `update access.audit set address = '192.0.2.9' where id = 5`],
    ['its digest', `update access.audit set hash = repeat('b', 64) where id = 5`],
  ])('finds a changed row: %s', async (_what, sql) => {
    await writeMany(9);
    await tamper((tx) => tx.query(sql));
    expect(await audit.verify(fresh.database)).toMatchObject({
      intact: false,
      checked: 4,
      brokenAt: 5,
      why: 'the row was changed after it was written',
    });
  });

  it('finds rows taken out of the middle', async () => {
    await writeMany(9);
    await tamper((tx) => tx.query('delete from access.audit where id between 4 and 6'));
    expect(await audit.verify(fresh.database)).toMatchObject({
      intact: false,
      checked: 3,
      brokenAt: 4,
      why: 'rows 4 to 6 are missing',
    });
  });

  it('finds a row taken out whose successors were numbered anew', async () => {
    await writeMany(9);
    await tamper(async (tx) => {
      await tx.query('delete from access.audit where id = 4');
      // In two steps: rows are numbered in whatever order they lie.
      await tx.query('update access.audit set id = id + 1000 where id > 4');
      await tx.query('update access.audit set id = id - 1001 where id > 1000');
      await tx.query('update access.audit_head set rows = 8');
    });
    expect(await audit.verify(fresh.database)).toMatchObject({
      intact: false,
      brokenAt: 4,
      why: 'the row does not follow the one before it',
    });
  });

  it('finds rows taken off the end, and an end that was bent to it', async () => {
    await writeMany(9);
    const { head } = await audit.verify(fresh.database);
    await tamper((tx) => tx.query('delete from access.audit where id > 7'));
    expect(await audit.verify(fresh.database)).toMatchObject({
      intact: false,
      checked: 7,
      brokenAt: 8,
      why: 'rows 8 to 9 are missing',
    });
    await tamper((tx) =>
      tx.query('update access.audit_head set rows = 7, hash = (select hash from access.audit where id = 7)'),
    );
    // Whoever does both cleanly leaves a chain that is whole: only a head noted elsewhere tells.
    expect(await audit.verify(fresh.database)).toMatchObject({ intact: true, checked: 7 });
    expect(await audit.verify(fresh.database, undefined, head ?? '')).toMatchObject({
      intact: false,
      brokenAt: 8,
      why: 'rows 8 to 9 are missing',
    });
  });

  it('finds everything removed, and a head that is gone or wrong', async () => {
    await writeMany(3);
    await tamper((tx) => tx.query(`update access.audit_head set hash = repeat('c', 64)`));
    expect(await audit.verify(fresh.database)).toMatchObject({ intact: false, brokenAt: null, why: expect.stringMatching(/digest of the last row/) }); // prettier-ignore
    await tamper((tx) => tx.query('delete from access.audit'));
    expect(await audit.verify(fresh.database)).toMatchObject({ intact: false, checked: 0, brokenAt: 1 });
    await tamper((tx) => tx.query('delete from access.audit_head'));
    expect(await audit.verify(fresh.database)).toMatchObject({ intact: false, brokenAt: null, head: null });
    await tamper((tx) => tx.query(`insert into access.audit_head (rows, hash) values (0, repeat('0', 64))`));
  });

  it('finds a row written past the head', async () => {
    await writeMany(3);
    await tamper((tx) =>
      tx.query(
        `insert into access.audit select 4, at, 'eve', actor_kind, action, subject, why, before, after, request_id, address,
                hash, repeat('d', 64) from access.audit where id = 3`,
      ),
    );
    expect(await audit.verify(fresh.database)).toMatchObject({ intact: false, checked: 3, brokenAt: 4 });
  });

  it('tells a chain that was written anew by a head noted before', async () => {
    await writeMany(3);
    const { head } = await audit.verify(fresh.database);
    await tamper(async (tx) => {
      await tx.query('delete from access.audit');
      await tx.query(`update access.audit_head set rows = 0, hash = repeat('0', 64)`);
    });
    await fresh.database.run(async (tx) => {
      for (let n = 1; n <= 5; n += 1) await audit.write(tx, entry({ actor: 'eve' }));
    });
    expect(await audit.verify(fresh.database)).toMatchObject({ intact: true, checked: 5 });
    expect(await audit.verify(fresh.database, undefined, head ?? '')).toMatchObject({
      intact: false,
      brokenAt: 3,
      why: expect.stringMatching(/noted/),
    });
    await expect(audit.verify(fresh.database, undefined, 'nonsense')).rejects.toThrow(/no head/);
  });
});
