import type { Instant } from '@lazaret/kernel';

import { climb } from './climb.js';
import { tierBelowGarden, whileConfined } from './confined.js';
import type { Action, CloseReason, Decision, Held } from './decision.js';
import type { Facts } from './facts.js';
import { DAY_MS } from './local-time.js';
import { isClean, isStale } from './patience.js';
import type { Policy } from './policy-file.js';
import { reflect } from './reflect.js';
import { sayInstant, sentence } from './say.js';
import { sayTold } from './say-ladder.js';
import { hasTold, ladderNotices } from './told.js';
import { all, earliest } from './verdict.js';
import { countsFrom, outsideQuietHours } from './weigh.js';

type Answer = Omit<Decision, 'severity' | 'held'> & { readonly held?: readonly Held[] };

/**
 * Facts + policy + now → what to do, when to look again, and why. Pure: the same three give the same answer, and any
 * instant before `wakeAt` gives the same tier, state and actions.
 *
 * The order of the rules is the order of their weight: who has left is left alone, what was wrong is taken back, who is
 * confined is let out, what is over ends; only then may a case climb.
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
  return (
    overAlready(facts, policy) ??
    left(facts, now) ??
    withdrawn(facts, policy) ??
    confined(facts, policy, now) ??
    cleared(facts, policy, now) ??
    silence(facts, policy, now) ??
    onward(facts, policy, now)
  );
}

// A case that is over is decided again only when the last of its evidence turns out wrong afterwards.
function overAlready(facts: Facts, policy: Policy): Answer | null {
  if (facts.state !== 'closed') return null;
  const actions = facts.sightings === 0 ? correction(facts, policy) : [];
  const reason = actions.length > 0 ? 'Closed; its evidence was withdrawn since, and a correction goes out.' : 'Closed.';
  return { tier: facts.tier, state: 'closed', actions, wakeAt: null, rule: 'closed', reason };
} // prettier-ignore

function left(facts: Facts, now: Instant): Answer | null {
  if (facts.tenureEndedAt === null || facts.tenureEndedAt > now) return null;
  const when = sayInstant(facts.tenureEndedAt, facts.line.timeZone, now);
  return close(facts, 'left', `the subscriber left the line on ${when}; who comes next inherits nothing`);
}

function withdrawn(facts: Facts, policy: Policy): Answer | null {
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

function confined(facts: Facts, policy: Policy, now: Instant): Answer | null {
  if (facts.state !== 'confined') return null;
  const answer = whileConfined(facts, policy, now);
  // Already out: the case goes on from there as any other.
  return answer ?? answerTo({ ...facts, state: 'told', tier: tierBelowGarden(facts, policy) }, policy, now);
}

function cleared(facts: Facts, policy: Policy, now: Instant): Answer | null {
  if (facts.state !== 'cleared') return null;
  const days = policy.silence.close_after_days;
  const end = new Date((facts.clearedAt ?? now).getTime() + days * DAY_MS);
  if (now >= end) return close(facts, 'clean', `clear for ${days} days`);
  const when = sayInstant(end, facts.line.timeZone, now);
  return { ...same(facts), wakeAt: end, rule: 'cleared', reason: sentence(`clear; closes on ${when}`) };
}

/** The quiet end of a case: told people hear that it is gone, the others never knew. */
function silence(facts: Facts, policy: Policy, now: Instant): Answer | null {
  const { clear_after_days, stale_after_days } = policy.silence;
  const told = hasTold(facts, policy);
  if (!isClean(facts, policy, now).holds) {
    if (!isStale(facts, policy, now).holds) return null;
    return close(facts, 'stale', `not seen for ${stale_after_days} days, but the feeds that saw it were not alive long enough to call it clean`);
  }
  if (!told) return close(facts, 'stale', `not seen for ${clear_after_days} days on which the feeds were alive; nobody had been told`);
  const template = policy.notices.no_longer_seen;
  const say = `not seen for ${clear_after_days} days on which the feeds were alive`;
  if (facts.observing || has(facts, template))
    return { ...same(facts), state: 'cleared', actions: [{ kind: 'clear' }], wakeAt: null, rule: 'clear', reason: sentence(say) };
  const quiet = all(outsideQuietHours(facts, policy, now));
  if (!quiet.holds) {
    const why = quiet.unmet.map((v) => v.say).join();
    return { ...same(facts), wakeAt: quiet.until, rule: 'clear', reason: sentence(`${say}; said so ${why}`), held: [{ what: `notice ${template}`, why }] };
  }
  const actions: Action[] = [{ kind: 'clear' }, { kind: 'notify', template, round: 1 }];
  return { ...same(facts), state: 'cleared', actions, wakeAt: quiet.until, rule: 'clear', reason: sentence(`${say}; “we no longer see it” goes out`) };
} // prettier-ignore

