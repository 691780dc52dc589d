import { CasesService } from '@lazaret/cases';
import { FeedsService } from '@lazaret/feeds';
import { LedgerService } from '@lazaret/ledger';
import { JobOutbox, type OpenHouse } from '@lazaret/pipeline';

/** When there is something to do next, by the house's clock; null for never. */
export async function nextDue(house: OpenHouse): Promise<Date | null> {
  const now = await house.now();
  return house.database.run(async (tx) => {
    const feeds = house.get(FeedsService);
    const unfinished = await feeds.unfinished(tx, 1);
    const asking = await house.get(LedgerService).overdue(tx, now, 1);
    const dues = [await house.get(CasesService).nextDue(tx)];
    for (const feed of await feeds.list(tx)) dues.push(feed.pulledAt === null ? now : feed.dueAt);
    if (unfinished.length + asking.length > 0) dues.push(now);
    return dues.reduce((first, due) => (due !== null && (first === null || due < first) ? due : first), null);
  });
}

/** Is nothing on its way to a worker or back? */
export async function isQuiet(house: OpenHouse): Promise<boolean> {
  const { unsettled } = await house.get(JobOutbox).state(house.database);
  return unsettled === 0;
}

/** Is nothing left to do until the clock moves? */
export async function rests(house: OpenHouse): Promise<boolean> {
  const due = await nextDue(house);
  return (due === null || due > (await house.now())) && (await isQuiet(house));
}
