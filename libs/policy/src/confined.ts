import type { Instant } from '@lazaret/kernel';

import { highestTold } from './climb.js';
import type { Decision, ReleaseWhy } from './decision.js';
import type { Facts } from './facts.js';
import { DAY_MS, HOUR_MS } from './local-time.js';
import type { Policy } from './policy-file.js';
import { confinedMs, firstInstant } from './rolling-window.js';
import { neverConfine, SAFETY } from './safety.js';
import { count, sayInstant, sentence } from './say.js';
import { earliest } from './verdict.js';

export type WhileConfined = Pick<Decision, 'tier' | 'state' | 'actions' | 'wakeAt' | 'rule' | 'reason'>;

/** A confined line: is there a reason to let it out, and when at the latest? Null when it is out already. */
export function whileConfined(facts: Facts, policy: Policy, now: Instant): WhileConfined | null {
  switch (facts.garden.state) {
    // What never began, or is long over, left nothing behind.
    case 'none':
    case 'released':
    case 'failed':
    case 'not-enforceable':
      return null;
    case 'releasing':
      return stay('the line is being let out', null, facts);
    case 'requested':
    case 'accepted':
    case 'active':
    case 'unknown':
    case 'no-session':
      break;
  }
  const release = reasonToRelease(facts, policy, now);
  if (release !== null)
    return {
      tier: tierBelowGarden(facts, policy),
      state: 'told',
      actions: [{ kind: 'release', why: release.why }],
      wakeAt: null,
      rule: `release/${release.why}`,
      reason: sentence(`let out of the garden: ${release.say}`),
    };
  const [since, end, answerBy] = [sinceOf(facts), endsAt(facts, policy, now), unansweredAt(facts, policy)];
  const say = (at: Instant): string => sayInstant(at, facts.line.timeZone, now);
  const asked =
    answerBy === null
      ? ''
      : `; a request to be let out takes effect on ${say(answerBy)} unless a person of the desk answers`;
  return stay(
    `confined since ${say(since)}, let out on ${say(end)} at the latest${asked}`,
    earliest([end, answerBy]),
    facts,
  );
}

/** When a confinement that begins now ends at the latest, whether or not somebody is there to end it. */
export function confinedUntil(facts: Facts, policy: Policy, now: Instant): Instant {
  const confinements = [...facts.history.confinements, { from: now, to: null }];
  const inside = { garden: { ...facts.garden, since: now }, history: { ...facts.history, confinements } };
  return endsAt({ ...facts, ...inside }, policy, now);
}

/** Out of the garden a case stands where its last notice left it, so that it can climb again. */
export function tierBelowGarden(facts: Facts, policy: Policy): string | null {
  const ladder = policy.ladders[facts.class];
  const garden = ladder.findIndex((t) => t.then.kind === 'confine');
  return ladder[highestTold(facts, ladder, garden < 0 ? ladder.length : garden)]?.tier ?? null;
}

function reasonToRelease(
  facts: Facts,
  policy: Policy,
  now: Instant,
): { why: ReleaseWhy; say: string } | null {
  const never = neverConfine(facts);
  if (never !== null) return { why: 'not-confinable', say: `the garden is ${never}` };
  if (facts.observing) return { why: 'observing', say: 'all it rested on is being observed again' };
  if (restedOnWithdrawn(facts))
    return { why: 'withdrawn', say: 'evidence it rested on was withdrawn, and the rest is not enough' };
  const answerBy = unansweredAt(facts, policy);
  if (answerBy !== null && now >= answerBy)
    return {
      why: 'unanswered',
      say: `nobody of the desk answered the request for ${policy.garden.release_unanswered_hours} h`,
    };
  if (now >= endsAt(facts, policy, now))
    return {
      why: 'time-is-up',
      say: `the ${count(maxDays(facts, policy), 'day')} at a time, or the ${policy.garden.confined_days.max} in any ${policy.garden.confined_days.in_days}, are over`,
    };
  return null;
}

// Evidence may get old while a line is confined; only when some was *wrong* is the rest weighed again.
function restedOnWithdrawn({ withdrawnAt, garden, current }: Facts): boolean {
  const enough = current.upstreams.length >= SAFETY.minUpstreams || current.days >= SAFETY.minDays;
  return withdrawnAt !== null && (garden.since === null || withdrawnAt >= garden.since) && !enough;
}

function unansweredAt({ garden }: Facts, policy: Policy): Instant | null {
  if (garden.releaseAskedAt === null) return null;
  const hours = Math.min(policy.garden.release_unanswered_hours, SAFETY.maxUnansweredHours);
  return new Date(garden.releaseAskedAt.getTime() + hours * HOUR_MS);
}

// Without a start we do not know how long it has been, so it has been long enough.
function sinceOf({ garden, openedAt }: Facts): Instant {
  return garden.since ?? openedAt;
}

/** The end of the days at a time, or of the days in the rolling window, whichever is first. */
function endsAt(facts: Facts, policy: Policy, now: Instant): Instant {
  const end = new Date(sinceOf(facts).getTime() + maxDays(facts, policy) * DAY_MS);
  const { max, in_days } = policy.garden.confined_days;
  const usedUp = (at: Instant): boolean =>
    confinedMs(facts.history.confinements, in_days, at) >= max * DAY_MS;
  if (usedUp(now)) return now;
  return firstInstant(now, end, usedUp) ?? end;
}

function maxDays(facts: Facts, policy: Policy): number {
  const tiers = policy.ladders[facts.class].flatMap((t) =>
    t.then.kind === 'confine' ? [t.then.max_days] : [],
  );
  return Math.min(SAFETY.maxDays, ...tiers);
}

function stay(say: string, wakeAt: Instant | null, facts: Facts): WhileConfined {
  return {
    tier: facts.tier,
    state: 'confined',
    actions: [],
    wakeAt,
    rule: 'confined',
    reason: sentence(say),
  };
}
