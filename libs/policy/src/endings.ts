import type { Instant, CloseReason } from '@lazaret/kernel';

import type { Action, Decision, Held } from './decision.js';
import type { Facts } from './facts.js';
import { DAY_MS } from './local-time.js';
import { isClean, isStale } from './patience.js';
import type { Policy } from './policy-file.js';
import { sayInstant, sentence } from './say.js';
import { hasTold } from './told.js';
import { all } from './verdict.js';
import { outsideQuietHours } from './weigh.js';

/** What one rule says; null, from a rule, means that another one speaks. */
export type Answer = Omit<Decision, 'severity' | 'held'> & { readonly held?: readonly Held[] };

/** A case that is over is decided again only when the last of its evidence turns out wrong afterwards. */
export function overAlready(facts: Facts, policy: Policy): Answer | null {
  if (facts.state !== 'closed') return null;
  const actions = facts.sightings === 0 ? correction(facts, policy) : [];
  const reason =
    actions.length > 0 ? 'Closed; its evidence was withdrawn since, and a correction goes out.' : 'Closed.';
  return { tier: facts.tier, state: 'closed', actions, wakeAt: null, rule: 'closed', reason };
}

/** Whoever comes next has nothing to do with this. */
export function left(facts: Facts, now: Instant): Answer | null {
  if (facts.tenureEndedAt === null || facts.tenureEndedAt > now) return null;
  const when = sayInstant(facts.tenureEndedAt, facts.line.timeZone, now);
  return close(facts, 'left', `the subscriber left the line on ${when}; who comes next inherits nothing`);
}

/** Nothing is left of what the case rested on: it was somebody else. */
export function withdrawn(facts: Facts, policy: Policy): Answer | null {
  if (facts.sightings > 0) return null;
  const sorry = correction(facts, policy);
  const told = sorry.length > 0 ? 'a correction goes out' : 'nobody had been told';
  return close(facts, 'withdrawn', `every sighting was withdrawn; ${told}`, sorry);
}

// Owed to whoever was told, also when the sources went back to being observed: it was them who were wrong.
function correction(facts: Facts, policy: Policy): readonly Action[] {
  const template = policy.notices.correction;
  if (!hasTold(facts, policy) || has(facts, template)) return [];
  return [{ kind: 'notify', template, round: 1 }];
}

/** Clear for long enough. */
export function cleared(facts: Facts, policy: Policy, now: Instant): Answer | null {
  if (facts.state !== 'cleared') return null;
  const days = policy.silence.close_after_days;
  const end = new Date((facts.clearedAt ?? now).getTime() + days * DAY_MS);
  if (now >= end) return close(facts, 'clean', `clear for ${days} days`);
  const when = sayInstant(end, facts.line.timeZone, now);
  return { ...same(facts), wakeAt: end, rule: 'cleared', reason: sentence(`clear; closes on ${when}`) };
}

/** The quiet end of a case: told people hear that it is gone, the others never knew. */
export function silence(facts: Facts, policy: Policy, now: Instant): Answer | null {
  const { clear_after_days, stale_after_days } = policy.silence;
  const told = hasTold(facts, policy);
  if (!isClean(facts, policy, now).holds) {
    if (!isStale(facts, policy, now).holds) return null;
    return close(
      facts,
      'stale',
      `not seen for ${stale_after_days} days, but the feeds that saw it were not alive long enough to call it clean`,
    );
  }
  if (!told)
    return close(
      facts,
      'stale',
      `not seen for ${clear_after_days} days on which the feeds were alive; nobody had been told`,
    );
  const template = policy.notices.no_longer_seen;
  const say = `not seen for ${clear_after_days} days on which the feeds were alive`;
  if (facts.observing || has(facts, template))
    return {
      ...same(facts),
      state: 'cleared',
      actions: [{ kind: 'clear' }],
      wakeAt: null,
      rule: 'clear',
      reason: sentence(say),
    };
  const quiet = all(outsideQuietHours(facts, policy, now));
  if (!quiet.holds) {
    const why = quiet.unmet.map((v) => v.say).join();
    return {
      ...same(facts),
      wakeAt: quiet.until,
      rule: 'clear',
      reason: sentence(`${say}; said so ${why}`),
      held: [{ what: `notice ${template}`, why }],
    };
  }
  const actions: Action[] = [{ kind: 'clear' }, { kind: 'notify', template, round: 1 }];
  return {
    ...same(facts),
    state: 'cleared',
    actions,
    wakeAt: quiet.until,
    rule: 'clear',
    reason: sentence(`${say}; “we no longer see it” goes out`),
  };
}

function close(facts: Facts, reason: CloseReason, say: string, also: readonly Action[] = []): Answer {
  const out: Action[] =
    facts.state === 'confined' && (reason === 'left' || reason === 'withdrawn')
      ? [{ kind: 'release', why: reason }]
      : [];
  return {
    ...same(facts),
    state: 'closed',
    actions: [...out, { kind: 'close', reason }, ...also],
    wakeAt: null,
    rule: `close/${reason}`,
    reason: sentence(`closed: ${say}`),
    closeReason: reason,
  };
}

function same(facts: Facts): Pick<Answer, 'tier' | 'state' | 'actions'> {
  return { tier: facts.tier, state: facts.state, actions: [] };
}

function has(facts: Facts, template: string): boolean {
  return facts.notices.some((n) => n.template === template);
}
