import { CaseListView, CasesService, type CaseLine } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import { FeedsService, type ObservationRecord } from '@lazaret/feeds';
import type { Instant } from '@lazaret/kernel';
import { GivenAnswersView, LedgerService } from '@lazaret/ledger';
import { CaseStory, JobOutbox, type CaseStoryPage, type OpenHouse } from '@lazaret/pipeline';
import type { Tx } from '@lazaret/platform';

import type { Story, StoryCase } from './page.js';

const MOST = 200;
const SHOWN = 60;

/** Everything the page tells, from what the rooms publish. */
export async function gatherStory(house: OpenHouse): Promise<Story> {
  const now = await house.now();
  return house.database.run(async (tx) => {
    const feeds = house.get(FeedsService);
    const reports = await feeds.listReports(tx, { limit: MOST });
    const aside = reports.filter((report) => report.rejected > 0).slice(0, 5);
    const rejected: Story['rejected'][number][] = [];
    for (const { id, name } of aside)
      for (const row of await feeds.rejected(tx, id, 5)) rejected.push({ report: name, ...row });
    const { cases } = await house.get(CaseListView).page(tx, {}, { limit: MOST });
    return {
      now,
      reports,
      rejected,
      answers: await answers(house, tx, now),
      cases: cases.length,
      shown: await shownCases(house, tx, cases.slice(0, SHOWN)),
    };
  });
}

async function answers(house: OpenHouse, tx: Tx, now: Instant): Promise<Story['answers']> {
  const outcomes = await house.get(GivenAnswersView).outcomes(tx);
  const examples = await house.get(FeedsService).find(
    tx,
    outcomes.map((one) => one.observationId),
  );
  const told: Story['answers'][number][] = [];
  // One after the other: a transaction has one connection.
  for (const { outcome, count, observationId } of outcomes) {
    const seen = examples.find((example) => example.id === observationId);
    told.push({ outcome, count, example: seen ? await why(house, tx, seen, now) : '' });
  }
  return told;
}

async function why(house: OpenHouse, tx: Tx, seen: ObservationRecord, now: Instant): Promise<string> {
  const { address, port, protocol, seenAt: at, precisionMs } = seen;
  const asked = { address, ...(port === null ? {} : { port }), protocol, at, precisionMs };
  const answer = await house.get(LedgerService).who(tx, asked, now);
  return `${address}${port === null ? '' : ` port ${port}`}: ${answer.why}`;
}

async function shownCases(house: OpenHouse, tx: Tx, cases: readonly CaseLine[]): Promise<StoryCase[]> {
  const lines = await house.get(DirectoryService).lines(
    tx,
    cases.map((one) => one.lineId),
  );
  return cases.map((one) => ({
    ...one,
    line: lines.get(one.lineId)?.ref ?? '',
    kind: lines.get(one.lineId)?.class ?? '',
    reason: one.reason ?? '',
  }));
}

export async function gatherCase(house: OpenHouse, code: string): Promise<CaseStoryPage> {
  return house.database.run((tx) => house.get(CaseStory).tell(tx, code));
}

/** Is there nothing left to do at this time of the demo's clock? */
export async function isQuiet(house: OpenHouse): Promise<boolean> {
  const now = await house.now();
  const { unsettled } = await house.get(JobOutbox).state(house.database);
  if (unsettled > 0) return false;
  return house.database.run(async (tx) => {
    const due = await house.get(CasesService).nextDue(tx);
    const asking = await house.get(LedgerService).overdue(tx, now, 1);
    const feeds = await house.get(FeedsService).list(tx);
    const reports = await house.get(FeedsService).unfinished(tx, 1);
    const pulled = feeds.every((feed) => feed.pulledAt !== null && (feed.dueAt === null || feed.dueAt > now));
    return pulled && reports.length === 0 && asking.length === 0 && (due === null || due > now);
  });
}
