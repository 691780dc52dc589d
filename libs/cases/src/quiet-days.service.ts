import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { judgeDay, type DayFacts } from './judge-day.js';
import { QuietDayRepository, type UnjudgedDay } from './quiet-day.repository.js';

/** Long enough to say why a case was cleared; a sighting this old is not withdrawn any more. */
const KEPT_DAYS = 60;
const DAY_MS = 86_400_000;

/**
 * Which days without a sighting count: every finished UTC day of a case that is not closed is judged once, soon after it
 * is over, on what the rooms know then.
 */
@Injectable()
export class QuietDaysService {
  constructor(private readonly days: QuietDayRepository) {}

  /** Days to be judged, of the first `most` cases that have any. None: all are. */
  async unjudged(tx: Tx, now: Instant, most: number): Promise<UnjudgedDay[]> {
    return this.days.unjudged(tx, now, most);
  }

  async unjudgedOf(tx: Tx, caseIds: readonly number[], now: Instant): Promise<UnjudgedDay[]> {
    return caseIds.length === 0 ? [] : this.days.unjudgedOf(tx, caseIds, now);
  }

  /** Judges days; one that somebody else has judged meanwhile stays as it is. */
  async judge(tx: Tx, days: readonly (UnjudgedDay & DayFacts)[]): Promise<void> {
    if (days.length > 0)
      await this.days.write(
        tx,
        days.map((day) => ({ ...day, why: judgeDay(day) })),
      );
  }

  /** Forgets days that decide nothing any more, up to `limit` of them. Answers how many. */
  async forget(tx: Tx, now: Instant, limit: number): Promise<number> {
    return this.days.forget(tx, new Date(now.getTime() - KEPT_DAYS * DAY_MS), KEPT_DAYS, limit);
  }

  /**
   * How many days after the UTC day of its last sighting count, of each case. A day on which a feed that saw the case was
   * not asked about does not. A case without a sighting is missing from the answer.
   */
  async counted(tx: Tx, caseIds: readonly number[]): Promise<Map<number, number>> {
    const rows = caseIds.length === 0 ? [] : await this.days.counted(tx, caseIds);
    return new Map(rows.map(({ caseId, days }) => [caseId, days]));
  }
}
