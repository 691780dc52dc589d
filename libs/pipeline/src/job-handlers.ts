import type { Instant } from '@lazaret/kernel';
import type { JobHandler } from '@lazaret/platform';

import { BulkStep } from './desk/bulk.step.js';
import { GardenStep } from './garden.step.js';
import { IntakeStep } from './intake.step.js';
import type { Jobs } from './jobs.js';
import { PullStep } from './pull.step.js';
import { SendStep } from './send.step.js';

/** Where steps are found; a Nest application is one. */
export interface Steps {
  get<T>(step: new (...dependencies: never[]) => T): T;
}

/** Which step does which job. @param now the domain's time. @param real what the audit counts by */
export function jobHandlers(
  steps: Steps,
  now: () => Instant,
  real: () => Instant = () => new Date(),
): JobHandler<Jobs>[] {
  return [
    { job: 'feed.pull', handle: (ids) => steps.get(PullStep).run(ids, now()) },
    { job: 'report.intake', handle: (ids, { signal }) => steps.get(IntakeStep).run(ids, now(), signal) },
    { job: 'notice.send', handle: (ids, { signal }) => steps.get(SendStep).run(ids, now(), signal) },
    { job: 'line.confine', handle: (ids) => steps.get(GardenStep).run(ids, now()) },
    { job: 'line.release', handle: (ids) => steps.get(GardenStep).run(ids, now()) },
    { job: 'desk.bulk', handle: (ids, { signal }) => steps.get(BulkStep).run(ids, now(), real(), signal) },
  ];
}
