import type { Instant } from '@lazaret/kernel';

import { climb } from './climb.js';
import { tierBelowGarden, whileConfined } from './confined.js';
import type { Decision } from './decision.js';
import { cleared, left, overAlready, silence, withdrawn, type Answer } from './endings.js';
import type { Facts } from './facts.js';
import { isClean, isStale } from './patience.js';
import type { Policy } from './policy-file.js';
import { lettersAboutGarden } from './garden-letters.js';
import { reflect } from './reflect.js';
import { restingPlace } from './resting-place.js';
import { sentence } from './say.js';
import { earliest } from './verdict.js';

/**
 * Facts + policy + now → what to do, when to look again, and why. Pure: the same three give the same answer, and any
 * instant before `wakeAt` gives the same tier, state and actions.
 *
 * The order of the rules is the order of their weight: what was wrong is taken back, also from who has left since; who
 * has left is left alone, who is confined is let out, what is over ends; only then may a case climb.
 */
export function decide(facts: Facts, policy: Policy, now: Instant): Decision {
  const answer = answerTo(facts, policy, now);
  const moved = answer.actions.length > 0 || answer.state !== facts.state || answer.tier !== facts.tier;
  // What was just decided starts clocks of its own: a cleared case closes, a confined line is let out.
  const next = moved ? answerTo(reflect(facts, answer, now), policy, now) : answer;
  const goesOn = moved && next.actions.length > 0 ? new Date(now.getTime() + 1) : null;
  const leaves = facts.tenureEndedAt !== null && facts.tenureEndedAt > now ? facts.tenureEndedAt : null;
  return {
    ...answer,
    held: answer.held ?? [],
    severity: facts.all.severity,
    wakeAt: answer.state === 'closed' ? null : earliest([answer.wakeAt, next.wakeAt, goesOn, leaves]),
  };
}

function answerTo(facts: Facts, policy: Policy, now: Instant): Answer {
  const answer = ruleFor(facts, policy, now);
  const letters = lettersAboutGarden(facts, policy, answer);
  return letters.length === 0 ? answer : { ...answer, actions: [...answer.actions, ...letters] };
}

function ruleFor(facts: Facts, policy: Policy, now: Instant): Answer {
  return (
    overAlready(facts, policy) ??
    withdrawn(facts, policy) ??
    left(facts, now) ??
    confined(facts, policy, now) ??
    cleared(facts, policy, now) ??
    silence(facts, policy, now) ??
    onward(facts, policy, now)
  );
}

function confined(facts: Facts, policy: Policy, now: Instant): Answer | null {
  if (facts.state !== 'confined') return null;
  const answer = whileConfined(facts, policy, now);
  // Already out: the case goes on from there as any other.
  return answer ?? ruleFor({ ...facts, state: 'told', tier: tierBelowGarden(facts, policy) }, policy, now);
}

/** A case that goes on: it waits for a person, or is only watched, or climbs. */
function onward(facts: Facts, policy: Policy, now: Instant): Answer {
  const wakeAt = earliest([isClean(facts, policy, now).until, isStale(facts, policy, now).until]);
  const rest = restingPlace(facts, policy, now);
  if (rest !== null)
    return {
      tier: facts.tier,
      state: facts.state,
      actions: [],
      ...rest,
      reason: sentence(rest.reason),
      wakeAt,
    };
  const climbed = climb(facts, policy, now);
  return { ...climbed, wakeAt: earliest([wakeAt, climbed.wakeAt]) };
}