/** A case that goes on: it waits for a person, or is only watched, or climbs. */
function onward(facts: Facts, policy: Policy, now: Instant): Answer {
  const wakeAt = earliest([isClean(facts, policy, now).until, isStale(facts, policy, now).until]);
  const rest = restingPlace(facts, policy, now);
  if (rest !== null) return { ...same(facts), ...rest, reason: sentence(rest.reason), wakeAt };
  const climbed = climb(facts, policy, now);
  return { ...climbed, wakeAt: earliest([wakeAt, climbed.wakeAt]) };
}

type Rest = Pick<Answer, 'rule' | 'reason'> & Partial<Pick<Answer, 'state' | 'actions' | 'held'>>;

/** Why a case does not climb at all, if there is a reason. */
function restingPlace(facts: Facts, policy: Policy, now: Instant): Rest | null {
  if (facts.state === 'waiting') return { rule: 'waiting', reason: 'waits for a person of the desk; nothing is done by itself' };
  if (facts.observing) {
    const why = 'all its sources are being observed: nobody is told until a person activates one';
    return { rule: 'observe', reason: `watched only; ${why}`, held: [{ what: 'notice', why }] };
  }
  const ignored = policy.evidence.ignored_names;
  if (facts.malware.length > 0 && facts.malware.every((m) => ignored.includes(m.toLowerCase()))) {
    const why = `everything seen is named ${facts.malware.join(', ')}, which means nothing yet`;
    return { rule: 'unmapped', reason: `watched only; ${why}`, held: [{ what: 'notice', why }] };
  }
  const counts = countsFrom(facts, policy);
  const last = facts.all.lastSeenAt;
  if (facts.all.sightings === 0 || last === null || (counts !== null && last <= counts)) {
    const since = counts === null ? '' : `; only what is seen after ${sayInstant(counts, facts.line.timeZone, now)} counts`;
    return { rule: 'nothing-counts', reason: `${sayTold(facts, policy, now)}; nothing seen that counts${since}; ${isClean(facts, policy, now).say}` };
  }
  const notices = ladderNotices(facts, policy);
  if (notices.length > 0 && notices.every((n) => n.state === 'failed')) {
    const why = 'no contact works: every notice came back or had nowhere to go';
    return { rule: 'no-contact', reason: `the desk is asked: ${why}`, state: 'waiting', actions: [{ kind: 'ask-desk', why }] };
  }
  return null;
} // prettier-ignore

function close(facts: Facts, reason: CloseReason, say: string, also: readonly Action[] = []): Answer {
  const out: Action[] = facts.state === 'confined' && (reason === 'left' || reason === 'withdrawn') ? [{ kind: 'release', why: reason }] : [];
  return {
    ...same(facts),
    state: 'closed',
    actions: [...out, { kind: 'close', reason }, ...also],
    wakeAt: null,
    rule: `close/${reason}`,
    reason: sentence(`closed: ${say}`),
    closeReason: reason,
  };
} // prettier-ignore

function same(facts: Facts): Pick<Answer, 'tier' | 'state' | 'actions'> {
  return { tier: facts.tier, state: facts.state, actions: [] };
}

function has(facts: Facts, template: string): boolean {
  return facts.notices.some((n) => n.template === template);
}
