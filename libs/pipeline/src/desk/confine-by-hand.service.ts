import { Injectable } from '@nestjs/common';

import { ApprovalsService } from '@lazaret/access';
import { CasePageView, CasesService, type TakenCase } from '@lazaret/cases';
import { DirectoryService, type LineFacts } from '@lazaret/directory';
import { GardenService, type GardenFacts } from '@lazaret/garden';
import { Broken, Refused, Unavailable, type Instant } from '@lazaret/kernel';
import { takeTurn, type Tx } from '@lazaret/platform';
import { confinedUntil, PolicyService, readFacts, SAFETY, spend, type Facts } from '@lazaret/policy';

import { ConfineStep } from '../confine.step.js';
import { DECIDING } from '../decide.step.js';
import { JobOutbox } from '../job-outbox.js';
import { LineSessionsStep } from '../line-sessions.step.js';
import type { Asking } from './asker.js';
import { NotAllowed } from './not-allowed.js';

const HOUR_MS = 3_600_000;
const HOUR_SECONDS = 3_600;
/** A line in one of these is free, and nobody speaks to the network about it. */
const OUT = new Set(['none', 'released', 'failed', 'not-enforceable']);

/** Holding a line back because two people want it: the laws and the caps are the same as for the machine. */
@Injectable()
export class ConfineByHand {
  constructor(
    private readonly approvals: ApprovalsService,
    private readonly pages: CasePageView,
    private readonly cases: CasesService,
    private readonly directory: DirectoryService,
    private readonly garden: GardenService,
    private readonly policies: PolicyService,
    private readonly sessions: LineSessionsStep,
    private readonly automatic: ConfineStep,
    private readonly outbox: JobOutbox,
  ) {}

  /** The first person. @returns the approval that waits. @throws NotAllowed */
  async ask(tx: Tx, taken: TakenCase, why: string, { by, now, real }: Asking): Promise<number> {
    const { line } = await this.mayBe(tx, taken, now);
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
    const { line, facts } = await this.mayBe(tx, taken, now);
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

  private async mayBe(
    tx: Tx,
    taken: TakenCase,
    now: Instant,
  ): Promise<{ readonly line: LineFacts; readonly facts: Facts }> {
    const line = (await this.directory.lines(tx, [taken.lineId])).get(taken.lineId);
    const stay = (await this.garden.facts(tx, [taken.lineId], now)).get(taken.lineId);
    if (line === undefined || stay === undefined)
      throw new Broken(`case ${taken.id} has no line in the directory`);
    if (taken.class !== 'infected' || (line.class !== 'residential' && line.class !== 'protected'))
      throw new NotAllowed('line-class');
    if (!line.confinable) throw new NotAllowed('line-is-protected');
    if (!OUT.has(stay.state)) throw new NotAllowed('already-confined');
    const { available, stopped } = await this.garden.readiness();
    if (!available || stopped) throw new NotAllowed('no-network');
    const facts = await this.factsOf(tx, taken.code, stay);
    const { lastSeenAt } = facts.current;
    if (
      facts.observing ||
      lastSeenAt === null ||
      now.getTime() - lastSeenAt.getTime() > SAFETY.maxEvidenceHours * HOUR_MS
    )
      throw new NotAllowed('no-evidence');
    return { line, facts };
  }

  /** Those of the last decision, with what the garden says now. @throws NotAllowed before the first */
  private async factsOf(tx: Tx, code: string, stay: GardenFacts): Promise<Facts> {
    const last = (await this.pages.show(tx, code)).decisions.at(-1);
    if (last === undefined || Object.keys(last.facts).length === 0) throw new NotAllowed('no-evidence');
    const facts = readFacts(last.facts);
    const { state, since, releaseAskedAt, selfReleases, confinements } = stay;
    return {
      ...facts,
      garden: { ...facts.garden, state, since, releaseAskedAt },
      history: { ...facts.history, selfReleases, confinements },
    };
  }
}
