import { CaseListView, LONGEST_PAGE, NewestSightingsView } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import { FeedsService, type ObservationRecord } from '@lazaret/feeds';
import { GivenAnswersView, LedgerService } from '@lazaret/ledger';
import { CaseStory, JobOutbox, WorkByHand, type CaseStoryPage, type OpenHouse } from '@lazaret/pipeline';
import type { Tx } from '@lazaret/platform';

import { standing, type Story, type StoryAnswer, type StoryAside, type StoryCase } from './story.js';

const MOST_REPORTS = 200;
const MOST_ASIDE = 10;

/** Everything the pages tell, from what the rooms publish. One transaction, one statement after the other. */
export async function gatherStory(house: OpenHouse): Promise<Story> {
  const now = await house.now();
  const working = !(await rests(house, now));
  return house.database.run(async (tx) => {
    const reports = await house.get(FeedsService).listReports(tx, { limit: MOST_REPORTS });
    return {
      now,
      working,
      reports: reports.map((report) => ({ ...report, type: report.reportType ?? report.name })),
      aside: await asideOf(house, tx, reports),
      answers: await answersOf(house, tx, now),
      cases: await casesOf(house, tx),
    };
  });
}

export async function gatherCase(house: OpenHouse, code: string): Promise<CaseStoryPage> {
  return house.database.run((tx) => house.get(CaseStory).tell(tx, code));
}

/** Is nothing left to do until the clock moves? */
async function rests(house: OpenHouse, now: Date): Promise<boolean> {
  const due = await house.get(WorkByHand).nextDue(now);
  const { unsettled } = await house.get(JobOutbox).state(house.database);
  return (due === null || due > now) && unsettled === 0;
}

async function asideOf(
  house: OpenHouse,
  tx: Tx,
  reports: readonly { readonly id: number; readonly name: string; readonly rejected: number }[],
): Promise<StoryAside[]> {
  const aside: StoryAside[] = [];
  for (const { id, name } of reports.filter((report) => report.rejected > 0)) {
    if (aside.length >= MOST_ASIDE) break;
    const rows = await house.get(FeedsService).rejected(tx, id, MOST_ASIDE - aside.length);
    aside.push(...rows.map((row) => ({ ...row, report: name })));
  }
  return aside;
}

async function answersOf(house: OpenHouse, tx: Tx, now: Date): Promise<StoryAnswer[]> {
  const outcomes = await house.get(GivenAnswersView).outcomes(tx);
  const seen = await observations(
    house,
    tx,
    outcomes.map((one) => one.observationId),
  );
  const answers: StoryAnswer[] = [];
  for (const { outcome, count, observationId } of outcomes) {
    const one = seen.get(observationId);
    answers.push({ outcome, count, example: one ? await exampleOf(house, tx, one, now) : null });
  }
  return answers;
}

async function exampleOf(
  house: OpenHouse,
  tx: Tx,
  { address, port, protocol, seenAt: at, precisionMs }: ObservationRecord,
  now: Date,
): Promise<StoryAnswer['example']> {
  const asked = { address, ...(port === null ? {} : { port }), protocol, at, precisionMs };
  const { why } = await house.get(LedgerService).who(tx, asked, now);
  return { who: port === null ? address : `${address} port ${port}`, at, why };
}

async function casesOf(house: OpenHouse, tx: Tx): Promise<StoryCase[]> {
  const { cases } = await house.get(CaseListView).page(tx, {}, { limit: LONGEST_PAGE });
  const ids = cases.map((one) => one.id);
  const lines = await house.get(DirectoryService).lines(
    tx,
    cases.map((one) => one.lineId),
  );
  const newest = new Map(
    (await house.get(NewestSightingsView).of(tx, ids, 1)).map((one) => [one.caseId, one.observationId]),
  );
  const seen = await observations(house, tx, [...newest.values()]);
  return cases.map((one) => {
    const line = lines.get(one.lineId);
    const last = seen.get(newest.get(one.id) ?? 0);
    return {
      ...one,
      what: last?.malware ?? last?.identifier ?? last?.type ?? one.class,
      line: line?.ref ?? '',
      lineClass: line?.class ?? 'unknown',
      state: standing(one),
      reason: one.reason ?? '',
    };
  });
}

async function observations(
  house: OpenHouse,
  tx: Tx,
  ids: readonly number[],
): Promise<Map<number, ObservationRecord>> {
  return new Map((await house.get(FeedsService).find(tx, ids)).map((one) => [one.id, one]));
}
