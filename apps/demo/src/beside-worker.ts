import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { Unavailable, type Instant } from '@lazaret/kernel';
import { JobOutbox, WorkByHand, type OpenHouse } from '@lazaret/pipeline';

import type { Hands } from './conductor.js';

const PATIENCE_MS = 120_000;
const POLL_MS = 50;
/**
 * Looks in a row that must find nothing after records came in: what follows from those a worker finds by comparing, four
 * times a second, and no row says that it is due.
 */
const LOOKS = 7;

/** The work is done by a worker in a process of its own: here it is only waited for. */
export function besideWorker(house: OpenHouse, bounces: string): Hands {
  const nextDue = (at: Instant): Promise<Instant | null> => house.get(WorkByHand).nextDue(at);
  return {
    nextDue,
    rest: async (at, news) => {
      const looks = news ? LOOKS : 1;
      const until = performance.now() + PATIENCE_MS;
      for (let quiet = 0; quiet < LOOKS;) {
        const due = await nextDue(at);
        quiet = (due === null || due > at) && (await isQuiet(house, bounces)) ? quiet + 1 : 0;
        if (performance.now() > until)
          throw new Unavailable(
            `the house did not come to rest at ${at.toISOString()}; is a worker running?`,
          );
        if (quiet < looks) await setTimeout(POLL_MS);
      }
    },
  };
}

/** Is nothing on its way to a worker or back? */
async function isQuiet(house: OpenHouse, bounces: string): Promise<boolean> {
  const { unsettled } = await house.get(JobOutbox).state(house.database);
  return unsettled === 0 && (await readdir(join(bounces, 'new'))).length === 0;
}
