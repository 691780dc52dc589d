import type { CaseWords, ListedCase } from '@lazaret/cases';
import type { Instant } from '@lazaret/kernel';
import { reflect, type Policy } from '@lazaret/policy';

import type { DecidedCase } from '../act.step.js';
import { sayStanding } from './say-standing.js';

const SAID_NOTHING = { asked: null, actedAt: null, waitingFrom: null };

/** The row of lists of a case that was just decided. */
export function listCase(
  { snapshot, about, facts, decision }: DecidedCase,
  words: CaseWords | undefined,
  policy: Policy,
  now: Instant,
): ListedCase {
  const { caseId, malware, sightings } = snapshot;
  const { class: lineClass, region } = about.line;
  const of = { caseId, facts, decision, stay: about.garden.stay, words: words ?? SAID_NOTHING };
  return {
    caseId,
    lineClass,
    region,
    garden: reflect(facts, decision, now).garden.state,
    family: malware[0] ?? null,
    sightings,
    ...sayStanding(of, policy, now),
  };
}
