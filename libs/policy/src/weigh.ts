import { type Instant, isTimeZone } from '@lazaret/kernel';

import type { Evidence, Facts } from './facts.js';
import { DAY_MS, HOUR_MS } from './local-time.js';
import { opening, quietFrom, quietUntil } from './opening-hours.js';
import {
  graceMs,
  holidaysFor,
  isNotifyTier,
  templatesOf,
  type NotifyTier,
  type Policy,
  type Tier,
} from './policy-file.js';
import { confinedMs, fewerThanFrom, firstInstant } from './rolling-window.js';
import { fresh, lawsOf } from './safety.js';
import { count, sayHours, sayInstant } from './say.js';
import { cameToNothing, isOut, knownDeliveredAt, ladderNotices, outAt } from './told.js';
import { all, earliest, fixed, from, type Verdict, type Weighed } from './verdict.js';

/** One tier held against the facts, in four parts because each is spoken of differently. */
export interface WeighedTier {
  readonly tier: Tier;
  /** Everything together: may this tier be entered now? */
  readonly whole: Weighed;
  /** Whether this kind of line can ever be meant. */
  readonly line: Verdict;
  /** What the tier asks for. */
  readonly asked: Weighed;
  /** The part of it that is about the time of day. */
  readonly hours: Verdict | undefined;
  /** Caps, quiet hours, the state of the garden and the laws: what holds back a tier whose conditions are met. */
  readonly holds: Weighed;
}

export function weigh(tier: Tier, facts: Facts, policy: Policy, now: Instant): WeighedTier {
  const line = lineFits(tier, facts);
  const hours = withinHours(tier, facts, policy, now);
  const asked = [
    ...afterNotice(tier, facts, policy, now),
    ...evidenceIsThere(tier, facts, policy, now),
    ...(hours === undefined ? [] : [hours]),
  ];
  const holds = [
    ...noticeMayGo(tier, facts, policy, now),
    ...gardenMayTakeIt(tier, facts, policy, now),
    ...lawsOf(tier, facts, policy, now),
  ];
  return { tier, line, hours, asked: all(asked), holds: all(holds), whole: all([line, ...asked, ...holds]) };
}

/** The evidence a tier goes by: to restrict, only what proves; to tell, all that counts. */
function evidenceFor(tier: Tier, facts: Facts): Evidence {
  return tier.then.kind === 'confine' ? facts.current : facts.all;
}

/** Nothing seen before this instant counts any more: the last word of the person, or release, plus grace. */
export function countsFrom(facts: Facts, policy: Policy): Instant | null {
  const said = [facts.acknowledgedAt, facts.releasedAt].filter((at) => at !== null);
  if (said.length === 0) return null;
  return new Date(Math.max(...said.map((at) => at.getTime())) + graceMs(policy));
}

function lineFits(tier: Tier, facts: Facts): Verdict {
  const { class: kind, confinable } = facts.line;
  if (!tier.line.classes.includes(kind))
    return fixed(false, `never for ${kind === 'unknown' ? 'an' : 'a'} ${kind} line`);
  if (tier.line.confinable !== undefined && tier.line.confinable !== confinable)
    return fixed(
      false,
      confinable ? 'only for a line that must not be confined' : 'never for a line that must not be confined',
    );
  return fixed(true, '');
}

function afterNotice({ after }: Tier, facts: Facts, policy: Policy, now: Instant): Verdict[] {
  if (after === undefined) return [];
  const earlier = policy.ladders[facts.class].filter(isNotifyTier).find((t) => t.tier === after.tier);
  const templates = earlier === undefined ? [] : templatesOf(earlier);
  const out = facts.notices.filter((n) => templates.includes(n.template) && isOut(n));
  const at = earliest(out.map((n) => (after.delivered ? knownDeliveredAt(n, facts) : outAt(n))));
  const plain = earlier?.after === undefined ? 'the notice' : `the ${after.tier}`;
  const which = after.delivered ? 'a delivered notice' : plain;
  if (at === null)
    return [
      fixed(
        false,
        `only ${sayHours(after.hours)} after ${after.delivered ? 'a notice known to be delivered' : which}`,
      ),
    ];
  const due = new Date(at.getTime() + after.hours * HOUR_MS);
  const [saidAt, saidDue] = [at, due].map((i) => sayInstant(i, facts.line.timeZone, now));
  return [
    from(
      due,
      now,
      now < due
        ? `not before ${saidDue} (${sayHours(after.hours)} after ${which})`
        : `more than ${sayHours(after.hours)} after ${which} of ${saidAt}`,
    ),
  ];
}

function evidenceIsThere(tier: Tier, facts: Facts, policy: Policy, now: Instant): Verdict[] {
  const { any_of, within_hours } = tier.evidence;
  const found = evidenceFor(tier, facts);
  const counts = countsFrom(facts, policy);
  const enough = any_of.some((e) => {
    if ('upstreams' in e) return found.upstreams.length >= e.upstreams;
    if ('days' in e) return found.days >= e.days;
    return found.sightings >= e.sightings;
  });
  const asked = any_of.map((e) => {
    if ('upstreams' in e) return count(e.upstreams, 'source');
    if ('days' in e) return count(e.days, 'day');
    return count(e.sightings, 'sighting');
  });
  const last = found.lastSeenAt;
  const current = last !== null && (counts === null || last > counts);
  return [
    fixed(enough, enough ? saySeen(found) : `only with ${asked.join(' or ')}`),
    fixed(current, current ? '' : 'only on what is seen after the last word of the subscriber'),
    freshly(last, within_hours, facts, now),
  ];
}

