import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { TenureSpan } from '../line.repository.js';
import type { LineId, TenureId } from '../words.js';
import type { Merged } from './merged.js';
import type { RejectedRows } from './rejected-rows.js';
import { takeRows } from './stage.repository.js';

/** From `since` on an identifier no longer means this line. */
interface LostAccess {
  readonly lineId: LineId;
  readonly since: Instant;
}

interface SpanTable {
  readonly name: 'access' | 'tenure';
  /** At one instant there is one span for each value of these columns. */
  readonly key: readonly string[];
}

const ACCESS: SpanTable = { name: 'access', key: ['kind', 'value'] };
const TENURE: SpanTable = { name: 'tenure', key: ['line_id'] };

const columns = (table: SpanTable, of: string): string =>
  table.key.map((column) => `${of}.${column}`).join(', ');

/** Stored spans of the staged keys. A withdrawn tenure, ending where it begins, is none. */
const stored = (table: SpanTable): string =>
  `select t.* from directory.${table.name} t
    where (t.valid_to is null or t.valid_from < t.valid_to)
      and (${columns(table, 't')}) in (select ${columns(table, 's')} from stage s)`;

/** Stored spans that no staged row restates. */
const untold = (table: SpanTable): string =>
  `${stored(table)} and not exists (select from stage s
      where (${columns(table, 's')}, s.valid_from) = (${columns(table, 't')}, t.valid_from))`;

/**
 * Brings staged spans of time into the directory. An end that is left open means "until the next one begins": a new
 * holder ends the former, and importing the former again changes nothing.
 */
@Injectable()
export class MergeSpansRepository {
  /** `shortened` has the tenures of every line that an identifier means for less time than before, or no longer. */
  async mergeAccess(
    tx: Tx,
    rejected: RejectedRows,
  ): Promise<Merged & { handedOver: number; shortened: TenureSpan[] }> {
    await this.takeOverlapping(tx, ACCESS, rejected);
    await tx.query(
      `update stage s set found_id = t.id from directory.access t
        where (t.kind, t.value, t.valid_from) = (s.kind, s.value, s.valid_from)`,
    );
    await this.closeOpenEnds(tx, ACCESS);
    await tx.query('set constraints directory.access_means_one_line deferred');
    const corrected = await tx.query<LostAccess>(
      `select t.line_id as "lineId", case when t.line_id <> s.line_id then t.valid_from else s.valid_to end as since
         from stage s join directory.access t on t.id = s.found_id
        where t.line_id <> s.line_id or s.valid_to < coalesce(t.valid_to, 'infinity')`,
    );
    const former = await this.endFormer(tx, ACCESS);
    const changed = await tx.execute(
      `update directory.access t set line_id = s.line_id, valid_to = s.valid_to from stage s
        where t.id = s.found_id and (t.line_id, t.valid_to) is distinct from (s.line_id, s.valid_to)`,
    );
    const added = await tx.execute(
      `insert into directory.access (line_id, kind, value, valid_from, valid_to)
       select line_id, kind, value, valid_from, valid_to from stage where found_id is null order by kind, value, valid_from`,
    );
    await tx.query('set constraints directory.access_means_one_line immediate');
    const shortened = await this.tenuresWithout(tx, corrected, former);
    return { added, changed, handedOver: former.length, shortened };
  }

  /** `ended` has every tenure whose end is now another one: their cases must be looked at. */
  async mergeTenures(
    tx: Tx,
    rejected: RejectedRows,
  ): Promise<Merged & { handedOver: number; ended: TenureId[] }> {
    await this.recogniseRestarted(tx);
    await this.takeOverlapping(tx, TENURE, rejected);
    await tx.query(
      `update stage s set found_id = t.id from (${stored(TENURE)}) t
        where (t.line_id, t.valid_from, t.subscriber_id) = (s.line_id, s.valid_from, s.subscriber_id)`,
    );
    await this.closeOpenEnds(tx, TENURE);
    await tx.query('set constraints directory.tenure_is_one_a_line deferred');
    const withdrawn = await this.withdrawMistaken(tx);
    const former = await this.endFormer(tx, TENURE);
    const moved = await tx.query<{ id: TenureId }>(
      `update directory.tenure t set valid_to = s.valid_to from stage s
        where t.id = s.found_id and t.valid_to is distinct from s.valid_to returning t.id`,
    );
    const added = await tx.execute(
      `insert into directory.tenure (line_id, subscriber_id, valid_from, valid_to)
       select line_id, subscriber_id, valid_from, valid_to from stage where found_id is null order by line_id, valid_from`,
    );
    await tx.query('set constraints directory.tenure_is_one_a_line immediate');
    const ended = [...withdrawn, ...former, ...moved.map((t) => t.id)];
    return { added, changed: moved.length, handedOver: former.length + withdrawn.length, ended };
  }

