import { Injectable } from '@nestjs/common';

import { CasesService, CaseWordsView, type CaseDecision, type CaseSnapshot } from '@lazaret/cases';
import { AppError, Broken, Unavailable, type Instant } from '@lazaret/kernel';
import { asPassing, briefError, Database, takeTurn, type Tx } from '@lazaret/platform';
import { decide, graceMs, mayConfine, PolicyService, type Decision, type Policy } from '@lazaret/policy';

import { ActStep, type DecidedCase } from './act.step.js';
import { buildFacts, type AboutCase, type Readiness } from './build-facts.js';
import { CaseFactsStep } from './case-facts.step.js';
import { ConfineStep } from './confine.step.js';
import { listCase } from './desk/list-case.js';

/** The number of the one decider's turn. */
export const DECIDING = 7_255_210;
/** Cases decided in one transaction. */
const AT_ONCE = 300;
/** When a case that could not be decided is looked at again. */
const PUT_OFF_MS = 3_600_000;
const NOTHING = { cases: 0, notices: 0 };

export interface Decided {
  readonly cases: number;
  readonly notices: number;
}

/**
 * Takes due cases in `(due_at, id)` order and decides them in memory: facts, the pure `decide`, then decisions, states,
 * planned notices and outbox in one transaction. One decider at a time, so that caps are exact.
 */
@Injectable()
export class DecideStep {
  constructor(
    private readonly database: Database,
    private readonly cases: CasesService,
    private readonly facts: CaseFactsStep,
    private readonly policies: PolicyService,
    private readonly actions: ActStep,
    private readonly garden: ConfineStep,
    private readonly words: CaseWordsView,
  ) {}

  /**
   * One turn. No cases: nothing is due, or it is somebody else's turn.
   * @throws Broken naming a case that cannot be decided; all others have been, and it is looked at again in an hour
   */
  async run(now: Instant): Promise<Decided> {
    try {
      return await this.turn(now, AT_ONCE);
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      return this.oneByOne(now);
    }
  }

  private async turn(now: Instant, atOnce: number): Promise<Decided> {
    const ready = await this.garden.readiness();
    return this.database.run(async (tx) => {
      if (!(await takeTurn(tx, DECIDING))) return NOTHING;
      const { policy, label } = await this.policies.active(tx, now);
      const due = await this.cases.due(tx, now, atOnce, graceMs(policy));
      if (due.length === 0) return NOTHING;
      try {
        return { cases: due.length, notices: await this.decideAll(tx, due, ready, { policy, label }, now) };
      } catch (error) {
        const passing = asPassing(error);
        throw passing instanceof Unavailable ? passing : new Undecidable(due, label, error);
      }
    });
  }

  private async decideAll(
    tx: Tx,
    due: readonly CaseSnapshot[],
    ready: Readiness,
    { policy, label }: { readonly policy: Policy; readonly label: string },
    now: Instant,
  ): Promise<number> {
    const known = await this.facts.about(tx, due, ready, now);
    const wanted = due.map((snapshot) => decideOne(snapshot, known.get(snapshot.caseId), policy, now));
    const decided = await this.garden.keepCaps(tx, wanted, policy, now);
    const { outdated } = await this.cases.record(
      tx,
      decided.map(({ snapshot, facts, decision }) => recordOf(snapshot, facts, decision, label)),
      now,
    );
    const standing = decided.filter(({ snapshot }) => !outdated.includes(snapshot.caseId));
    await this.list(tx, standing, policy, now);
    await this.garden.act(tx, standing, policy, now);
    return this.actions.act(tx, standing, now);
  }

  /** How they stand for the people of the desk. */
  private async list(tx: Tx, decided: readonly DecidedCase[], policy: Policy, now: Instant): Promise<void> {
    const words = await this.words.of(
      tx,
      decided.map(({ snapshot }) => snapshot.caseId),
    );
    await this.cases.list(
      tx,
      decided.map((one) => listCase(one, words.get(one.snapshot.caseId), policy, now)),
      now,
    );
  }

  /** One case that cannot be decided must not keep all others waiting. */
  private async oneByOne(now: Instant): Promise<Decided> {
    let [cases, notices] = [0, 0];
    let failed: Undecidable | undefined;
    for (let left = AT_ONCE; left > 0; left--)
      try {
        const done = await this.turn(now, 1);
        if (done.cases === 0) break;
        cases += done.cases;
        notices += done.notices;
      } catch (error) {
        if (!(error instanceof Undecidable)) throw error;
        failed ??= error;
        await this.putOff(error, now);
      }
    if (failed) throw failed;
    return { cases, notices };
  }

  private async putOff({ due, label, cause }: Undecidable, now: Instant): Promise<void> {
    const reason = `Could not be decided: ${whyNot(cause)}`;
    const wakeAt = new Date(now.getTime() + PUT_OFF_MS);
    const put = due.map(
      ({ caseId, version, tier, state }): CaseDecision => ({
        caseId, version, policyVersion: label, tier, state, rule: 'undecided', reason, facts: {}, actions: [], wakeAt,
      }),
    ); // prettier-ignore
    await this.database.run(async (tx) => {
      const ids = put.map(({ caseId }) => caseId);
      await this.cases.record(tx, put, now);
      await this.cases.listBroken(tx, ids, wakeAt, now);
      // Nobody stays in the garden on what nobody can decide.
      await this.garden.letOut(tx, ids, 'undecidable', now);
    });
    this.actions.count(put.map(({ rule }) => ({ rule })));
  }
}

/** A defect of ours, or facts that contradict each other. */
class Undecidable extends Broken {
  constructor(
    readonly due: readonly CaseSnapshot[],
    readonly label: string,
    cause: unknown,
  ) {
    super(`case ${due[0]?.caseId} cannot be decided`, { cause });
  }
}

/** Problems name places, never what stands there. */
function whyNot(cause: unknown): string {
  const problems = cause instanceof AppError ? cause.problems.slice(0, 3) : [];
  return [briefError(cause), ...problems.map(({ at, message }) => `${at}: ${message}`)].join('; ');
}

function decideOne(
  snapshot: CaseSnapshot,
  about: AboutCase | undefined,
  policy: Policy,
  now: Instant,
): DecidedCase {
  if (!about) throw new Broken(`nothing is known about case ${snapshot.caseId}`);
  const facts = buildFacts(snapshot, about);
  return { snapshot, about, facts, decision: decide(facts, policy, now), mayHold: mayConfine(facts, policy) };
}

function recordOf(
  { caseId, version }: DecidedCase['snapshot'],
  facts: object,
  decision: Decision,
  policyVersion: string,
): CaseDecision {
  const { tier, rule, reason, actions, held, state, closeReason, wakeAt } = decision;
  return {
    caseId,
    version,
    policyVersion,
    tier,
    rule,
    reason,
    facts,
    // What was held back stands beside what was done: both belong to the answer to "why".
    actions: [...actions, ...held.map((one) => ({ kind: 'held', ...one }))],
    state,
    closeReason,
    wakeAt,
  };
}
