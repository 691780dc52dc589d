import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';
import { freshDatabase, type FreshDatabase } from '@lazaret/testing';

import { directoryEntities } from '../directory.entity.js';
import { makeDirectory, piecesOf } from '../testing.js';
import type { ImportResult } from './import-result.js';
import type { ImportInput } from './import.service.js';

const NOW = new Date('2026-11-12T10:00:00Z');
const { imports } = makeDirectory();

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase(directoryEntities);
});
afterAll(() => fresh.close());

/** Works on an empty directory and leaves none behind. */
async function inEmpty<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const undone = new Error('undone');
  let result: T | undefined;
  await fresh.database
    .run(async (tx) => {
      result = await work(tx);
      throw undone;
    })
    .catch((error: unknown) => {
      if (error !== undone) throw error;
    });
  return result as T;
}

function bring(tx: Tx, name: string, text: string, how: Partial<ImportInput> = {}): Promise<ImportResult> {
  return imports.import(tx, { name, rows: piecesOf(text), now: NOW, ...how });
}

const counts = (r: ImportResult) => [r.read, r.added, r.changed, r.unchanged, r.rejectedRows];
const LINES = 'ref,class,time_zone\nA,residential,Europe/London\nB,protected,Europe/London\nC,business,UTC\n';
const SUBSCRIBERS = '{"ref":"ann","kind":"person","locale":"de"}\n{"ref":"bob"}\n{"ref":"cy"}\n';

async function base(tx: Tx): Promise<void> {
  await bring(tx, 'lines.csv', LINES);
  await bring(tx, 'subscribers.ndjson', SUBSCRIBERS);
}

async function tenures(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ line: string; who: string; from: Date; to: Date | null }>(
    `select l.ref as line, s.ref as who, t.valid_from as "from", t.valid_to as "to" from directory.tenure t
       join directory.line l on l.id = t.line_id join directory.subscriber s on s.id = t.subscriber_id
      order by l.ref, t.valid_from, t.id`,
  );
  const day = (at: Date | null) => at?.toISOString().slice(5, 10) ?? '';
  return rows.map((r) => `${r.line} ${r.who} ${day(r.from)}..${day(r.to)}`);
}

/** `A ann 01-01..02-01` → a row of a tenure file. */
function tenureFile(...spans: string[]): string {
  const rows = spans.map((span) => {
    const [line, who, when = ''] = span.split(' ');
    const [from, to] = when.split('..').map((day) => (day === '' ? '' : `2026-${day}T00:00:00Z`));
    return [line, who, from, to].join(',');
  });
  return ['line,subscriber,from,to', ...rows].join('\n');
}

