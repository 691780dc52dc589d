import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { Personal, Refused } from '@lazaret/kernel';
import { type BatchRow, fillBatch, openBatch, type Tx } from '@lazaret/platform';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { directoryEntities, type Line, type Subscriber, type Tenure } from './directory.entity.js';
import { makeAccess, makeDirectory, makeLine, makeSubscriber, makeTenure } from './testing.js';

const NOW = new Date('2026-11-12T10:00:00Z');
const MOVED = new Date('2026-06-01T00:00:00Z');
const WHY = { purpose: 'notice.send', actor: 'worker', now: NOW };
const { directory } = makeDirectory();

let fresh: FreshDatabase;
let line: Line;
let ann: Subscriber;
let before: Tenure;
let since: Tenure;

beforeAll(async () => {
  fresh = await freshDatabase(directoryEntities);
  await fresh.database.run(async (tx) => {
    line = await makeLine(tx, 'L1', { locale: 'en', brand: 'Northlight' });
    ann = await makeSubscriber(tx, 'Ann');
    const bob = await makeSubscriber(tx, 'Bob', { locale: 'de' });
    before = await makeTenure(tx, line, ann, { to: MOVED });
    since = await makeTenure(tx, line, bob, { from: MOVED });
    await makeAccess(tx, line, 'u1');
    const empty = await makeLine(tx, 'L2', { class: 'unknown', confinable: false });
    await makeAccess(tx, empty, 'u2');
  });
});
afterAll(() => fresh.close());

const at = (instant: string | Date) => new Date(instant);
const run = <T>(work: (tx: Tx) => Promise<T>) => fresh.database.run(work);

interface Asked {
  readonly kind: string;
  readonly value: string;
  readonly at: Date;
  readonly outcome?: string;
  readonly known?: boolean;
}

/** The batch as the ledger leaves it, and what `assign` makes of it. */
async function assigned(asked: readonly Asked[]): Promise<unknown[]> {
  return run(async (tx) => {
    await openBatch(tx);
    await fillBatch(
      tx,
      asked.map((a, n) => batchRow(n, a.at)),
    );
    for (const [n, a] of asked.entries())
      await tx.query(
        'update batch set outcome = $2, access_kind = $3, access_value = $4, observation_id = $5 where n = $1',
        [n, a.outcome ?? 'line', a.kind, a.value, a.known === true ? null : n + 1],
      );
    await directory.assign(tx);
    const rows = await tx.query<{ outcome: string; line_id: number | null; tenure_id: number | null }>(
      'select outcome, line_id, tenure_id from batch order by n',
    );
    return rows.map((r) => [r.outcome, r.line_id, r.tenure_id]);
  });
}

