import { Injectable } from '@nestjs/common';

import { FeedsService, IntakeService, type Intake, type IntakePiece } from '@lazaret/feeds';
import { Refused, type Instant } from '@lazaret/kernel';
import { Database, fillBatch, openBatch } from '@lazaret/platform';

import { AttributeStep } from './attribute.step.js';
import { oneAhead } from './one-ahead.js';

/** Told after each piece: rows settled so far. */
export type OnIntake = (settled: { readonly rows: number; readonly rejected: number }) => void;

/** Brings an archived report from rows to cases, a piece a transaction. Interrupted, it goes on where it stopped. */
@Injectable()
export class IntakeStep {
  constructor(
    private readonly database: Database,
    private readonly intake: IntakeService,
    private readonly feeds: FeedsService,
    private readonly attribution: AttributeStep,
  ) {}

  async run(reportIds: readonly number[], now: Instant, signal?: AbortSignal): Promise<void> {
    for (const id of reportIds) await this.take(id, now, signal);
  }

  /** A report that cannot be read as a whole is kept as `failed` with its reason; that is an answer, not an error. */
  async take(reportId: number, now: Instant, signal?: AbortSignal, onIntake?: OnIntake): Promise<void> {
    let rows = 0;
    let rejected = 0;
    try {
      const begun = await this.database.run((tx) => this.intake.begin(tx, reportId, now));
      // The next piece is parsed while PostgreSQL has this one.
      for await (const piece of oneAhead(this.intake.read(begun))) {
        signal?.throwIfAborted();
        await this.settle(begun, piece, now);
        rows += piece.rows.length;
        rejected += piece.rejected.length;
        onIntake?.({ rows, rejected });
      }
      await this.database.run((tx) => this.intake.finish(tx, reportId, now));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      await this.database.run((tx) => this.intake.fail(tx, reportId, error.message, now));
    }
  }

  private async settle(begun: Intake, piece: IntakePiece, now: Instant): Promise<void> {
    await this.database.run(async (tx) => {
      await openBatch(tx);
      await fillBatch(tx, piece.rows);
      const stored = await this.feeds.store(tx);
      if (stored.observed > 0) await this.attribution.attribute(tx, now);
      await this.intake.settle(tx, begun, piece, stored);
    });
  }
}