describe('lines', () => {
  it('are added, then unchanged, then changed', async () => {
    await inEmpty(async (tx) => {
      expect(counts(await bring(tx, 'lines.csv', LINES))).toEqual([3, 3, 0, 0, 0]);
      expect(counts(await bring(tx, 'lines.csv', LINES))).toEqual([3, 0, 0, 3, 0]);
      const moved = LINES.replace('C,business,UTC', 'C,business,Europe/Paris');
      expect(counts(await bring(tx, 'lines.csv', moved))).toEqual([3, 0, 1, 2, 0]);
      expect(
        await tx.query('select ref, class, confinable, time_zone from directory.line order by ref'),
      ).toEqual([
        { ref: 'A', class: 'residential', confinable: true, time_zone: 'Europe/London' },
        { ref: 'B', class: 'protected', confinable: false, time_zone: 'Europe/London' },
        { ref: 'C', class: 'business', confinable: true, time_zone: 'Europe/Paris' },
      ]);
      const runs = await tx.query(
        'select name, record, added, changed from directory.import_run order by id',
      );
      expect(runs).toHaveLength(3);
      expect(runs.at(-1)).toEqual({ name: 'lines.csv', record: 'line', added: 0, changed: 1 });
    });
  });

  it('that are bad are put aside by line; the others come in', async () => {
    await inEmpty(async (tx) => {
      const result = await bring(
        tx,
        'lines.csv',
        `${LINES}D,vip,UTC\nE,"open,UTC\nA,business,UTC\nF,shared,UTC\n`,
      );
      expect(counts(result)).toEqual([7, 4, 0, 0, 3]);
      expect(result.rejected).toEqual([
        { line: 5, column: 'class', reason: expect.stringContaining('must be one of residential') },
        { line: 6, column: '', reason: 'a quote is not closed, or text follows it' },
        { line: 7, column: '', reason: 'repeats line 2' },
      ]);
    });
  });

  it('of a rehearsal are counted and not kept', async () => {
    await inEmpty(async (tx) => {
      expect(counts(await bring(tx, 'lines.csv', LINES, { dryRun: true }))).toEqual([3, 3, 0, 0, 0]);
      expect(await tx.query('select from directory.line')).toHaveLength(0);
      expect(await tx.query('select from directory.import_run')).toHaveLength(0);
    });
  });

  it('missing from a complete snapshot are marked and reported, never deleted', async () => {
    await inEmpty(async (tx) => {
      await bring(tx, 'lines.csv', LINES);
      const without = LINES.replace(/C,.*\n/, '');
      expect(await bring(tx, 'lines.csv', without)).toMatchObject({ removed: 0 });
      const full = await bring(tx, 'lines.csv', without, { full: true });
      expect(full).toMatchObject({ removed: 1, vanished: ['C'], complete: true });
      expect(await bring(tx, 'lines.csv', without, { full: true })).toMatchObject({ removed: 0 });
      expect(await bring(tx, 'lines.csv', LINES, { full: true })).toMatchObject({ changed: 1, removed: 0 });
    });
  });

  it('whose row is bad have not vanished, and a row nobody can read stops the comparison', async () => {
    await inEmpty(async (tx) => {
      await bring(tx, 'lines.csv', LINES);
      const bad = await bring(tx, 'lines.csv', LINES.replace('C,business,UTC', 'C,business,Nowhere'), {
        full: true,
      });
      expect(bad).toMatchObject({ removed: 0, complete: true });
      const torn = await bring(tx, 'lines.csv', LINES.replace('C,business,UTC', 'C,busi'), { full: true });
      expect(torn).toMatchObject({ removed: 0, complete: false });
    });
  });

  it('are not read from a file that does not say what it holds', async () => {
    await inEmpty(async (tx) => {
      await expect(bring(tx, 'export.csv', LINES)).rejects.toThrow(/cannot tell the record/);
      await expect(bring(tx, 'lines.xlsx', LINES)).rejects.toThrow(/cannot tell the format/);
      const told = await bring(tx, 'export.ndjson', '{"record":"subscriber","ref":"S"}\n');
      expect(told).toMatchObject({ record: 'subscriber', added: 1 });
      await expect(bring(tx, 'contacts.csv', 'subscriber,channel,value\n', { full: true })).rejects.toThrow(
        Refused,
      );
    });
  });
});