  /** Tenures of lines that lost an identifier, until when what was seen is still surely theirs. */
  private async tenuresWithout(
    tx: Tx,
    corrected: readonly LostAccess[],
    former: readonly number[],
  ): Promise<TenureSpan[]> {
    if (corrected.length + former.length === 0) return [];
    return tx.query<TenureSpan>(
      `select t.id, t.line_id as "lineId", t.valid_from as "from", greatest(min(lost.since), t.valid_from) as "to"
         from (select * from unnest($1::bigint[], $2::timestamptz[]) as c (line_id, since)
               union all
               select line_id, valid_to from directory.access where id = any($3)) lost
         join directory.tenure t on t.line_id = lost.line_id and (t.valid_to is null or lost.since < t.valid_to)
        group by t.id order by t.id`,
      [corrected.map((l) => l.lineId), corrected.map((l) => l.since), former],
    );
  }

  /**
   * Many providers export the start of the present contract, not of the tenure. A line's only row, naming the
   * subscriber who has the line at that start, is that tenure: else each new contract would close the person's cases.
   */
  private async recogniseRestarted(tx: Tx): Promise<void> {
    await tx.query(
      `update stage s set valid_from = t.valid_from from (${stored(TENURE)}) t
        where (t.line_id, t.subscriber_id) = (s.line_id, s.subscriber_id)
          and t.valid_from < s.valid_from and (t.valid_to is null or s.valid_from < t.valid_to)
          and not exists (select from stage o where o.line_id = s.line_id and o.row <> s.row)`,
    );
  }

  /** Takes out rows that reach into a stored span that begins later, then those that begin inside another. */
  private async takeOverlapping(tx: Tx, table: SpanTable, rejected: RejectedRows): Promise<void> {
    await takeRows(
      tx,
      `delete from stage s where s.valid_to is not null and exists (
         select from directory.${table.name} t
          where (${columns(table, 't')}) = (${columns(table, 's')}) and (t.valid_to is null or t.valid_from < t.valid_to)
            and s.valid_from < t.valid_from and t.valid_from < s.valid_to)
       returning s.row`,
      {
        column: 'to',
        reason: () => 'lies after the start of a later one in the directory; the two cannot overlap',
      },
      rejected,
    );
    await takeRows(
      tx,
      `with spans as (
         select row, ${columns(table, 's')}, valid_from, valid_to from stage s
         union all
         select null, ${columns(table, 'u')}, valid_from, valid_to from (${untold(table)}) u),
       reached as (
         select row, valid_from, max(valid_to) over (partition by ${columns(table, 'spans')} order by valid_from
                rows between unbounded preceding and 1 preceding) as reach from spans)
       delete from stage s using reached r where s.row = r.row and r.valid_from < r.reach returning s.row`,
      {
        column: 'from',
        reason: () => 'lies before the end of an earlier one; state where that one ends first',
      },
      rejected,
    );
  }

  /** Gives a staged row without an end the start of the next span as its end. */
  private async closeOpenEnds(tx: Tx, table: SpanTable): Promise<void> {
    await tx.query(
      `with spans as (
         select row, ${columns(table, 's')}, valid_from from stage s
         union all
         select null, ${columns(table, 'u')}, valid_from from (${untold(table)}) u),
       followed as (
         select row, lead(valid_from) over (partition by ${columns(table, 'spans')} order by valid_from) as next from spans)
       update stage s set valid_to = f.next from followed f where s.row = f.row and s.valid_to is null and f.next is not null`,
    );
  }

  /** Ends stored spans that are open where the next holder's begins. */
  private async endFormer(tx: Tx, table: SpanTable): Promise<number[]> {
    const rows = await tx.query<{ id: number }>(
      `update directory.${table.name} t set valid_to = n.next
         from (select u.id, min(s.valid_from) as next from (${untold(table)}) u
                 join stage s on (${columns(table, 's')}) = (${columns(table, 'u')}) and u.valid_from < s.valid_from
                where u.valid_to is null group by u.id) n
        where t.id = n.id returning t.id`,
    );
    return rows.map((r) => r.id);
  }

  /**
   * A file that names another subscriber for the same line and start corrects a mistake. The mistaken tenure is ended
   * where it began and the right one added: changing the name on it would hand its cases to another person.
   */
  private async withdrawMistaken(tx: Tx): Promise<TenureId[]> {
    const rows = await tx.query<{ id: TenureId }>(
      `update directory.tenure t set valid_to = t.valid_from from stage s
        where (t.line_id, t.valid_from) = (s.line_id, s.valid_from) and t.subscriber_id <> s.subscriber_id
          and (t.valid_to is null or t.valid_from < t.valid_to)
       returning t.id`,
    );
    return rows.map((r) => r.id);
  }
}
