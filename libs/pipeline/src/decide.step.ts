import { Injectable } from '@nestjs/common';

import { CasesService, type CaseDecision } from '@lazaret/cases';
import { Broken, type Instant } from '@lazaret/kernel';
import { Database, takeTurn } from '@lazaret/platform';
import { decide, graceMs, mayConfine, PolicyService, type Decision } from '@lazaret/policy';

import { ActStep, type DecidedCase } from './act.step.js';
import { buildFacts } from './build-facts.js';
import { CaseFactsStep } from './case-facts.step.js';

/** The number of the one decider's turn. */
const TURN = 7_255_210;
/** Cases decided in one transaction. */
const AT_ONCE = 300;

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
  ) {}

  /** One turn. No cases: nothing is due, or it is somebody else's turn. */
  async run(now: Instant): Promise<Decided> {
    return this.database.run(async (tx) => {
      if (!(await takeTurn(tx, TURN))) return { cases: 0, notices: 0 };
      const { policy, label } = await this.policies.active(tx, now);
      const due = await this.cases.due(tx, now, AT_ONCE, graceMs(policy));
      if (due.length === 0) return { cases: 0, notices: 0 };
      const known = await this.facts.about(tx, due, now);
      const decided = due.map((snapshot) => {
        const about = known.get(snapshot.caseId);
        if (!about) throw new Broken(`nothing is known about case ${snapshot.caseId}`);
        const facts = buildFacts(snapshot, about);
        return {
          snapshot,
          about,
          facts,
          decision: decide(facts, policy, now),
          mayHold: mayConfine(facts, policy),
        };
      });
      const { outdated } = await this.cases.record(
        tx,
        decided.map(({ snapshot, facts, decision }) => recordOf(snapshot, facts, decision, label)),
        now,
      );
      const standing = decided.filter(({ snapshot }) => !outdated.includes(snapshot.caseId));
      return { cases: due.length, notices: await this.actions.act(tx, standing, now) };
    });
  }
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
