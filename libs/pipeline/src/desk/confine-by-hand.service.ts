import { Injectable } from '@nestjs/common';

import { ApprovalsService } from '@lazaret/access';
import { CasesService, type TakenCase } from '@lazaret/cases';
import { GardenService } from '@lazaret/garden';
import { Refused, Unavailable, type Instant } from '@lazaret/kernel';
import { takeTurn, type Tx } from '@lazaret/platform';
import { confinedUntil, PolicyService, spend } from '@lazaret/policy';

import { ConfineStep } from '../confine.step.js';
import { DECIDING } from '../decide.step.js';
import { JobOutbox } from '../job-outbox.js';
import { LineSessionsStep } from '../line-sessions.step.js';
import type { Asking } from './asker.js';
import { MayConfine } from './may-confine.service.js';
import { NotAllowed } from './not-allowed.js';

const HOUR_SECONDS = 3_600;

/** Holding a line back because two people want it: the laws and the caps are the same as for the machine. */
@Injectable()
export class ConfineByHand {
  constructor(
    private readonly approvals: ApprovalsService,
    private readonly may: MayConfine,
    private readonly cases: CasesService,
    private readonly garden: GardenService,
    private readonly policies: PolicyService,
    private readonly sessions: LineSessionsStep,
    private readonly automatic: ConfineStep,
    private readonly outbox: JobOutbox,
  ) {}

  /** The first person. @returns the approval that waits. @throws NotAllowed */
  async ask(tx: Tx, taken: TakenCase, why: string, { by, now, real }: Asking): Promise<number> {
    const { line } = await this.may.be(tx, taken, now);
    if ((await this.approvals.openFor(tx, 'confine', taken.code, real)) !== null)
      throw new NotAllowed('waits-for-approval');
    const subject = `case ${taken.code}, line ${line.ref}`;
    const what = { caseId: taken.id };
    return this.approvals.ask(
      tx,
      { kind: 'confine', subject, caseCode: taken.code, what, why, by: by.name },
      real,
    );
  }

  /**
   * The second has agreed: what was true when it was asked is looked at again, and the caps count it.
   * @throws NotAllowed; Refused when a cap is full; Unavailable while the decider is at it
   */
  async carryOut(tx: Tx, taken: TakenCase, now: Instant): Promise<void> {
    // Whoever spends from the caps is alone.
    if (!(await takeTurn(tx, DECIDING))) throw new Unavailable('cases are being decided at this moment');
    const { line, facts } = await this.may.be(tx, taken, now);
    const { policy, label } = await this.policies.active(tx, now);
    const sessionsOf = await this.sessions.of(tx, [taken.lineId], now);
    const bng = this.garden.bngOf(sessionsOf(taken.lineId), line.nas);
    const spending = spend({ spent: await this.garden.spent(tx, now) }, policy, bng, now);
    if (!spending.allowed) throw new Refused(`no more lines are taken in now: ${spending.why}`);
    const endsAt = confinedUntil(facts, policy, now);
    if (endsAt <= now) throw new Refused('the days this line may be held back are used up');
    const { lineId, tenureId, id: caseId } = taken;
    const holdSeconds = policy.garden.hold_hours * HOUR_SECONDS;
    const asked = [{ lineId, tenureId, caseId, profile: 'leaky', bng, endsAt, holdSeconds } as const];
    await this.outbox.put(tx, 'line.confine', await this.garden.confine(tx, asked, now));
    // A decision as any other, but that two people took it; from here on the decider sees to its end.
    const decision = {
      caseId, version: taken.version, policyVersion: label, tier: facts.tier, state: 'confined', rule: 'by-hand',
      reason: 'Two people of the desk put the line into the walled garden, leaky.', facts,
      actions: [{ kind: 'confine', profile: 'leaky' }], wakeAt: now,
    } as const; // prettier-ignore
    await this.cases.record(tx, [decision], now);
  }

  /** Lines held for this case are let out. */
  async letOut(tx: Tx, caseId: number, why: string, { now }: Asking): Promise<void> {
    await this.automatic.letOut(tx, [caseId], why, now);
  }
}
