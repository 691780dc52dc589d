import type { Instant } from '@lazaret/kernel';
import { holdBack, spend, type Budget, type Decision, type Facts, type Policy } from '@lazaret/policy';

import type { AboutCase } from './build-facts.js';

interface Decided {
  readonly about: AboutCase;
  readonly facts: Facts;
  readonly decision: Decision;
}

/** Behind which BNG the directory has a line. Lines of which it does not know share one budget. */
export function bngOf({ line }: AboutCase): string {
  return line.nas ?? 'unknown';
}

/** Decisions in their order, each confinement spent while there is room; the others are held back and decided afresh. */
export function keepCaps<Case extends Decided>(
  decided: readonly Case[],
  before: Budget,
  policy: Policy,
  now: Instant,
): Case[] {
  let budget = before;
  return decided.map((one) => {
    if (!one.decision.actions.some((action) => action.kind === 'confine')) return one;
    const spending = spend(budget, policy, bngOf(one.about), now);
    if (!spending.allowed) return { ...one, decision: holdBack(one.decision, one.facts, spending, now) };
    budget = spending.budget;
    return one;
  });
}