describe('protected flags', () => {
  const many = (classOf: (n: number) => string, columns = 'ref,class,time_zone') =>
    [columns, ...Array.from({ length: 200 }, (_, n) => `L${n},${classOf(n)},UTC`)].join('\n');
  const ALL = many(() => 'protected');

  it('may go one in a hundred, and no more', async () => {
    await inEmpty(async (tx) => {
      await bring(tx, 'lines.csv', ALL);
      const result = await bring(
        tx,
        'lines.csv',
        many((n) => (n < 2 ? 'residential' : 'protected')),
      );
      expect(result).toMatchObject({ changed: 2, protectedLost: 2 });
    });
    await inEmpty(async (tx) => {
      await bring(tx, 'lines.csv', ALL);
      const three = many((n) => (n < 3 ? 'unknown' : 'protected'));
      await expect(bring(tx, 'lines.csv', three)).rejects.toThrow('3 of 200 protected lines (1.5 %)');
      expect(await bring(tx, 'lines.csv', three, { allowProtectedLoss: 3 })).toMatchObject({
        protectedLost: 3,
      });
    });
  });

  it('do not go because a column is missing', async () => {
    await inEmpty(async (tx) => {
      await bring(tx, 'lines.csv', ALL);
      const refs = many(() => '', 'ref,class,time_zone')
        .replaceAll(',,', ',')
        .replace('class,', '');
      await expect(bring(tx, 'lines.csv', refs)).rejects.toThrow('200 of 200 protected lines (100.0 %)');
    });
    await inEmpty(async (tx) => {
      const flagged = 'ref,class,confinable,time_zone\nA,residential,no,UTC\n';
      await bring(tx, 'lines.csv', flagged);
      const without = 'ref,class,time_zone\nA,residential,UTC\n';
      await expect(bring(tx, 'lines.csv', without)).rejects.toThrow('1 of 1 protected lines');
    });
  });

  it('do not go with lines that a complete snapshot lacks', async () => {
    await inEmpty(async (tx) => {
      await bring(tx, 'lines.csv', ALL);
      const half = ALL.split('\n').slice(0, 101).join('\n');
      await expect(bring(tx, 'lines.csv', half, { full: true })).rejects.toThrow('100 of 200');
      expect(await bring(tx, 'lines.csv', half)).toMatchObject({ unchanged: 100 });
    });
  });

  it('set by hand are not lifted by a file', async () => {
    await inEmpty(async (tx) => {
      await bring(tx, 'lines.csv', LINES);
      const { directory } = makeDirectory();
      const line = await directory.findLine(tx, 'A');
      await directory.protect(tx, line?.id ?? 0, { by: 'portal', reason: 'safety button', at: NOW });
      expect(await bring(tx, 'lines.csv', LINES)).toMatchObject({ unchanged: 3, protectedLost: 0 });
      expect(await directory.findLine(tx, 'A')).toMatchObject({ class: 'residential', confinable: false });
    });
  });

  it('are law in the database', async () => {
    for (const values of [`'X', 'protected', true, 'UTC'`, `'X', 'unknown', true, 'UTC'`])
      await expect(
        fresh.database.query(
          `insert into directory.line (ref, class, confinable, time_zone) values (${values})`,
        ),
      ).rejects.toThrow(/line_protected_is_never_confinable/);
  });
});