function batchRow(n: number, seenAt: Date): BatchRow {
  return {
    n, feedId: 1, reportId: 1, reportLine: n + 2, reportType: 'event4_sinkhole',
    digest: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`, seenAt, precisionMs: 1000, receivedAt: NOW,
    address: '192.0.2.1', port: null, protocol: 6, class: 'infected', role: 'actor', spoofable: false, severity: 4,
    taxonomy: 'malicious-code', type: 'infected-system', identifier: null, malware: null, upstream: 'x',
    active: true, attributes: '{}',
  }; // prettier-ignore
}

describe('assign', () => {
  const u1 = { kind: 'user-name', value: 'u1' };

  it('finds the line and whoever had it then; the end of a tenure is outside', async () => {
    const last = new Date(MOVED.getTime() - 1);
    expect(
      await assigned([
        { ...u1, at: last },
        { ...u1, at: MOVED },
        { ...u1, at: NOW },
      ]),
    ).toEqual([
      ['line', line.id, before.id],
      ['line', line.id, since.id],
      ['line', line.id, since.id],
    ]);
  });

  it('says no-lease when nobody had the line, or no line the identifier', async () => {
    expect(
      await assigned([
        { ...u1, at: at('2025-12-31T23:59:59Z') },
        { kind: 'user-name', value: 'u2', at: NOW },
        { kind: 'user-name', value: 'nobody', at: NOW },
        { kind: 'circuit', value: 'u1', at: NOW },
      ]),
    ).toEqual(Array.from({ length: 4 }, () => ['no-lease', null, null]));
  });

  it('leaves refusals and what was seen before alone', async () => {
    expect(
      await assigned([
        { ...u1, at: NOW, outcome: 'needs-port' },
        { ...u1, at: NOW, known: true },
      ]),
    ).toEqual([
      ['needs-port', null, null],
      ['line', null, null],
    ]);
  });
});

describe('facts', () => {
  it('of lines and tenures name nobody', async () => {
    await run(async (tx) => {
      const lines = await directory.lines(tx, [line.id, 999]);
      expect([...lines]).toEqual([
        [
          line.id,
          { id: line.id, ref: 'L1', class: 'residential', confinable: true, timeZone: 'Europe/London', locale: 'en',
            brand: 'Northlight', region: null, nas: null }, // prettier-ignore
        ],
      ]);
      const tenures = await directory.tenures(tx, [before.id, 999]);
      expect([...tenures.values()]).toEqual([
        { id: before.id, lineId: line.id, from: before.validFrom, to: MOVED },
      ]);
      expect(await directory.findLine(tx, 'L1')).toMatchObject({ id: line.id });
      expect(await directory.findLine(tx, 'l1')).toBeUndefined();
    });
  });
});

describe('what pages may know', () => {
  it('is the line and the tenure of an identifier, as the batch is told', async () => {
    const asked = [
      { kind: 'user-name', value: 'u1', at: new Date(MOVED.getTime() - 1) },
      { kind: 'user-name', value: 'u1', at: MOVED },
      { kind: 'user-name', value: 'u1', at: at('2025-01-01T00:00:00Z') },
      { kind: 'circuit', value: 'u1', at: NOW },
      { kind: 'user-name', value: 'u2', at: NOW },
    ];
    const lineOf = (a: (typeof asked)[number]) =>
      run((tx) => tx.query('select * from directory.line_of($1, $2, $3)', [a.kind, a.value, a.at]));
    expect(await Promise.all(asked.map(lineOf))).toEqual([
      [{ line_id: line.id, tenure_id: before.id }],
      [{ line_id: line.id, tenure_id: since.id }],
      [],
      [],
      [],
    ]);
  });

  it('is nobody else’s to ask', async () => {
    const asRole = run(async (tx) => {
      await tx.query('create role nosy');
      await tx.query('grant usage on schema directory to nosy');
      await tx.query('set local role nosy');
      await tx.query('select * from directory.line_of($1, $2, $3)', ['user-name', 'u1', NOW]);
    });
    await expect(asRole).rejects.toThrow(/permission denied for function line_of/);
  });

  it('is the language, zone, brand and class of a line', async () => {
    const shown = await run((tx) =>
      tx.query('select * from directory.shown_line where line_id = $1', [line.id]),
    );
    expect(shown).toEqual([
      {
        line_id: line.id,
        locale: 'en',
        time_zone: 'Europe/London',
        brand: 'Northlight',
        class: 'residential',
      },
    ]);
  });
});

describe('the identifiers of lines', () => {
  it('are those that mean them at an instant, the newest first', async () => {
    const found = await run(async (tx) => {
      const moved = await makeLine(tx, 'L8');
      const none = await makeLine(tx, 'L9');
      await makeAccess(tx, moved, 'u8', { validTo: MOVED });
      await makeAccess(tx, moved, 'port-8', { kind: 'circuit', validFrom: at('2026-02-01T00:00:00Z') });
      await makeAccess(tx, moved, 'u8b', { validFrom: MOVED });
      const asked = [moved.id, none.id, line.id];
      const told = async (instant: Date) =>
        [...(await directory.accessOf(tx, asked, instant))].map(([id, identifiers]) => [
          id === moved.id ? 'L8' : id === line.id ? 'L1' : 'L9',
          ...identifiers.map((i) => `${i.kind}:${i.value}`),
        ]);
      return [
        await told(new Date(MOVED.getTime() - 1)),
        await told(MOVED),
        await told(at('2025-01-01T00:00:00Z')),
      ];
    });
    expect(found).toEqual([
      [['L1', 'user-name:u1'], ['L8', 'circuit:port-8', 'user-name:u8']],
      [['L1', 'user-name:u1'], ['L8', 'user-name:u8b', 'circuit:port-8']],
      [],
    ]); // prettier-ignore
  });
});

describe('the identifiers of a time', () => {
  it('are told with the part of it in which they meant the line', async () => {
    const found = await run(async (tx) => {
      const moved = await makeLine(tx, 'L10');
      await makeAccess(tx, moved, 'u10', { validTo: MOVED });
      await makeAccess(tx, moved, 'u10b', { validFrom: MOVED });
      const spans = await directory.accessDuring(tx, [moved.id], at('2026-05-31T00:00:00Z'), NOW);
      return [spans, await directory.accessDuring(tx, [moved.id], at('2026-05-01T00:00:00Z'), MOVED)].map(
        (list) => list.map((s) => [s.value, s.from.toISOString(), s.to.toISOString()]),
      );
    });
    expect(found).toEqual([
      [
        ['u10b', MOVED.toISOString(), NOW.toISOString()],
        ['u10', '2026-05-31T00:00:00.000Z', MOVED.toISOString()],
      ],
      [['u10', '2026-05-01T00:00:00.000Z', MOVED.toISOString()]],
    ]);
  });
});

describe('a look at a person', () => {
  const lookups = () =>
    fresh.database.query<Record<string, unknown>>('select * from directory.lookup order by id');
  let known = 0;
  beforeEach(async () => {
    known = (await lookups()).length;
  });
  const noted = async () => (await lookups()).slice(known);

  it('for sending gives the address of that tenure, masked, and is written down', async () => {
    const found = await run((tx) =>
      directory.contactsFor(tx, [before.id, since.id, 999], { ...WHY, channel: 'email' }),
    );
    expect(found.get(before.id)?.address.reveal()).toBe('ann@mail.example');
    expect(found.get(since.id)).toMatchObject({
      locale: 'de',
      timeZone: 'Europe/London',
      brand: 'Northlight',
    });
    expect(found.get(before.id)?.locale).toBe('en');
    expect(JSON.stringify([...found])).not.toContain('ann@');
    const rows = await noted();
    const look = {
      at: NOW,
      actor: 'worker',
      purpose: 'notice.send',
      kind: 'contact',
      line_id: line.id,
      found: true,
    };
    expect(rows).toMatchObject([before, since].map((t) => ({ ...look, tenure_id: t.id })));
    expect(JSON.stringify(rows)).not.toMatch(/mail\.example|Ann|Bob/i);
  });

  it('by a person shows who has the line now', async () => {
    const why = { purpose: 'case.review', actor: 'op-7', now: NOW };
    const found = await run((tx) => directory.reveal(tx, { ref: 'L1', ...why }));
    expect(found).toMatchObject({ lineId: line.id, tenureId: since.id, kind: 'person', locale: 'de' });
    expect(found?.ref.reveal()).toBe('Bob');
    expect(found?.contacts.map((c) => c.address.reveal())).toEqual(['bob@mail.example']);
    expect(JSON.stringify(found)).not.toMatch(/bob/i);
    expect(await noted()).toEqual([
      expect.objectContaining({ kind: 'reveal', actor: 'op-7', purpose: 'case.review', found: true }),
    ]);
  });

  it('that finds nobody is written down too', async () => {
    const found = await run(async (tx) => {
      const empty = await directory.findLine(tx, 'L2');
      return directory.reveal(tx, { lineId: empty?.id ?? 0, ...WHY });
    });
    expect(found).toBeUndefined();
    expect(await noted()).toEqual([
      expect.objectContaining({ kind: 'reveal', tenure_id: null, found: false }),
    ]);
  });

  it.each([
    ['purpose', { ...WHY, purpose: '  ' }],
    ['actor', { ...WHY, actor: '' }],
    ['purpose', { ...WHY, purpose: 'x'.repeat(201) }],
  ])('without %s is refused', async (what, why) => {
    const asking = run((tx) => directory.reveal(tx, { lineId: line.id, ...why }));
    await expect(asking).rejects.toBeInstanceOf(Refused);
    await expect(asking).rejects.toMatchObject({ problems: [{ at: what }] });
    await expect(
      run((tx) => directory.contact(tx, { tenureId: since.id, channel: 'email', ...why })),
    ).rejects.toBeInstanceOf(Refused);
  });

  it('cannot be unwritten', async () => {
    await run((tx) => directory.contact(tx, { tenureId: since.id, channel: 'email', ...WHY }));
    for (const sql of [
      `update directory.lookup set actor = 'nobody'`,
      'delete from directory.lookup',
      'truncate directory.lookup',
    ])
      await expect(fresh.database.query(sql)).rejects.toThrow(/written once/);
  });
});

describe('an address that bounced', () => {
  it('is passed over; the next one is used, and none when all have', async () => {
    const ask = () => run((tx) => directory.contact(tx, { tenureId: before.id, channel: 'email', ...WHY }));
    const bounce = (address: string) =>
      run((tx) => directory.markBounced(tx, { channel: 'email', address: new Personal(address), at: NOW }));
    await fresh.database.query(
      `insert into directory.contact (subscriber_id, channel, value, priority) values ($1, 'email', 'second@mail.example', 1)`,
      [ann.id],
    );
    expect((await ask())?.address.reveal()).toBe('ann@mail.example');
    expect(await bounce('ann@mail.example')).toBe(1);
    expect(await bounce('ann@mail.example')).toBe(0);
    expect((await ask())?.address.reveal()).toBe('second@mail.example');
    await bounce('second@mail.example');
    expect(await ask()).toBeUndefined();
  });
});

describe('protect', () => {
  it('keeps the first signature and holds for good', async () => {
    const made = await run((tx) => makeLine(tx, 'L3'));
    const first = { by: 'portal', reason: 'safety button', at: NOW };
    await run((tx) => directory.protect(tx, made.id, first));
    await run((tx) => directory.protect(tx, made.id, { ...first, by: 'op-7' }));
    const rows = await fresh.database.query(
      'select confinable, protected_by from directory.line where id = $1',
      [made.id],
    );
    expect(rows).toEqual([{ confinable: false, protected_by: 'portal' }]);
    await expect(
      fresh.database.query('update directory.line set confinable = true where id = $1', [made.id]),
    ).rejects.toThrow(/line_protected_by_hand/);
  });

  it('needs a line and a signature', async () => {
    const sign = { by: 'op-7', reason: 'x', at: NOW };
    await expect(run((tx) => directory.protect(tx, 999, sign))).rejects.toBeInstanceOf(Refused);
    await expect(
      run((tx) => directory.protect(tx, line.id, { ...sign, reason: ' ' })),
    ).rejects.toBeInstanceOf(Refused);
  });
});