function freshly(seenAt: Instant | null, hours: number, facts: Facts, now: Instant): Verdict {
  const last = seenAt === null ? 'never' : `last on ${sayInstant(seenAt, facts.line.timeZone, now)}`;
  const verdict = fresh(seenAt, hours, now, `only when seen within ${sayHours(hours)} (${last})`);
  return verdict.holds ? { ...verdict, say: last } : verdict;
}

/** `seen on 1 day by 1 source` */
export function saySeen(found: Evidence): string {
  return `seen on ${sayProof(found)}`;
}

/** `1 day by 1 source` */
export function sayProof(found: Evidence): string {
  return `${count(found.days, 'day')} by ${count(found.upstreams.length, 'source')}`;
}

function withinHours({ hours }: Tier, facts: Facts, policy: Policy, now: Instant): Verdict | undefined {
  if (hours === undefined) return undefined;
  const { timeZone, region } = facts.line;
  if (!isTimeZone(timeZone)) return fixed(false, 'only when the time zone of the line is known');
  const { open, until } = opening(hours, holidaysFor(policy, region), timeZone, now);
  const say = `not before ${sayInstant(until, timeZone, now)} (starts ${hours.days.join(', ')} ${hours.from}–${hours.to})`;
  return { holds: open, until, say: open ? '' : say };
}

function noticeMayGo(tier: Tier, facts: Facts, policy: Policy, now: Instant): Verdict[] {
  if (!isNotifyTier(tier)) return [];
  const zone = facts.line.timeZone;
  const own = ladderNotices(facts, policy)
    .filter((n) => !cameToNothing(n))
    .map(outAt);
  const others = facts.history.told;
  const sameClass = others.filter((t) => t.class === facts.class);
  const spaced = (times: readonly Instant[], at_most: { notices: number; days: number }): Verdict => {
    const free = fewerThanFrom(times, at_most.notices, at_most.days, now);
    if (free === null) return fixed(true, '');
    const limit = `at most ${count(at_most.notices, 'notice')} in ${count(at_most.days, 'day')}`;
    return { holds: false, until: free, say: `not before ${sayInstant(free, zone, now)} (${limit})` };
  };
  return [
    spaced([...own, ...others.map((t) => t.at)], policy.notices.at_most),
    ...(tier.limit === undefined ? [] : [spaced([...own, ...sameClass.map((t) => t.at)], tier.limit)]),
    ...outsideQuietHours(facts, policy, now),
  ];
}

export function outsideQuietHours(facts: Facts, policy: Policy, now: Instant): Verdict[] {
  const quiet = policy.notices.quiet_hours;
  if (quiet === undefined) return [];
  const zone = isTimeZone(facts.line.timeZone) ? facts.line.timeZone : 'UTC';
  const end = quietUntil(quiet, zone, now);
  if (end === null) return [{ holds: true, until: quietFrom(quiet, zone, now), say: '' }];
  return [{ holds: false, until: end, say: `not before ${sayInstant(end, zone, now)} (quiet hours)` }];
}

function gardenMayTakeIt(tier: Tier, facts: Facts, policy: Policy, now: Instant): Verdict[] {
  if (tier.then.kind !== 'confine') return [];
  return [networkIsReady(facts, policy, now), daysAreLeft(facts, policy, now)];
}

// One restriction a line, whatever its cases: who is in the garden, or on the way, is not put there twice.
function networkIsReady({ garden, line }: Facts, policy: Policy, now: Instant): Verdict {
  // A switch is a file that announces no change; who waits for nothing else looks at it again.
  if (garden.stopped)
    return {
      holds: false,
      until: new Date(now.getTime() + HOUR_MS),
      say: 'not while somebody has stopped the garden by hand',
    };
  switch (garden.state) {
    case 'none':
      return fixed(true, '');
    case 'requested':
    case 'accepted':
    case 'active':
    case 'releasing':
      return fixed(false, 'not while another case holds the line there');
    case 'released':
    case 'failed': {
      const again = new Date((garden.since ?? now).getTime() + policy.garden.retry_hours * HOUR_MS);
      const why = garden.state === 'failed' ? 'the network refused it last time' : 'let out only just now';
      return from(again, now, `not before ${sayInstant(again, line.timeZone, now)} (${why})`);
    }
    case 'unknown':
      return fixed(false, 'not while the network does not say what it does with the line');
    case 'no-session':
      return fixed(false, 'not while the line is offline');
    case 'not-enforceable':
      return fixed(false, 'not possible, the network cannot confine this line');
  }
}

// A confinement shorter than a day would help nobody, so that much must be left.
function daysAreLeft({ history, line }: Facts, policy: Policy, now: Instant): Verdict {
  const { max, in_days } = policy.garden.confined_days;
  const isLeft = (at: Instant): boolean =>
    confinedMs(history.confinements, in_days, at) <= Math.max(0, max - 1) * DAY_MS;
  if (isLeft(now)) return fixed(true, '');
  const until = firstInstant(now, new Date(now.getTime() + (in_days + 1) * DAY_MS), isLeft);
  const when = until === null ? '' : `not before ${sayInstant(until, line.timeZone, now)} `;
  return { holds: false, until, say: `${when}(at most ${count(max, 'day')} in any ${in_days})` };
}

/** The tier's notice in the words for this line. */
export function templateFor(tier: NotifyTier, facts: Facts): string {
  return tier.then.variants?.[facts.line.class] ?? tier.then.template;
}
