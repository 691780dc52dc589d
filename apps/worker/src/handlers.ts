import type { INestApplicationContext } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import { IntakeStep, PullStep, SendStep, type Jobs } from '@lazaret/pipeline';
import type { JobHandler } from '@lazaret/platform';

/** Which step does which job. @param now the domain's time */
export function handlers(
  steps: Pick<INestApplicationContext, 'get'>,
  now: () => Instant,
): JobHandler<Jobs>[] {
  return [
    { job: 'feed.pull', handle: (ids) => steps.get(PullStep).run(ids, now()) },
    { job: 'report.intake', handle: (ids, { signal }) => steps.get(IntakeStep).run(ids, now(), signal) },
    { job: 'notice.send', handle: (ids, { signal }) => steps.get(SendStep).run(ids, now(), signal) },
  ];
}
