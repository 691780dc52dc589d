import type { Action, Decision } from './decision.js';
import type { Facts, NoticeFact } from './facts.js';
import type { Policy } from './policy-file.js';

/**
 * The letters that say what the network has confirmed: held back, or open again. Whoever was told the first is told the
 * second. What ends a case otherwise has words of its own.
 */
export function lettersAboutGarden(
  facts: Facts,
  policy: Policy,
  answer: Pick<Decision, 'state' | 'actions'>,
): readonly Action[] {
  const { state, since } = facts.garden;
  if (facts.observing || since === null || answer.state === 'closed') return [];
  if (answer.actions.some((action) => action.kind === 'confine' || action.kind === 'release')) return [];
  const { confined, released } = policy.notices;
  if ((state === 'accepted' || state === 'active') && facts.state === 'confined')
    return plannedSince(facts, confined, since).length > 0 ? [] : [next(facts, confined)];
  const told = of(facts, confined).at(-1);
  if (state === 'released' && told !== undefined && told.plannedAt <= since)
    return plannedSince(facts, released, told.plannedAt).length > 0 ? [] : [next(facts, released)];
  return [];
}

function next(facts: Facts, template: string): Action {
  const round = Math.max(0, ...of(facts, template).map((n) => n.round)) + 1;
  return { kind: 'notify', template, round };
}

function plannedSince(facts: Facts, template: string, since: Date): readonly NoticeFact[] {
  return of(facts, template).filter((n) => n.plannedAt >= since);
}

/** The oldest first. */
function of(facts: Facts, template: string): readonly NoticeFact[] {
  return facts.notices
    .filter((n) => n.template === template)
    .sort((a, b) => a.plannedAt.getTime() - b.plannedAt.getTime());
}