describe('tenures', () => {
  it('end where the next begins, and the same file again changes nothing', async () => {
    await inEmpty(async (tx) => {
      await base(tx);
      const file = tenureFile('A ann 01-01..', 'A bob 05-01..', 'B cy 01-01..03-01');
      expect(counts(await bring(tx, 'tenures.csv', file))).toEqual([3, 3, 0, 0, 0]);
      const stored = ['A ann 01-01..05-01', 'A bob 05-01..', 'B cy 01-01..03-01'];
      expect(await tenures(tx)).toEqual(stored);
      const again = await bring(tx, 'tenures.csv', file);
      expect(counts(again)).toEqual([3, 0, 0, 3, 0]);
      expect(again.endedTenures).toEqual([]);
      expect(await tenures(tx)).toEqual(stored);
    });
  });

  it('hand over: a newcomer ends the former tenure, which is reported', async () => {
    await inEmpty(async (tx) => {
      await base(tx);
      await bring(tx, 'tenures.csv', tenureFile('A ann 01-01..', 'B bob 01-01..'));
      const [ann] = await tx.query<{ id: number }>(`select id from directory.tenure order by id limit 1`);
      const result = await bring(tx, 'tenures.csv', tenureFile('A cy 06-01..'));
      expect(result).toMatchObject({ added: 1, handedOver: 1, endedTenures: [ann?.id] });
      expect(await tenures(tx)).toEqual(['A ann 01-01..06-01', 'A cy 06-01..', 'B bob 01-01..']);
    });
  });

  it('that get an end, or lose it, are reported', async () => {
    await inEmpty(async (tx) => {
      await base(tx);
      await bring(tx, 'tenures.csv', tenureFile('A ann 01-01..'));
      const ended = await bring(tx, 'tenures.csv', tenureFile('A ann 01-01..07-01'));
      expect([ended.changed, ended.endedTenures.length]).toEqual([1, 1]);
      const open = await bring(tx, 'tenures.csv', tenureFile('A ann 01-01..'));
      expect(open.endedTenures).toEqual(ended.endedTenures);
      expect(await tenures(tx)).toEqual(['A ann 01-01..']);
    });
  });

  it('naming another person for the same start are a correction: the mistaken one is withdrawn', async () => {
    await inEmpty(async (tx) => {
      await base(tx);
      await bring(tx, 'tenures.csv', tenureFile('A ann 01-01..'));
      const result = await bring(tx, 'tenures.csv', tenureFile('A bob 01-01..'));
      expect(result).toMatchObject({ added: 1, handedOver: 1 });
      expect(result.endedTenures).toHaveLength(1);
      expect(await tenures(tx)).toEqual(['A ann 01-01..01-01', 'A bob 01-01..']);
      expect(counts(await bring(tx, 'tenures.csv', tenureFile('A bob 01-01..')))).toEqual([1, 0, 0, 1, 0]);
    });
  });

  it('of one person go on when the file tells only the present contract', async () => {
    await inEmpty(async (tx) => {
      await base(tx);
      await bring(tx, 'tenures.csv', tenureFile('A ann 01-01..'));
      const result = await bring(tx, 'tenures.csv', tenureFile('A ann 09-01..'));
      expect(counts(result)).toEqual([1, 0, 0, 1, 0]);
      expect(await tenures(tx)).toEqual(['A ann 01-01..']);
    });
  });

  it.each([
    ['a later stored one', ['A ann 05-01..'], 'A bob 01-01..06-01', 'to'],
    ['an earlier stored one', ['A ann 01-01..06-01'], 'A bob 05-01..', 'from'],
  ])('that overlap %s are rejected', async (_, stored, row, column) => {
    await inEmpty(async (tx) => {
      await base(tx);
      await bring(tx, 'tenures.csv', tenureFile(...stored));
      const result = await bring(tx, 'tenures.csv', tenureFile(row));
      expect(result.rejected).toEqual([{ line: 2, column, reason: expect.stringContaining('lies') }]);
      expect(await tenures(tx)).toEqual(stored);
    });
  });

  it('that overlap within one file lose the later row only', async () => {
    await inEmpty(async (tx) => {
      await base(tx);
      const file = tenureFile('A ann 01-01..06-01', 'A bob 05-01..', 'A cy 07-01..', 'B bob 01-01..');
      const result = await bring(tx, 'tenures.csv', file);
      expect(result.rejected.map((r) => r.line)).toEqual([3]);
      expect(await tenures(tx)).toEqual(['A ann 01-01..06-01', 'A cy 07-01..', 'B bob 01-01..']);
    });
  });

  it('never overlap whatever rows come in whatever order', async () => {
    await inEmpty(async (tx) => {
      await base(tx);
      // A small walk through many files, the same in every run: the exclusion constraint is the judge.
      let seed = 7;
      const pick = (n: number) => (seed = (seed * 48_271) % 2_147_483_647) % n;
      for (let file = 0; file < 60; file++) {
        const rows = Array.from({ length: 1 + pick(5) }, () => {
          const from = 1 + pick(9);
          const to = pick(2) === 0 ? '' : `1${pick(3)}-01`;
          return `A ${['ann', 'bob', 'cy'][pick(3)]} 0${from}-01..${to}`;
        });
        const result = await bring(tx, 'tenures.csv', tenureFile(...rows));
        expect(result.added + result.changed + result.unchanged + result.rejectedRows).toBe(rows.length);
        expect(result.unchanged).toBeGreaterThanOrEqual(0);
        const again = await bring(tx, 'tenures.csv', tenureFile(...rows), { dryRun: true });
        if (result.rejectedRows === 0)
          expect(again).toMatchObject({ added: 0, changed: 0, endedTenures: [] });
      }
    });
  });

  it('of unknown lines or subscribers are rejected by name of the column', async () => {
    await inEmpty(async (tx) => {
      await base(tx);
      const result = await bring(tx, 'tenures.csv', tenureFile('Z ann 01-01..', 'A zed 01-01..'));
      expect(result.rejected).toEqual([
        { line: 2, column: 'line', reason: expect.stringContaining('not in the directory') },
        { line: 3, column: 'subscriber', reason: expect.stringContaining('not in the directory') },
      ]);
    });
  });

  it('are one a line at one instant by law', async () => {
    await inEmpty(async (tx) => {
      await base(tx);
      const insert = `insert into directory.tenure (line_id, subscriber_id, valid_from)
        select l.id, s.id, $1 from directory.line l, directory.subscriber s where l.ref = 'A' and s.ref = 'ann'`;
      await tx.query(insert, [new Date('2026-01-01')]);
      await expect(tx.query(insert, [new Date('2026-02-01')])).rejects.toThrow(/tenure_is_one_a_line/);
    });
  });
});

