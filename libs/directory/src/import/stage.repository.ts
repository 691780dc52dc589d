import { Injectable } from '@nestjs/common';

import type { CopyValue, Tx } from '@lazaret/platform';

import type { RecordKind, RecordOf } from './record.js';
import { type RejectedRows, SHOWN } from './rejected-rows.js';

interface Stage<K extends RecordKind> {
  readonly create: string;
  readonly columns: readonly string[];
  readonly row: (record: RecordOf[K]) => readonly CopyValue[];
  /** What makes two rows of one file speak of the same thing. */
  readonly key: string;
}

const SPAN = 'valid_from timestamptz not null, valid_to timestamptz, found_id bigint';

// The temporary tables of an import. `row` is the line in the file; ids of ours are filled in afterwards, in sets.
const STAGES: { readonly [K in RecordKind]: Stage<K> } = {
  line: {
    create:
      'ref text, class text, confinable boolean, locale text, time_zone text, brand text, region text, nas text',
    columns: ['ref', 'class', 'confinable', 'locale', 'time_zone', 'brand', 'region', 'nas'],
    row: (r) => [r.ref, r.class, r.confinable, r.locale, r.time_zone, r.brand, r.region, r.nas],
    key: 'ref',
  },
  subscriber: {
    create: 'ref text, kind text, locale text',
    columns: ['ref', 'kind', 'locale'],
    row: (r) => [r.ref, r.kind, r.locale],
    key: 'ref',
  },
  access: {
    create: `line_ref text, kind text, value text, ${SPAN}, line_id bigint`,
    columns: ['line_ref', 'kind', 'value', 'valid_from', 'valid_to'],
    row: (r) => [r.line, r.kind, r.value, r.from, r.to],
    key: 'kind, value, valid_from',
  },
  tenure: {
    create: `line_ref text, subscriber_ref text, ${SPAN}, line_id bigint, subscriber_id bigint`,
    columns: ['line_ref', 'subscriber_ref', 'valid_from', 'valid_to'],
    row: (r) => [r.line, r.subscriber, r.from, r.to],
    key: 'line_ref, valid_from',
  },
  contact: {
    create: 'subscriber_ref text, channel text, value text, priority int, subscriber_id bigint',
    columns: ['subscriber_ref', 'channel', 'value', 'priority'],
    row: (r) => [r.subscriber, r.channel, r.value, r.order],
    key: 'subscriber_ref, channel, value',
  },
};

const REFERENCES: { readonly [K in RecordKind]: readonly ('line' | 'subscriber')[] } = {
  line: [],
  subscriber: [],
  access: ['line'],
  tenure: ['line', 'subscriber'],
  contact: ['subscriber'],
};

/** One import at a time: two would read each other's half of the truth. A number only this room uses. */
const LOCK = 7_255_215;

/** The temporary table `stage` that an import fills row by row and merges in sets. */
@Injectable()
export class StageRepository {
  async open(tx: Tx, kind: RecordKind): Promise<void> {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await tx.query('drop table if exists pg_temp.stage, pg_temp.bad_owner');
    await tx.query(`create temp table stage (row int not null, ${STAGES[kind].create}) on commit drop`);
    await tx.query('create temp table bad_owner (ref text not null) on commit drop');
  }

  async add<K extends RecordKind>(
    tx: Tx,
    kind: K,
    records: readonly { line: number; record: RecordOf[K] }[],
  ): Promise<void> {
    const stage: Stage<K> = STAGES[kind];
    await tx.copy(
      'stage',
      ['row', ...stage.columns],
      records.map((r) => [r.line, ...stage.row(r.record)]),
    );
  }

  /** Remembers whose rows were rejected, so that they are not taken for gone. */
  async addBadOwners(tx: Tx, refs: readonly string[]): Promise<void> {
    await tx.copy(
      'bad_owner',
      ['ref'],
      refs.map((ref) => [ref]),
    );
  }

  /** Takes out rows that repeat an earlier one or name what the directory does not know. Call once all rows are in. */
  async settle(tx: Tx, kind: RecordKind, rejected: RejectedRows): Promise<void> {
    await tx.query('analyze stage');
    await takeRows<{ first: number }>(
      tx,
      `with repeated as (
         select * from (select row, first_value(row) over (partition by ${STAGES[kind].key} order by row) as first from stage) s
          where row <> first)
       delete from stage s using repeated r where s.row = r.row returning s.row, r.first`,
      { column: '', reason: (r) => `repeats line ${r.first}` },
      rejected,
    );
    for (const what of REFERENCES[kind]) {
      await tx.query(
        `update stage s set ${what}_id = t.id from directory.${what} t where t.ref = s.${what}_ref`,
      );
      await takeRows(
        tx,
        `delete from stage where ${what}_id is null returning row`,
        { column: what, reason: () => `is not in the directory; import its ${what} first` },
        rejected,
      );
    }
    await tx.query('analyze stage');
  }

  /** Does the work and undoes it: the answer is the real one, the directory stays as it was. */
  async rehearse<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
    await tx.query('savepoint rehearsal');
    try {
      return await work();
    } finally {
      await tx.query('rollback to savepoint rehearsal');
    }
  }
}

/** Rejects the rows that `sql` deletes from the stage. It returns at least their `row`; only the first are told one by one. */
export async function takeRows<Extra extends object = object>(
  tx: Tx,
  sql: string,
  because: { readonly column: string; readonly reason: (row: Extra) => string },
  rejected: RejectedRows,
): Promise<void> {
  const rows = await tx.query<Extra & { row: number; total: number }>(
    `with gone as (${sql}) select *, count(*) over () as total from gone order by row limit ${SHOWN}`,
  );
  const shown = rows.map((r) => ({ line: r.row, column: because.column, reason: because.reason(r) }));
  rejected.add(rows[0]?.total ?? 0, shown);
}
