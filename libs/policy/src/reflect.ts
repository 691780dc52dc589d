import type { Instant } from '@lazaret/kernel';

import type { Action, Decision } from './decision.js';
import type { Facts } from './facts.js';

/**
 * The facts as they are once a decision has been written down and before anything answered: notices planned, a
 * confinement requested, a release on its way. Deciding on them again must find nothing left to do.
 */
export function reflect(
  facts: Facts,
  decision: Pick<Decision, 'state' | 'tier' | 'actions'>,
  now: Instant,
): Facts {
  const moved = { ...facts, state: decision.state, tier: decision.tier };
  return decision.actions.reduce((seen, action) => apply(seen, action, now), moved);
}

function apply(facts: Facts, action: Action, now: Instant): Facts {
  switch (action.kind) {
    case 'notify': {
      const { template, round } = action;
      const planned = {
        template,
        round,
        channel: 'email',
        state: 'planned',
        plannedAt: now,
        settledAt: null,
      } as const;
      return { ...facts, notices: [...facts.notices, planned] };
    }
    case 'confine': {
      const confinements = [...facts.history.confinements, { from: now, to: null }];
      return {
        ...facts,
        garden: { ...facts.garden, state: 'requested', since: now },
        history: { ...facts.history, confinements },
      };
    }
    case 'release': {
      const confinements = facts.history.confinements.map((c) => (c.to === null ? { ...c, to: now } : c));
      return {
        ...facts,
        releasedAt: now,
        garden: { ...facts.garden, state: 'releasing', since: now, releaseAskedAt: null },
        history: { ...facts.history, confinements },
      };
    }
    case 'clear':
      return { ...facts, clearedAt: now };
    case 'ask-desk':
    case 'close':
      return facts;
  }
}
