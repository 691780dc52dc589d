import { Injectable } from '@nestjs/common';

import { Refused, type Instant, type ThreatClass, type CaseState, type CloseReason } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { readCaseCode } from './read-case-code.js';

/** Which cases. Everything given must hold. */
export interface CaseFilter {
  readonly states?: readonly CaseState[] | undefined;
  readonly class?: ThreatClass | undefined;
  readonly tier?: string | undefined;
  readonly lineId?: number | undefined;
  readonly code?: string | undefined;
}

/** One case in a list. */
export interface CaseLine {
  readonly id: number;
  readonly code: string;
  readonly class: ThreatClass;
  readonly state: CaseState;
  readonly tier: string | null;
  readonly lineId: number;
  readonly tenureId: number;
  readonly observing: boolean;
  readonly openedAt: Instant;
  readonly firstSeenAt: Instant | null;
  readonly lastSeenAt: Instant | null;
  readonly sightings: number;
  readonly acknowledgedAt: Instant | null;
  readonly releasedAt: Instant | null;
  readonly dueAt: Instant | null;
  readonly previousCases: number;
  readonly reinfections: number;
  readonly clearedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly closeReason: CloseReason | null;
  /** Of the last decision, in words; null before the first. */
  readonly reason: string | null;
}

export interface CaseListPage {
  readonly cases: readonly CaseLine[];
  /** Hand it back as `after` for the next page; null on the last one. */
  readonly next: string | null;
}

export const LONGEST_PAGE = 500;

/** The columns of a {@link CaseLine} from `cases.case c`. */
export const CASE_LINE = `
  c.id, c.code, c.class, c.state, c.tier, c.line_id as "lineId", c.tenure_id as "tenureId", c.observing,
  c.opened_at as "openedAt", c.first_seen as "firstSeenAt", c.last_seen as "lastSeenAt",
  (select count(*) from cases.sighting s where s.case_id = c.id and s.detached_at is null) as sightings,
  c.acknowledged_at as "acknowledgedAt", c.released_at as "releasedAt", c.due_at as "dueAt",
  c.previous_cases as "previousCases", c.reinfections, c.cleared_at as "clearedAt", c.closed_at as "closedAt",
  c.close_reason as "closeReason",
  (select reason from cases.decision d where d.case_id = c.id order by d.id desc limit 1) as reason`;

/** Cases, the last opened first, page by page. */
@Injectable()
export class CaseListView {
  /**
   * @param page `after` is the code of the last case already seen; `limit` at most {@link LONGEST_PAGE}
   * @throws Refused for a limit out of range or a text that is no case code
   */
  async page(
    tx: Tx,
    filter: CaseFilter = {},
    page: { after?: string | undefined; limit?: number | undefined } = {},
  ): Promise<CaseListPage> {
    const limit = page.limit ?? 50;
    if (!Number.isInteger(limit) || limit < 1 || limit > LONGEST_PAGE)
      throw new Refused('a page is too long or too short', {
        problems: [{ at: 'limit', message: `give a number from 1 to ${LONGEST_PAGE}` }],
      });
    const values: unknown[] = [];
    const given = (value: unknown): string => `$${values.push(value)}`;
    const where = ['true'];
    if (filter.states !== undefined) where.push(`c.state = any(${given(filter.states)})`);
    if (filter.class !== undefined) where.push(`c.class = ${given(filter.class)}`);
    if (filter.tier !== undefined) where.push(`c.tier = ${given(filter.tier)}`);
    if (filter.lineId !== undefined) where.push(`c.line_id = ${given(filter.lineId)}`);
    if (filter.code !== undefined) where.push(`c.code = ${given(readCaseCode(filter.code))}`);
    if (page.after !== undefined)
      where.push(`c.id < (select id from cases.case where code = ${given(readCaseCode(page.after))})`);
    const rows = await tx.query<CaseLine>(
      `select ${CASE_LINE} from cases.case c where ${where.join(' and ')} order by c.id desc limit ${given(limit + 1)}`,
      values,
    );
    const cases = rows.slice(0, limit);
    return { cases, next: rows.length > limit ? (cases.at(-1)?.code ?? null) : null };
  }
}
