import { Injectable } from '@nestjs/common';

import { NewestSightingsView, type CaseSnapshot } from '@lazaret/cases';
import { FeedsService, type ObservationRecord } from '@lazaret/feeds';
import type { Instant } from '@lazaret/kernel';
import { NoticesService, type NoticePlan } from '@lazaret/notices';
import type { Tx } from '@lazaret/platform';
import type { Decision, Facts } from '@lazaret/policy';

import type { AboutCase } from './build-facts.js';
import { JobOutbox } from './job-outbox.js';
import { PipelineMetrics } from './pipeline.metrics.js';
import { planNotice } from './plan-notices.js';

/** A case, what is known about it, and what was decided. */
export interface DecidedCase {
  readonly snapshot: CaseSnapshot;
  readonly about: AboutCase;
  readonly facts: Facts;
  readonly decision: Decision;
  /** Behind which BNG the line is, for the caps; of a decision to confine alone. */
  readonly bng?: string | undefined;
  /** Could the policy ever hold something back on this line? If not, a letter does not speak of it. */
  readonly mayHold: boolean;
}

const NEWEST = 8;

/** Turns what was decided into rows: planned notices and their outbox, in the transaction of the decision. */
@Injectable()
export class ActStep {
  constructor(
    private readonly sightings: NewestSightingsView,
    private readonly feeds: FeedsService,
    private readonly notices: NoticesService,
    private readonly outbox: JobOutbox,
    private readonly metrics: PipelineMetrics,
  ) {}

  /** Answers how many letters were planned. */
  async act(tx: Tx, decided: readonly DecidedCase[], now: Instant): Promise<number> {
    const closed = decided
      .filter(({ snapshot, decision }) => decision.state === 'closed' && snapshot.state !== 'closed')
      .map((one) => one.snapshot.caseId);
    await this.notices.cancel(tx, closed, 'the case was closed', now);
    const planned = await this.notices.plan(tx, await this.letters(tx, decided, now), now);
    await this.outbox.put(
      tx,
      'notice.send',
      planned.map((notice) => notice.id),
    );
    this.count(decided.map(({ decision }) => decision));
    return planned.length;
  }

  /** Counts decisions, by their rule. */
  count(decisions: readonly Pick<Decision, 'rule' | 'closeReason'>[]): void {
    for (const decision of decisions) this.metrics.decided(decision);
  }

  private async letters(tx: Tx, decided: readonly DecidedCase[], now: Instant): Promise<NoticePlan[]> {
    const telling = decided.filter(({ decision }) =>
      decision.actions.some((action) => action.kind === 'notify'),
    );
    const seen = await this.newestObservations(
      tx,
      telling.map((one) => one.snapshot.caseId),
    );
    return telling.flatMap(({ snapshot, about, decision, mayHold }) =>
      decision.actions.flatMap((action) =>
        action.kind === 'notify'
          ? [planNotice(action, snapshot, about, mayHold, seen.get(snapshot.caseId) ?? [], now)]
          : [],
      ),
    );
  }

  private async newestObservations(
    tx: Tx,
    caseIds: readonly number[],
  ): Promise<Map<number, ObservationRecord[]>> {
    const sightings = await this.sightings.of(tx, caseIds, NEWEST);
    const found = await this.feeds.find(
      tx,
      sightings.map((sighting) => sighting.observationId),
    );
    const byId = new Map(found.map((observation) => [observation.id, observation]));
    const byCase = new Map<number, ObservationRecord[]>();
    for (const { caseId, observationId } of sightings) {
      const observation = byId.get(observationId);
      if (observation) byCase.set(caseId, [...(byCase.get(caseId) ?? []), observation]);
    }
    return byCase;
  }
}