describe('access identifiers', () => {
  const file = (...rows: string[]) => ['line,kind,value,from', ...rows].join('\n');

  it('move to another line, ending on the former', async () => {
    await inEmpty(async (tx) => {
      await base(tx);
      await bring(
        tx,
        'access.csv',
        file('A,user-name,u1,2026-01-01T00:00:00Z', 'C,user-name,u2,2026-01-01T00:00:00Z'),
      );
      const move = file('C,user-name,u1,2026-05-01T00:00:00Z');
      expect(await bring(tx, 'access.csv', move)).toMatchObject({ added: 1, handedOver: 1 });
      expect(counts(await bring(tx, 'access.csv', move))).toEqual([1, 0, 0, 1, 0]);
      const rows = await tx.query<{ ref: string; to: Date | null }>(
        `select ref, valid_to as "to" from directory.access join directory.line l on l.id = line_id where value = 'u1' order by valid_from`,
      );
      expect(rows).toEqual([
        { ref: 'A', to: new Date('2026-05-01T00:00:00Z') },
        { ref: 'C', to: null },
      ]);
    });
  });

  it('mean one line at one instant by law, and the same value of another kind is another identifier', async () => {
    await inEmpty(async (tx) => {
      await base(tx);
      const insert = `insert into directory.access (line_id, kind, value, valid_from)
        select id, $1, 'x', '2026-01-01Z' from directory.line where ref = $2`;
      await tx.query(insert, ['user-name', 'A']);
      await tx.query(insert, ['circuit', 'B']);
      await expect(tx.query(insert, ['user-name', 'B'])).rejects.toThrow(/access_means_one_line/);
    });
  });
});

describe('contacts', () => {
  const file = (...rows: string[]) => ['subscriber,channel,value', ...rows].join('\n');

  it('of a subscriber are those of the last file that named them', async () => {
    await inEmpty(async (tx) => {
      await base(tx);
      await bring(tx, 'contacts.csv', file('ann,email,a@old.example', 'bob,email,b@mail.example'));
      const result = await bring(tx, 'contacts.csv', file('ann,email,a@new.example'));
      expect(result).toMatchObject({ added: 1, removed: 1 });
      const rows = await tx.query<{ value: string }>('select value from directory.contact order by value');
      expect(rows.map((r) => r.value)).toEqual(['a@new.example', 'b@mail.example']);
    });
  });

  it('stay when one of their rows is bad', async () => {
    await inEmpty(async (tx) => {
      await base(tx);
      await bring(tx, 'contacts.csv', file('ann,email,a@old.example', 'ann,email,a@mail.example'));
      const result = await bring(tx, 'contacts.csv', file('ann,email,a@mail.example', 'ann,email,broken'));
      expect(result).toMatchObject({ unchanged: 1, removed: 0, rejectedRows: 1 });
    });
  });
});
