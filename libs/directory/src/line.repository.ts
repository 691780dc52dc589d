import { Injectable } from '@nestjs/common';

import type { AccessKind, Instant, LineClass } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { Channel, LineId, TenureId } from './words.js';

/** A line as policy sees it. Nothing here tells who has it. */
export interface LineFacts {
  readonly id: LineId;
  readonly ref: string;
  readonly class: LineClass;
  readonly confinable: boolean;
  readonly timeZone: string;
  readonly locale: string | null;
  readonly brand: string | null;
  readonly region: string | null;
  readonly nas: string | null;
}

/** A line as the desk sees it. */
export interface LineDetail extends LineFacts {
  /** Somebody said "never confine this line". */
  readonly protection: { readonly at: Instant; readonly by: string; readonly reason: string } | null;
}

/** The line an identifier meant, and the tenure it had then; null when nobody had it. */
export interface MeantLine {
  readonly lineId: LineId;
  readonly ref: string;
  readonly tenureId: TenureId | null;
}

/** Who has a line is in `directory.subscriber`; this says only since when and until when. */
export interface TenureSpan {
  readonly id: TenureId;
  readonly lineId: LineId;
  readonly from: Instant;
  readonly to: Instant | null;
}

/** What the network calls a line. */
export interface AccessIdentifier {
  readonly kind: AccessKind;
  readonly value: string;
}

/** What the network called a line during `[from, to)`. */
export interface AccessSpan extends AccessIdentifier {
  readonly lineId: LineId;
  readonly from: Instant;
  readonly to: Instant;
}

const FACTS = 'id, ref, class, confinable, time_zone as "timeZone", locale, brand, region, nas';

@Injectable()
export class LineRepository {
  /**
   * The directory's statement on `batch`: from the identifier the ledger found to the line and the tenure of that
   * instant. An identifier of no line, or a line nobody had then, is `no-lease`: there is nobody to tell.
   * At most one row can match; the limits make each look-up one step down an index, however large the tables are.
   */
  async assign(tx: Tx): Promise<number> {
    const asked = await tx.execute(
      `update batch b
          set line_id = f.line_id, tenure_id = f.tenure_id,
              outcome = case when f.tenure_id is null then 'no-lease' else b.outcome end
         from (select o.n, t.line_id, t.id as tenure_id
                 from batch o
                 left join lateral (
                   select line_id from directory.access
                    where kind = o.access_kind and value = o.access_value
                      and valid_from <= o.seen_at and (valid_to is null or o.seen_at < valid_to)
                    order by valid_from desc limit 1) a on true
                 left join lateral (
                   select id, line_id from directory.tenure
                    where line_id = a.line_id
                      and valid_from <= o.seen_at and (valid_to is null or o.seen_at < valid_to)
                    order by valid_from desc limit 1) t on true
                where o.outcome = 'line' and o.observation_id is not null) f
        where b.n = f.n`,
    );
    await tx.query('analyze batch (outcome, line_id, tenure_id)');
    return asked;
  }

  async lines(tx: Tx, ids: readonly LineId[]): Promise<LineFacts[]> {
    return tx.query<LineFacts>(`select ${FACTS} from directory.line where id = any($1)`, [ids]);
  }

  async findLine(tx: Tx, ref: string): Promise<LineFacts | undefined> {
    const rows = await tx.query<LineFacts>(`select ${FACTS} from directory.line where ref = $1`, [ref]);
    return rows[0];
  }

  async details(tx: Tx, ids: readonly LineId[]): Promise<LineDetail[]> {
    const rows = await tx.query<
      LineFacts & { protectedAt: Instant | null; protectedBy: string | null; protectedReason: string | null }
    >(
      `select ${FACTS}, protected_at as "protectedAt", protected_by as "protectedBy", protected_reason as "protectedReason"
         from directory.line where id = any($1)`,
      [ids],
    );
    return rows.map(({ protectedAt: at, protectedBy: by, protectedReason: reason, ...facts }) => ({
      ...facts,
      protection: at === null || by === null || reason === null ? null : { at, by, reason },
    }));
  }

  async channelsOf(tx: Tx, tenureId: TenureId): Promise<Channel[]> {
    const rows = await tx.query<{ channel: Channel }>(
      `select distinct c.channel from directory.tenure t join directory.contact c on c.subscriber_id = t.subscriber_id
        where t.id = $1 and c.bounced_at is null order by 1`,
      [tenureId],
    );
    return rows.map(({ channel }) => channel);
  }

