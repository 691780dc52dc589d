import { Injectable } from '@nestjs/common';

import type { CaseState, CloseReason, Instant, ThreatClass } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { readCaseCode } from './read-case-code.js';

/** A case as whoever looks at its line must know it. */
export interface LineCase {
  readonly id: number;
  readonly code: string;
  /** Raised by every change. */
  readonly version: number;
  readonly lineId: number;
  readonly tenureId: number;
  readonly class: ThreatClass;
  readonly state: CaseState;
  readonly closeReason: CloseReason | null;
  readonly observing: boolean;
  readonly openedAt: Instant;
  readonly lastSeenAt: Instant | null;
  readonly releasedAt: Instant | null;
  readonly clearedAt: Instant | null;
  readonly closedAt: Instant | null;
  /** What most attached sightings name. */
  readonly family: string | null;
}

const LINE_CASE = `
  c.id, c.code, c.version, c.line_id as "lineId", c.tenure_id as "tenureId", c.class, c.state, c.close_reason as "closeReason",
  c.observing, c.opened_at as "openedAt", c.last_seen as "lastSeenAt", c.released_at as "releasedAt", c.cleared_at as "clearedAt",
  c.closed_at as "closedAt", l.family
  from cases.case c left join cases.listed l on l.case_id = c.id`;

/** Cases by their line. */
@Injectable()
export class LineCasesView {
  /** Of these lines, open or over, the newest first of each; at most `each`. */
  async of(tx: Tx, lineIds: readonly number[], each: number): Promise<LineCase[]> {
    return tx.query<LineCase>(
      `select x.* from unnest($1::bigint[]) with ordinality as w (line_id, n)
        cross join lateral (select ${LINE_CASE} where c.line_id = w.line_id order by c.id desc limit $2) x
        order by w.n, x.id desc`,
      [lineIds, each],
    );
  }

  /** Of these lines those that are not over, the last seen first; at most `limit`. */
  async open(tx: Tx, lineIds: readonly number[], limit: number): Promise<LineCase[]> {
    return tx.query<LineCase>(
      `select ${LINE_CASE}
        where c.line_id = any($1::bigint[]) and c.state not in ('cleared', 'closed')
        order by c.last_seen desc nulls last, c.id desc limit $2`,
      [lineIds, limit],
    );
  }

  /** Null when there is none. @throws Refused for what is no case code */
  async byCode(tx: Tx, code: string): Promise<LineCase | null> {
    const [found] = await tx.query<LineCase>(`select ${LINE_CASE} where c.code = $1`, [readCaseCode(code)]);
    return found ?? null;
  }

  /** Codes of cases, by their ids. */
  async codes(tx: Tx, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const rows = await tx.query<{ id: number; code: string }>(
      'select id, code from cases.case where id = any($1::bigint[])',
      [ids],
    );
    return new Map(rows.map(({ id, code }) => [id, code]));
  }
}
