import type { Instant } from '@lazaret/kernel';

import type { Decision } from './decision.js';
import type { Facts } from './facts.js';
import { isNotifyTier, templatesOf, type NotifyTier, type Policy, type Tier } from './policy-file.js';
import { fewerThanFrom } from './rolling-window.js';
import { sayHeld, sayMet, sayWaiting } from './say-ladder.js';
import { count, sentence } from './say.js';
import { earliest } from './verdict.js';
import { templateFor, weigh, type WeighedTier } from './weigh.js';

/** What the ladder says; its `wakeAt` knows of nothing but the ladder. */
export type Climbed = Pick<Decision, 'tier' | 'state' | 'actions' | 'wakeAt' | 'rule' | 'reason' | 'held'>;

/** Up to the strongest tier whose conditions hold; or a word on what each further tier waits for. */
export function climb(facts: Facts, policy: Policy, now: Instant): Climbed {
  const ladder = policy.ladders[facts.class];
  const standing = standingOn(facts, ladder);
  const open = ladder
    .filter((tier, i) => mayEnter(tier, i, standing, facts))
    .map((tier) => weigh(tier, facts, policy, now));
  const wakeAt = earliest(open.map((w) => w.whole.until));
  const best = open.filter((w) => w.whole.holds).at(-1);
  if (best !== undefined) return enter(best, wakeAt, facts, policy, now);
  return {
    tier: facts.tier,
    state: facts.state,
    actions: [],
    wakeAt,
    rule: `${facts.class}/wait`,
    reason: sayWaiting(open, facts, policy, now),
    held: open.flatMap((w) => sayHeld(w, facts)),
  };
}

/** The highest tier below `limit` whose notice this case has; -1 = none. */
export function highestTold(facts: Facts, ladder: readonly Tier[], limit = ladder.length): number {
  return ladder.findLastIndex((tier, i) => i < limit && isNotifyTier(tier) && roundsOf(tier, facts) > 0);
}

// A tier this policy does not know (another version named it) is found again by the notices of the case.
function standingOn(facts: Facts, ladder: readonly Tier[]): number {
  const named = ladder.findIndex((t) => t.tier === facts.tier);
  return named >= 0 ? named : highestTold(facts, ladder);
}

function roundsOf(tier: NotifyTier, facts: Facts): number {
  const templates = templatesOf(tier);
  return Math.max(0, ...facts.notices.filter((n) => templates.includes(n.template)).map((n) => n.round));
}

// The garden can be entered again after a release, and waited for while it is not connected.
function mayEnter(tier: Tier, i: number, standing: number, facts: Facts): boolean {
  if (isNotifyTier(tier)) {
    const told = roundsOf(tier, facts);
    return told < tier.then.rounds && (i > standing || (i === standing && told > 0));
  }
  return tier.then.kind === 'confine' ? i >= standing : i > standing;
}

function enter(w: WeighedTier, wakeAt: Instant | null, facts: Facts, policy: Policy, now: Instant): Climbed {
  const { tier } = w;
  const because = sayMet(w, facts);
  const entered = { tier: tier.tier, rule: `${facts.class}/${tier.tier}`, wakeAt, held: [] };
  if (isNotifyTier(tier)) {
    const round = roundsOf(tier, facts) + 1;
    const template = templateFor(tier, facts);
    const which = round > 1 ? `${template}, round ${round}` : template;
    return {
      ...entered,
      state: 'told',
      actions: [{ kind: 'notify', template, round }],
      reason: sentence(`a notice goes out (${which}): ${because}`),
    };
  }
  if (tier.then.kind === 'confine') return confine(entered, tier.then.max_days, because, facts, policy, now);
  const { why } = tier.then.kind === 'ask-desk' ? tier.then : { why: tier.tier };
  return {
    ...entered,
    state: 'waiting',
    actions: [{ kind: 'ask-desk', why }],
    reason: sentence(`the desk is asked: ${why}; ${because}`),
  };
}

type Entered = Pick<Climbed, 'tier' | 'rule' | 'wakeAt' | 'held'>;

function confine(
  entered: Entered,
  maxDays: number,
  because: string,
  facts: Facts,
  policy: Policy,
  now: Instant,
): Climbed {
  if (!facts.garden.available)
    return {
      ...entered,
      state: facts.state,
      actions: [],
      held: [{ what: 'garden', why: 'the garden is not connected' }],
      reason: sentence(`the garden is due but not connected, so nothing is done: ${because}`),
    };
  const { max, in_days } = policy.garden.self_releases;
  const free = fewerThanFrom(facts.history.selfReleases, max, in_days, now);
  if (free !== null) {
    const why = `${count(max, 'self-release')} in ${in_days} days: a person decides about the garden`;
    return {
      ...entered,
      wakeAt: earliest([entered.wakeAt, free]),
      state: 'waiting',
      actions: [{ kind: 'ask-desk', why }],
      reason: sentence(`the desk is asked: ${why}; ${because}`),
    };
  }
  return {
    ...entered,
    state: 'confined',
    actions: [{ kind: 'confine', profile: 'leaky', maxDays }],
    reason: sentence(
      `the line goes to the walled garden, leaky, for at most ${count(maxDays, 'day')}: ${because}`,
    ),
  };
}
