import { Injectable } from '@nestjs/common';

import { QuietDaysService, type CaseSnapshot, type UnjudgedDay } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import { FeedsService } from '@lazaret/feeds';
import { GardenService } from '@lazaret/garden';
import type { Instant } from '@lazaret/kernel';
import { LedgerService } from '@lazaret/ledger';
import { Database, type Tx } from '@lazaret/platform';

/** Cases judged in one transaction. */
const AT_ONCE = 1_000;
const DAY_MS = 86_400_000;

/** A time over which days are judged: from the first to the last, both inside, and as `[from, to)`. */
interface Period {
  readonly first: string;
  readonly last: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** Asks the rooms, one question each for the whole set, whether a day without a sighting means anything. */
@Injectable()
export class SilenceStep {
  constructor(
    private readonly database: Database,
    private readonly quietDays: QuietDaysService,
    private readonly feeds: FeedsService,
    private readonly directory: DirectoryService,
    private readonly ledger: LedgerService,
    private readonly garden: GardenService,
  ) {}

  /** Judges the days that are over of up to a thousand cases. Answers whether there were any. */
  async run(now: Instant): Promise<boolean> {
    return this.database.run(async (tx) => {
      const days = await this.quietDays.unjudged(tx, now, AT_ONCE);
      await this.judgeAll(tx, days);
      return days.length > 0;
    });
  }

  /**
   * How many days of silence count for each of these cases. What is missing is judged first, so that it does not matter
   * whose turn it was first. A case that no feed has seen is missing from the answer.
   */
  async daysOf(
    tx: Tx,
    due: readonly Pick<CaseSnapshot, 'caseId'>[],
    now: Instant,
  ): Promise<Map<number, number>> {
    const ids = due.map((one) => one.caseId);
    await this.judgeAll(tx, await this.quietDays.unjudgedOf(tx, ids, now));
    return this.quietDays.counted(tx, ids);
  }

  private async judgeAll(tx: Tx, days: readonly UnjudgedDay[]): Promise<void> {
    const period = periodOf(days);
    if (!period) return;
    const lineIds = [...new Set(days.map((day) => day.lineId))];
    const seeing = await this.seeing(tx, [...new Set(days.flatMap((day) => day.feedIds))], period);
    const online = await this.online(tx, lineIds, period);
    const stays = await this.garden.confinedDays(tx, lineIds, period.from, period.to);
    await this.quietDays.judge(
      tx,
      days.map((day) => {
        const saw = day.feedIds.map((feedId) => seeing.get(keyOf(feedId, day.day)));
        const [from, to] = [startOf(day.day), endOf(day.day)];
        return {
          ...day,
          alive: saw.length > 0 && saw.every((attributed) => attributed !== undefined),
          attributed: saw.every((attributed) => attributed === true),
          online: online.has(keyOf(day.lineId, day.day)),
          confined: (stays.get(day.lineId) ?? []).some(
            (stay) => stay.from < to && (stay.to === null || stay.to > from),
          ),
        };
      }),
    );
  }

  /** Feeds and days on which there was something to read, and whether its rows found their lines. */
  private async seeing(
    tx: Tx,
    feedIds: readonly number[],
    { first, last }: Period,
  ): Promise<Map<string, boolean>> {
    const days = await this.feeds.liveDays(tx, feedIds, { from: first, to: last });
    return new Map(days.map(({ feedId, day, attributed }) => [keyOf(feedId, day), attributed]));
  }

  /** Lines and days on which the network had them. */
  private async online(tx: Tx, lineIds: readonly number[], { from, to }: Period): Promise<Set<string>> {
    const access = await this.directory.accessDuring(tx, lineIds, from, to);
    const held = await this.ledger.heldDays(
      tx,
      access.map(({ kind, value, ...span }) => ({ holder: { kind, value }, from: span.from, to: span.to })),
    );
    return new Set(
      held.flatMap(({ place, day }) => (access[place] ? [keyOf(access[place].lineId, day)] : [])),
    );
  }
}

function periodOf(days: readonly UnjudgedDay[]): Period | undefined {
  const sorted = days.map(({ day }) => day).sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  return first === undefined || last === undefined
    ? undefined
    : { first, last, from: startOf(first), to: endOf(last) };
}

function startOf(day: string): Instant {
  return new Date(`${day}T00:00:00Z`);
}

function endOf(day: string): Instant {
  return new Date(startOf(day).getTime() + DAY_MS);
}

function keyOf(id: number, day: string): string {
  return `${id} ${day}`;
}
