import type { Instant } from '@lazaret/kernel';

import type { Facts } from './facts.js';
import { DAY_MS } from './local-time.js';
import type { Policy } from './policy-file.js';
import { from, type Verdict } from './verdict.js';

/**
 * Has it been quiet for long enough to say it is clean? Only days on which the feeds that saw it were alive count,
 * so an outage of a feed makes the wait longer and never shorter.
 */
export function isClean(facts: Facts, policy: Policy, now: Instant): Verdict {
  const wanted = policy.silence.clear_after_days;
  const silent = facts.silentLiveDays;
  const say = `clean after ${wanted} silent days, ${silent ?? 'an unknown number'} so far`;
  const elapsed = lastHeardPlus(facts, wanted);
  if (silent !== null && silent >= wanted) return from(elapsed, now, say);
  // Days are counted in UTC, so the count changes at midnight and by one.
  const midnight = Math.floor(now.getTime() / DAY_MS + 1) * DAY_MS;
  const missing = silent === null ? 1 : wanted - silent;
  const soonest = new Date(midnight + (missing - 1) * DAY_MS);
  return { holds: false, until: silent !== null && elapsed > soonest ? elapsed : soonest, say };
}

/** Has nothing been heard for so long, from feeds alive or dead, that nobody can say anything any more? */
export function isStale(facts: Facts, policy: Policy, now: Instant): Verdict {
  const { stale_after_days } = policy.silence;
  return from(lastHeardPlus(facts, stale_after_days), now, `nothing heard for ${stale_after_days} days`);
}

function lastHeardPlus(facts: Facts, days: number): Instant {
  return new Date((facts.lastSeenAt ?? facts.openedAt).getTime() + days * DAY_MS);
}
