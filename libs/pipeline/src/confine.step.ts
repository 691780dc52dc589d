import { Injectable } from '@nestjs/common';

import { GardenService } from '@lazaret/garden';
import { Broken, type Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';
import { confinedUntil, type Policy } from '@lazaret/policy';

import type { DecidedCase } from './act.step.js';
import type { Readiness } from './build-facts.js';
import { JobOutbox } from './job-outbox.js';
import { keepCaps } from './keep-caps.js';
import { LineSessionsStep } from './line-sessions.step.js';

const HOUR_SECONDS = 3_600;

/** Turns decisions to confine and to release into stays and their outbox, in the transaction of the decision. */
@Injectable()
export class ConfineStep {
  constructor(
    private readonly garden: GardenService,
    private readonly sessions: LineSessionsStep,
    private readonly outbox: JobOutbox,
  ) {}

  async readiness(): Promise<Readiness> {
    return this.garden.readiness();
  }

  /** What the caps leave of these decisions. Deciding is one turn at a time, so the counting is exact. */
  async keepCaps<Case extends DecidedCase>(
    tx: Tx,
    decided: readonly Case[],
    policy: Policy,
    now: Instant,
  ): Promise<Case[]> {
    const confining = decided.filter(confines);
    if (confining.length === 0) return [...decided];
    const lineIds = confining.map(({ snapshot }) => snapshot.lineId);
    // Read here, in the decider's turn: where a line is now counts, not where the directory once had it.
    const sessionsOf = await this.sessions.of(tx, lineIds, now);
    const placed = decided.map((one) => {
      const { lineId } = one.snapshot;
      return confines(one) ? { ...one, bng: this.garden.bngOf(sessionsOf(lineId), one.about.line.nas) } : one;
    });
    return keepCaps(placed, bngOf, { spent: await this.garden.spent(tx, now) }, policy, now);
  }

  async act(tx: Tx, decided: readonly DecidedCase[], policy: Policy, now: Instant): Promise<void> {
    const asked = decided.flatMap((one) => {
      const { snapshot, facts, decision } = one;
      return decision.actions.flatMap((action) =>
        action.kind === 'confine'
          ? [
              {
                lineId: snapshot.lineId,
                tenureId: snapshot.tenureId,
                caseId: snapshot.caseId,
                profile: action.profile,
                bng: bngOf(one),
                endsAt: confinedUntil(facts, policy, now),
                holdSeconds: policy.garden.hold_hours * HOUR_SECONDS,
              },
            ]
          : [],
      );
    });
    await this.outbox.put(tx, 'line.confine', await this.garden.confine(tx, asked, now));
    for (const { snapshot, decision } of decided)
      for (const action of decision.actions)
        if (action.kind === 'release') await this.letOut(tx, [snapshot.caseId], action.why, now);
  }

  /** The lines that these cases hold are let out. */
  async letOut(tx: Tx, caseIds: readonly number[], why: string, now: Instant): Promise<void> {
    const opened = await this.garden.open(tx, { caseIds }, why, 'policy', now);
    await this.outbox.put(
      tx,
      'line.release',
      opened.map((stay) => stay.id),
    );
  }
}

function confines({ decision }: DecidedCase): boolean {
  return decision.actions.some(({ kind }) => kind === 'confine');
}

function bngOf({ snapshot, bng }: DecidedCase): string {
  if (bng === undefined) throw new Broken(`nobody asked where the line of case ${snapshot.caseId} is`);
  return bng;
}
