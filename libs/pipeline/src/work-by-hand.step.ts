import { Injectable, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';

import { CasesService } from '@lazaret/cases';
import { FeedsService } from '@lazaret/feeds';
import { GardenService } from '@lazaret/garden';
import { Broken, type Instant } from '@lazaret/kernel';
import { LedgerService } from '@lazaret/ledger';
import { Database, workOutbox } from '@lazaret/platform';
import { RequestsService } from '@lazaret/portal';

import { AskAgainStep } from './ask-again.step.js';
import { DecideStep } from './decide.step.js';
import { DeliveryStep } from './delivery.step.js';
import { GardenWatchStep } from './garden.step.js';
import { jobHandlers } from './job-handlers.js';
import { jobs } from './jobs.js';
import { PortalStep } from './portal.step.js';
import { PullStep } from './pull.step.js';
import { SilenceStep } from './silence.step.js';

/** Turns at one instant; more means that two steps feed each other. */
const MOST_TURNS = 500;

/**
 * What workers do side by side, done by one hand in a fixed order: the same facts give the same rows, whoever runs it.
 * For a provider that is played through, and for tests.
 */
@Injectable()
export class WorkByHand {
  constructor(
    private readonly database: Database,
    private readonly steps: ModuleRef,
  ) {}

  /** All that is due at `now`, until nothing is left. Answers whether there was anything. @throws Broken when it never ends */
  async run(now: Instant): Promise<boolean> {
    // Days that are over are judged by themselves, too: what they need is forgotten before some cases are due again.
    while (await this.get(SilenceStep).run(now));
    for (let turn = 0; turn < MOST_TURNS; turn++) if (!(await this.turn(now))) return turn > 0;
    throw new Broken(`there is no end of work at ${now.toISOString()}`);
  }

  /** When there is something to do next; null for never. */
  async nextDue(now: Instant): Promise<Instant | null> {
    return this.database.run(async (tx) => {
      const waits = [
        (await this.get(FeedsService).unfinished(tx, 1)).length,
        (await this.get(LedgerService).overdue(tx, now, 1)).length,
        await this.get(RequestsService).waiting(tx),
      ].some((count) => count > 0);
      const feeds = await this.get(FeedsService).list(tx);
      const dues = [
        waits ? now : null,
        await this.get(CasesService).nextDue(tx),
        await this.get(GardenService).nextDue(tx),
        ...feeds.map((feed) => feed.dueAt),
      ];
      return dues.reduce(
        (first, due) => (due !== null && (first === null || due < first) ? due : first),
        null,
      );
    });
  }

  private async turn(now: Instant): Promise<boolean> {
    const scheduled = await this.get(PullStep).schedule(now);
    let done = await this.get(AskAgainStep).run(now);
    done += await this.get(PortalStep).run(now);
    done += await this.get(DeliveryStep).run(now);
    done += (await this.get(DecideStep).run(now)).cases;
    done += await this.get(GardenWatchStep).run(now);
    done += await this.outbox(now);
    return scheduled || done > 0;
  }

  private outbox(now: Instant): Promise<number> {
    return workOutbox(
      this.database,
      jobs,
      jobHandlers(this, () => now),
    );
  }

  /** A step or a room of the house this stands in. */
  get<T>(what: Type<T>): T {
    return this.steps.get(what, { strict: false });
  }
}
