import type { Instant } from '@lazaret/kernel';

import type { Decision } from './decision.js';
import type { Facts } from './facts.js';
import { DAY_MS, HOUR_MS } from './local-time.js';
import type { Policy } from './policy-file.js';
import { count, sayInstant } from './say.js';

/** One confinement that was spent: when, and on which BNG. */
export interface Spent {
  readonly at: Instant;
  readonly bng: string;
}

/** The automatic confinements of the last 24 hours, in the whole network. Deciding is serial, so this is exact. */
export interface Budget {
  readonly spent: readonly Spent[];
}

export type Spending =
  | { readonly allowed: true; readonly budget: Budget }
  | { readonly allowed: false; readonly until: Instant; readonly why: string };

/**
 * May one more line be confined behind this BNG? Hours and days are rolling, so that midnight is no way around a cap.
 * `why` names the cap; `until` is when there is room again.
 */
export function spend(budget: Budget, policy: Policy, bng: string, now: Instant): Spending {
  const { per_bng_per_hour, per_day } = policy.garden.caps;
  const since = (ms: number): Spent[] => budget.spent.filter((s) => s.at.getTime() + ms > now.getTime());
  const today = since(DAY_MS);
  const here = since(HOUR_MS).filter((s) => s.bng === bng);
  const full = [
    ...room(today, per_day, DAY_MS, `${count(per_day, 'confinement')} a day`),
    ...room(
      here,
      per_bng_per_hour,
      HOUR_MS,
      `${count(per_bng_per_hour, 'confinement')} an hour behind one BNG`,
    ),
  ].sort((a, b) => b.until.getTime() - a.until.getTime());
  const [worst] = full;
  if (worst !== undefined) return { allowed: false, ...worst };
  return { allowed: true, budget: { spent: [...today, { at: now, bng }] } };
}

/** What a cap makes of a decision to confine: nothing is done, the case stays where it was and is decided afresh. */
export function holdBack(
  decision: Decision,
  facts: Facts,
  cap: { readonly until: Instant; readonly why: string },
  now: Instant,
): Decision {
  const again = sayInstant(cap.until, facts.line.timeZone, now);
  const { wakeAt } = decision;
  return {
    ...decision,
    tier: facts.tier,
    state: facts.state,
    actions: decision.actions.filter((a) => a.kind !== 'confine'),
    wakeAt: wakeAt !== null && wakeAt < cap.until ? wakeAt : cap.until,
    rule: 'cap',
    reason: `The garden is due but full (at most ${cap.why}); decided afresh on ${again}.`,
    held: [...decision.held, { what: 'garden', why: `at most ${cap.why}` }],
  };
}

function room(
  spent: readonly Spent[],
  max: number,
  ms: number,
  why: string,
): { readonly until: Instant; readonly why: string }[] {
  const blocking = spent.map((s) => s.at.getTime()).sort((a, b) => b - a)[max - 1];
  return blocking === undefined ? [] : [{ until: new Date(blocking + ms), why }];
}
