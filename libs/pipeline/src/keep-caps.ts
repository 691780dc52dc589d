import type { Instant } from '@lazaret/kernel';
import { holdBack, spend, type Budget, type Decision, type Facts, type Policy } from '@lazaret/policy';

interface Decided {
  readonly facts: Facts;
  readonly decision: Decision;
}

/**
 * Decisions in their order, each confinement spent while there is room; the others are held back and decided afresh.
 * @param bngOf behind which BNG the line of a confinement is
 */
export function keepCaps<Case extends Decided>(
  decided: readonly Case[],
  bngOf: (one: Case) => string,
  before: Budget,
  policy: Policy,
  now: Instant,
): Case[] {
  let budget = before;
  return decided.map((one) => {
    if (!one.decision.actions.some((action) => action.kind === 'confine')) return one;
    const spending = spend(budget, policy, bngOf(one), now);
    if (!spending.allowed) return { ...one, decision: holdBack(one.decision, one.facts, spending, now) };
    budget = spending.budget;
    return one;
  });
}
