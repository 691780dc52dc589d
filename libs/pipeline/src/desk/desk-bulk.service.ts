import { Injectable } from '@nestjs/common';

import { BulkService, CaseDeskView, type BulkAction, type BulkItem } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import type { Tx } from '@lazaret/platform';

import type { Asking } from './asker.js';
import { pageOf, readNumber, type DeskPage } from './list-place.js';
import type { Forbidden } from './not-allowed.js';

export interface BulkPreview {
  readonly total: number;
  /** Of these, those it would be done with as things are. */
  readonly would: number;
  readonly skipped: readonly { readonly why: Forbidden; readonly count: number }[];
}

export interface BulkResult {
  readonly code: string;
  readonly line: string;
  readonly outcome: BulkItem['outcome'];
  readonly why: string | null;
}

/** Rows looked at in one question. */
const AT_ONCE = 500;
const HELD = new Set(['requested', 'accepted', 'active', 'unknown', 'no-session']);

/** What a bulk action would do, and what became of each case. */
@Injectable()
export class DeskBulk {
  constructor(
    private readonly cases: CaseDeskView,
    private readonly runs: BulkService,
    private readonly directory: DirectoryService,
  ) {}

  /** Changes nothing. What lists say is as old as the last decision: the run itself asks again, case by case. */
  async preview(
    tx: Tx,
    action: BulkAction,
    caseIds: readonly number[],
    { now }: Asking,
  ): Promise<BulkPreview> {
    const skipped = new Map<Forbidden, number>();
    let would = 0;
    for (let from = 0; from < caseIds.length; from += AT_ONCE)
      for (const row of await this.cases.rows(tx, caseIds.slice(from, from + AT_ONCE), now)) {
        const isOver = row.state === 'closed' || row.state === 'cleared';
        const why: Forbidden | null =
          action === 'release' && !HELD.has(row.garden)
            ? 'not-confined'
            : action === 'call-back' && isOver
              ? 'case-is-over'
              : null;
        if (why === null) would++;
        else skipped.set(why, (skipped.get(why) ?? 0) + 1);
      }
    return {
      total: caseIds.length,
      would,
      skipped: [...skipped].map(([why, count]) => ({ why, count })),
    };
  }

  /** In the order of the cases. @throws Refused for a place that no page gave */
  async results(
    tx: Tx,
    id: number,
    asked: {
      readonly outcome?: 'done' | 'skipped' | 'failed' | undefined;
      readonly after?: string | undefined;
      readonly limit: number;
    },
  ): Promise<DeskPage<BulkResult>> {
    const after = readNumber(asked.after) ?? 0;
    const found = await this.runs.items(tx, id, { outcome: asked.outcome, after, limit: asked.limit + 1 });
    const lines = await this.directory.lines(tx, [...new Set(found.map(({ lineId }) => lineId))]);
    const show = ({ code, lineId, outcome, why }: BulkItem): BulkResult => ({
      code,
      line: lines.get(lineId)?.ref ?? '',
      outcome,
      why,
    });
    return pageOf(found, asked.limit, show, ({ caseId }) => caseId);
  }
}