  /** An identifier of each kind means one line at most. */
  async ofAccess(tx: Tx, kinds: readonly AccessKind[], value: string, at: Instant): Promise<MeantLine[]> {
    return tx.query<MeantLine>(
      `select distinct l.id as "lineId", l.ref, t.id as "tenureId"
         from directory.access a
         join directory.line l on l.id = a.line_id
         left join directory.tenure t
           on t.line_id = l.id and t.valid_from <= $3 and (t.valid_to is null or $3 < t.valid_to)
        where a.kind = any($1::text[]) and a.value = $2 and a.valid_from <= $3 and (a.valid_to is null or $3 < a.valid_to)
        order by l.ref limit 20`,
      [kinds, value, at],
    );
  }

  /** The lines these identifiers meant at an instant, each once. Identifiers of no line are passed over. */
  async ofHolders(tx: Tx, holders: readonly AccessIdentifier[], at: Instant): Promise<LineId[]> {
    const rows = await tx.query<{ id: LineId }>(
      `select distinct a.line_id as id from unnest($1::text[], $2::text[]) as h (kind, value)
        cross join lateral (
          select line_id, valid_to from directory.access
           where kind = h.kind and value = h.value and valid_from <= $3 order by valid_from desc limit 1
        ) a
        where a.valid_to is null or $3 < a.valid_to order by id`,
      [holders.map((h) => h.kind), holders.map((h) => h.value), at],
    );
    return rows.map(({ id }) => id);
  }

  async tenuresOf(tx: Tx, ids: readonly LineId[], at: Instant): Promise<TenureSpan[]> {
    return tx.query<TenureSpan>(
      `select id, line_id as "lineId", valid_from as "from", valid_to as "to" from directory.tenure
        where line_id = any($1::bigint[]) and valid_from <= $2 and (valid_to is null or $2 < valid_to)`,
      [ids, at],
    );
  }

  /** At most 50 of each line, the newest first. */
  async accessOf(
    tx: Tx,
    ids: readonly LineId[],
    at: Instant,
  ): Promise<(AccessIdentifier & { readonly lineId: LineId })[]> {
    return tx.query(
      `select l.id as "lineId", a.kind, a.value
         from (select distinct unnest($1::bigint[]) as id) l
        cross join lateral (
          select kind, value, valid_from from directory.access
           where line_id = l.id and valid_from <= $2 and (valid_to is null or $2 < valid_to)
           order by valid_from desc, kind, value limit 50
        ) a
        order by l.id, a.valid_from desc, a.kind, a.value`,
      [ids, at],
    );
  }

  /** As far as they reach into `[from, to)`; at most 50 of each line, the newest first. */
  async accessDuring(tx: Tx, ids: readonly LineId[], from: Instant, to: Instant): Promise<AccessSpan[]> {
    return tx.query<AccessSpan>(
      `select l.id as "lineId", a.kind, a.value, greatest(a.valid_from, $2) as "from",
              least(coalesce(a.valid_to, 'infinity'), $3) as "to"
         from (select distinct unnest($1::bigint[]) as id) l
        cross join lateral (
          select kind, value, valid_from, valid_to from directory.access
           where line_id = l.id and valid_from < $3 and (valid_to is null or valid_to > $2)
           order by valid_from desc, kind, value limit 50
        ) a
        order by l.id, a.valid_from desc, a.kind, a.value`,
      [ids, from, to],
    );
  }

  async tenures(tx: Tx, ids: readonly TenureId[]): Promise<TenureSpan[]> {
    return tx.query<TenureSpan>(
      `select id, line_id as "lineId", valid_from as "from", valid_to as "to" from directory.tenure where id = any($1)`,
      [ids],
    );
  }

  /** Keeps the first signature when the line is protected already. */
  async protect(tx: Tx, id: LineId, by: string, reason: string, at: Instant): Promise<number> {
    return tx.execute(
      `update directory.line
          set confinable = false, protected_at = coalesce(protected_at, $2),
              protected_by = coalesce(protected_by, $3), protected_reason = coalesce(protected_reason, $4)
        where id = $1`,
      [id, at, by, reason],
    );
  }
}
