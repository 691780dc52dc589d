import { Injectable } from '@nestjs/common';

import { AuditService } from '@lazaret/access';
import { BulkService, CasesByHand, type BulkAction, type BulkItem, type BulkRun } from '@lazaret/cases';
import { Refused, Unavailable, type Instant, type Permission } from '@lazaret/kernel';
import { Database, type Tx } from '@lazaret/platform';

import { JobOutbox } from '../job-outbox.js';
import type { Asking } from './asker.js';
import { CaseHandsStep } from './case-hands.step.js';
import { NotAllowed } from './not-allowed.js';
import { signed } from './sign.js';

/** The most cases one run takes. */
export const MOST_IN_BULK = 5_000;
const NEEDS: Readonly<Record<BulkAction, Permission>> = {
  release: 'garden.release',
  note: 'case.note',
  'call-back': 'case.act',
};

/** One thing done with many cases, by the worker, each with a result of its own. */
@Injectable()
export class BulkStep {
  constructor(
    private readonly database: Database,
    private readonly runs: BulkService,
    private readonly byHand: CasesByHand,
    private readonly hands: CaseHandsStep,
    private readonly outbox: JobOutbox,
    private readonly audit: AuditService,
  ) {}

  /** @throws Refused for none or too many, NotAllowed */
  async start(action: BulkAction, caseIds: readonly number[], why: string, asking: Asking): Promise<BulkRun> {
    const { by, real } = asking;
    if (!by.permissions.has(NEEDS[action])) throw new NotAllowed('no-permission');
    if (caseIds.length === 0) throw new Refused('no case is chosen');
    if (caseIds.length > MOST_IN_BULK)
      throw new Refused(`at most ${MOST_IN_BULK} cases at once: narrow the filter`);
    return this.database.run(async (tx) => {
      const id = await this.runs.start(
        tx,
        { action, by: by.name, why, requestId: by.requestId },
        caseIds,
        real,
      );
      await this.outbox.put(tx, 'desk.bulk', [id]);
      await this.audit.write(tx, {
        ...signed(asking),
        action: `bulk.${action}`,
        subject: `bulk ${id}`,
        why,
        after: { cases: caseIds.length },
      });
      return this.runs.find(tx, id);
    });
  }

  /** Works runs off. Stopped in the middle, it goes on where it was. @param real of the audit */
  async run(ids: readonly number[], now: Instant, real: Instant, signal?: AbortSignal): Promise<void> {
    for (const id of ids)
      for (let more = true; more && signal?.aborted !== true;)
        more = await this.database.run(async (tx) => {
          const run = await this.runs.find(tx, id);
          // One a transaction: the audit is written in turns, and nobody waits for a whole run of them.
          const [item] = await this.runs.take(tx, id, 1);
          if (item === undefined) await this.runs.finish(tx, id, real);
          else await this.one(tx, run, item, now, real);
          return item !== undefined;
        });
  }

  private async one(tx: Tx, run: BulkRun, item: BulkItem, now: Instant, real: Instant): Promise<void> {
    const done = await tx.attempt(() => this.act(tx, run, item, now, real));
    if (!('error' in done)) return this.runs.settle(tx, run.id, item.caseId, 'done', null);
    const { error } = done;
    if (error instanceof Unavailable) throw error;
    const [outcome, why] =
      error instanceof NotAllowed
        ? (['skipped', error.forbidden] as const)
        : (['failed', error instanceof Refused ? error.message : 'a defect of ours'] as const);
    await this.runs.settle(tx, run.id, item.caseId, outcome, why);
  }

  private async act(tx: Tx, run: BulkRun, item: BulkItem, now: Instant, real: Instant): Promise<void> {
    const taken = await this.byHand.take(tx, item.code);
    const asking = askingOf(run, now, real);
    if (run.action === 'note') await this.hands.write(tx, taken, run.why, asking);
    else await this.hands.carryOut(tx, taken, run.action, run.why, asking, true);
  }
}

/** Who started it was asked then; the run does what it was started for and nothing else. */
function askingOf({ by, requestId, action }: BulkRun, now: Instant, real: Instant): Asking {
  return {
    by: {
      name: by,
      permissions: new Set([NEEDS[action]]),
      preferences: { locale: 'en', timeZone: 'UTC' },
      requestId,
      address: null,
    },
    now,
    real,
  };
}
