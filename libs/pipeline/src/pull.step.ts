import { Injectable } from '@nestjs/common';

import { FeedsService, PullService, type Feed } from '@lazaret/feeds';
import type { Instant } from '@lazaret/kernel';
import { Database } from '@lazaret/platform';

import { JobOutbox } from './job-outbox.js';

const AT_ONCE = 20;

export interface PullOutcome {
  readonly feed: string;
  readonly newReports: readonly number[];
  readonly known: number;
  readonly unchanged: number;
  readonly problems: readonly { readonly address: string; readonly message: string }[];
}

/** Looks at feeds: what is new is archived, entered, and handed to intake. */
@Injectable()
export class PullStep {
  constructor(
    private readonly database: Database,
    private readonly feeds: FeedsService,
    private readonly puller: PullService,
    private readonly outbox: JobOutbox,
  ) {}

  /** Hands every feed whose time has come to the queue. Answers whether there was one. */
  async schedule(now: Instant): Promise<boolean> {
    return this.database.run(async (tx) => {
      const due = await this.feeds.due(tx, now, AT_ONCE);
      for (const feed of due) await this.outbox.put(tx, 'feed.pull', [feed.id]);
      return due.length > 0;
    });
  }

  async run(feedIds: readonly number[], now: Instant): Promise<void> {
    for (const id of feedIds) await this.pull(id, now);
  }

  /** One look at one feed. What the outside did wrong is in `problems`, never thrown. @throws Refused for no such feed */
  async pull(feed: string | number, now: Instant): Promise<PullOutcome> {
    const asked = await this.database.run(async (tx) => {
      const found: Feed = await this.feeds.get(tx, feed);
      return { feed: found, cursors: await this.feeds.cursors(tx, found.id) };
    });
    const pulled = await this.puller.pull(asked.feed, asked.cursors, now);
    const { newReports, known } = await this.database.run(async (tx) => {
      const entered = await this.feeds.recordPull(tx, asked.feed.id, pulled, now);
      // One report a job, so that a large one does not keep the others waiting.
      for (const report of entered.newReports) await this.outbox.put(tx, 'report.intake', [report]);
      return entered;
    });
    return {
      feed: asked.feed.name,
      newReports,
      known,
      unchanged: pulled.unchanged,
      problems: pulled.problems,
    };
  }
}
