import { CaseListView, CasesService, type CaseLine } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import { FeedsService } from '@lazaret/feeds';
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
    const rejected = await Promise.all(
      aside.map(async ({ id, name }) =>
        (await feeds.rejected(tx, id, 5)).map((row) => ({ report: name, ...row })),
      ),
    );
    const { cases } = await house.get(CaseListView).page(tx, {}, { limit: MOST });
    return {
      now,
      reports,
      rejected: rejected.flat(),
      answers: await answers(house, tx),
      cases: cases.length,
      shown: await shownCases(house, tx, cases.slice(0, SHOWN)),
    };
  });
}

async function answers(house: OpenHouse, tx: Tx): Promise<Story['answers']> {
  const outcomes = await house.get(GivenAnswersView).outcomes(tx);
  const examples = await house.get(FeedsService).find(
    tx,
    outcomes.map((one) => one.observationId),
  );
  const ledger = house.get(LedgerService);
  const now = await house.now();
  return Promise.all(
    outcomes.map(async ({ outcome, count, observationId }) => {
      const seen = examples.find((example) => example.id === observationId);
      if (!seen) return { outcome, count, example: '' };
      const { address, port, protocol, seenAt: at, precisionMs } = seen;
      const asked = { address, ...(port === null ? {} : { port }), protocol, at, precisionMs };
      const { why } = await ledger.who(tx, asked, now);
      return { outcome, count, example: `${address}${port === null ? '' : ` port ${port}`}: ${why}` };
    }),
  );
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
