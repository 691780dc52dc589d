import { THREAT_CLASSES, type Instant, isTimeZone } from '@lazaret/kernel';

import type { Facts } from './facts.js';
import { HOUR_MS, minuteOf, WEEKDAYS } from './local-time.js';
import { opening } from './opening-hours.js';
import { holidaysFor, isNotifyTier, type Policy, type Tier } from './policy-file.js';
import { knownDeliveredAt, ladderNotices } from './told.js';
import { earliest, fixed, from, type Verdict } from './verdict.js';

/**
 * What stands above every policy file. `checkPolicy` refuses a file that asks for more, and `decide` asks once more,
 * so that neither a hand-made policy nor a defect in the checker can confine whom it must not.
 */
export const SAFETY = {
  minUpstreams: 2,
  minDays: 3,
  maxEvidenceHours: 48,
  minHoursAfterDelivery: 24,
  daylight: { from: '07:00', to: '20:00' },
  maxDays: 14,
  maxHoldHours: 24,
  maxUnansweredHours: 24,
} as const;

/** May this line, for this case, be confined by a machine at all? Words when not. Time plays no part. */
export function neverConfine(facts: Facts): string | null {
  if (facts.class !== 'infected') return `never for a case of class ${facts.class}`;
  if (facts.line.class !== 'residential')
    return `never for ${facts.line.class === 'unknown' ? 'an' : 'a'} ${facts.line.class} line`;
  if (!facts.line.confinable) return 'never for a line that must not be confined';
  return null;
}

/** May a letter about this case say that something may be held back if it goes on? */
export function mayConfine(facts: Facts, policy: Policy): boolean {
  return neverConfine(facts) === null && policy.ladders[facts.class].some((t) => t.then.kind === 'confine');
}

/** The laws as conditions of one confinement, whatever its tier asks besides. */
export function lawsOf(tier: Tier, facts: Facts, policy: Policy, now: Instant): readonly Verdict[] {
  if (tier.then.kind !== 'confine') return [];
  const { current } = facts;
  const never = neverConfine(facts);
  return [
    fixed(never === null, never ?? ''),
    fixed(tier.then.profile === 'leaky', 'only by a person: the strict garden'),
    fixed(
      current.upstreams.length >= SAFETY.minUpstreams || current.days >= SAFETY.minDays,
      'only with 2 sources or 3 days',
    ),
    fresh(current.lastSeenAt, SAFETY.maxEvidenceHours, now, `only when seen within 48 h`),
    arrived(facts, policy, now),
    byDaylight(facts, policy, now),
  ];
}

/** True until the evidence is `hours` old. */
export function fresh(seenAt: Instant | null, hours: number, now: Instant, say: string): Verdict {
  if (seenAt === null) return fixed(false, say);
  const until = new Date(seenAt.getTime() + hours * HOUR_MS);
  return now < until ? { holds: true, until, say } : fixed(false, say);
}

function arrived(facts: Facts, policy: Policy, now: Instant): Verdict {
  const say = `only ${SAFETY.minHoursAfterDelivery} h after a notice known to be delivered`;
  const at = earliest(ladderNotices(facts, policy).map((n) => knownDeliveredAt(n, facts)));
  return at === null
    ? fixed(false, say)
    : from(new Date(at.getTime() + SAFETY.minHoursAfterDelivery * HOUR_MS), now, say);
}

function byDaylight(facts: Facts, policy: Policy, now: Instant): Verdict {
  const { timeZone, region } = facts.line;
  if (!isTimeZone(timeZone)) return fixed(false, 'only when the time zone of the line is known');
  const hours = { ...SAFETY.daylight, days: WEEKDAYS, not_before_holiday: true };
  const { open, until } = opening(hours, holidaysFor(policy, region), timeZone, now);
  return { holds: open, until, say: 'only by day, on no holiday and not on the day before one' };
}

/** What in this policy breaks the laws, with the place in the file and the remedy. */
export function lawbreakers(policy: Policy): { path: readonly PropertyKey[]; message: string }[] {
  const { hold_hours, release_unanswered_hours } = policy.garden;
  return [
    ...unless(
      hold_hours <= SAFETY.maxHoldHours,
      ['garden', 'hold_hours'],
      'the network may hold a restriction for at most 24 hours: if this program dies, everybody must be free within a day',
    ),
    ...unless(
      release_unanswered_hours <= SAFETY.maxUnansweredHours,
      ['garden', 'release_unanswered_hours'],
      'a release request that nobody answers must release within 24 hours',
    ),
    ...THREAT_CLASSES.flatMap((kind) =>
      policy.ladders[kind].flatMap((tier, i) =>
        brokenBy(tier, kind).map((p) => ({ ...p, path: ['ladders', kind, i, ...p.path] })),
      ),
    ),
  ];
}

function brokenBy(tier: Tier, kind: string): { path: readonly PropertyKey[]; message: string }[] {
  if (isNotifyTier(tier))
    return unless(
      !tier.line.classes.includes('wholesale'),
      ['line', 'classes'],
      'users of a wholesale line are told by their own provider: remove wholesale, or use ask_desk',
    );
  if (tier.then.kind !== 'confine') return [];
  const { classes, confinable } = tier.line;
  const { any_of, within_hours } = tier.evidence;
  const proven = any_of.every(
    (e) =>
      ('upstreams' in e && e.upstreams >= SAFETY.minUpstreams) || ('days' in e && e.days >= SAFETY.minDays),
  );
  return [
    ...unless(
      kind === 'infected',
      ['then', 'confine'],
      `only infected lines may be confined, never ${kind} ones: use notify or ask_desk`,
    ),
    ...unless(
      classes.every((c) => c === 'residential'),
      ['line', 'classes'],
      'only residential lines may be confined by themselves: protected, unknown, business, shared and wholesale lines never',
    ),
    ...unless(
      confinable === true,
      ['line', 'confinable'],
      'a tier that confines must say `confinable: true`',
    ),
    ...unless(
      tier.then.profile === 'leaky',
      ['then', 'confine', 'profile'],
      'only a person may put a line in the strict garden: use leaky',
    ),
    ...unless(
      tier.then.max_days <= SAFETY.maxDays,
      ['then', 'confine', 'max_days'],
      `a line may be confined for at most ${SAFETY.maxDays} days at a time`,
    ),
    ...unless(
      proven,
      ['evidence', 'any_of'],
      'confining needs at least {upstreams: 2} or {days: 3}: one sighting may be wrong',
    ),
    ...unless(
      within_hours <= SAFETY.maxEvidenceHours,
      ['evidence', 'within_hours'],
      'nobody may be confined on evidence older than 48 hours',
    ),
    ...unless(
      tier.after?.delivered === true && tier.after.hours >= SAFETY.minHoursAfterDelivery,
      ['after'],
      'confining needs `after: {tier: …, delivered: true, hours: n}` with at least 24 hours: people must be told first',
    ),
    ...unless(
      isByDay(tier),
      ['hours'],
      'confining needs `hours` between 07:00 and 20:00 with `not_before_holiday: true`: somebody must be there to help',
    ),
  ];
}

function isByDay({ hours }: Tier): boolean {
  return (
    hours !== undefined &&
    hours.not_before_holiday &&
    minuteOf(hours.from) >= minuteOf(SAFETY.daylight.from) &&
    minuteOf(hours.to) <= minuteOf(SAFETY.daylight.to)
  );
}

function unless(
  lawful: boolean,
  path: readonly PropertyKey[],
  message: string,
): { path: readonly PropertyKey[]; message: string }[] {
  return lawful ? [] : [{ path, message }];
}
