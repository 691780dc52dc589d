import { z } from 'zod';

import { LINE_CLASSES } from '@lazaret/kernel';

import { HOUR_MS, minuteOf, WEEKDAYS } from './local-time.js';

/**
 * The shape of a policy file: conditions as data in a small closed vocabulary, no expressions. Unknown keys are
 * refused, for a misspelt condition would be one that is never asked. The figures are in `assets/default.policy.yaml`.
 */
function strict<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `is not known here; known are: ${Object.keys(shape).join(', ')}`
        : undefined,
  });
}

const hours = z
  .int()
  .positive()
  .max(24 * 366);
const days = z.int().positive().max(366);
const times = z.int().positive().max(10_000);
const name = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens');
const text = z.string().trim().min(1).max(2_000);
const line = text.max(200).regex(/^\P{Cc}*$/u, 'must be one line');
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day in quotes, like '09:00'");
const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date like 2026-12-25')
  .refine((d) => new Date(`${d}T00:00:00Z`).toJSON()?.startsWith(d), 'is not a day of the calendar');

const window = strict({
  days: z.array(z.enum(WEEKDAYS)).min(1),
  from: time,
  to: time,
  not_before_holiday: z.boolean(),
}).refine((w) => !(minuteOf(w.from) >= minuteOf(w.to)), {
  path: ['to'],
  message: 'must be later than `from`',
});

const quiet = strict({ from: time, to: time }).refine((q) => q.from !== q.to, {
  path: ['to'],
  message: 'must differ from `from`; leave quiet_hours out to have none',
});

/** Enough of *one* of these. */
const enough = z
  .union([strict({ sightings: times }), strict({ upstreams: times }), strict({ days })], {
    error: 'must be one of: {sightings: n}, {upstreams: n}, {days: n}',
  })
  .readonly();

const notify = strict({
  template: name,
  /** Another text for these line classes. */
  variants: z.partialRecord(z.enum(LINE_CLASSES), name).optional(),
  /** How often at most in one case; more than once needs a `limit`. */
  rounds: z.int().min(1).max(12).default(1),
});
const confine = strict({ profile: z.enum(['leaky', 'strict']), max_days: days });
const askDesk = strict({ why: line });

const then = strict({
  notify: notify.optional(),
  confine: confine.optional(),
  ask_desk: askDesk.optional(),
}).transform((given, context) => {
  const kinds = Object.values(given).filter((v) => v !== undefined).length;
  if (kinds === 1 && given.notify) return { kind: 'notify' as const, ...given.notify };
  if (kinds === 1 && given.confine) return { kind: 'confine' as const, ...given.confine };
  if (kinds === 1 && given.ask_desk) return { kind: 'ask-desk' as const, ...given.ask_desk };
  context.addIssue({ code: 'custom', message: 'must say exactly one of: notify, confine, ask_desk' });
  return z.NEVER;
});

const tier = strict({
  tier: name,
  /** So long after the notice of an earlier tier; `delivered`: known to have arrived, not merely sent. */
  after: strict({ tier: name, hours, delivered: z.boolean().default(false) }).optional(),
  evidence: strict({ any_of: z.array(enough).min(1), within_hours: hours }),
  line: strict({
    classes: z.array(z.enum(LINE_CLASSES)).min(1),
    confinable: z.boolean().optional(),
  }),
  hours: window.optional(),
  /** So many notices of this class to one tenure within the last days, over all its cases. */
  limit: strict({ notices: times, days }).optional(),
  then,
});

const ladder = z.array(tier).min(1).max(20);

export const policySchema = strict({
  version: z.literal(1, 'must be 1, the only version of this file format so far'),
  name: line,
  description: text,
  justification: strict({ necessity: text, proportionality: text, review_by: date }),
  evidence: strict({
    grace_hours: z
      .int()
      .nonnegative()
      .max(24 * 14),
    ignored_names: z.array(z.string()),
  }),
  silence: strict({ clear_after_days: days, close_after_days: days, stale_after_days: days }),
  notices: strict({
    no_longer_seen: name,
    correction: name,
    /** Said once the network has confirmed it, never before. */
    confined: name,
    released: name,
    at_most: strict({ notices: times, days }),
    quiet_hours: quiet.optional(),
  }),
  garden: strict({
    hold_hours: hours,
    release_unanswered_hours: hours,
    retry_hours: hours,
    confined_days: strict({ max: days, in_days: days }),
    self_releases: strict({ max: times, in_days: days }),
    caps: strict({ per_bng_per_hour: times, per_day: times }),
  }),
  holidays: z.record(z.string(), z.array(date).max(1_000)),
  ladders: strict({ infected: ladder, vulnerable: ladder, abusive: ladder }),
});

/** A policy that has passed `checkPolicy`. Keys are those of the file. */
export type Policy = z.output<typeof policySchema>;
export type Tier = Policy['ladders']['infected'][number];
export type NotifyTier = Tier & { readonly then: Extract<Tier['then'], { kind: 'notify' }> };

export function isNotifyTier(tier: Tier): tier is NotifyTier {
  return tier.then.kind === 'notify';
}

/** Every template this tier may use, whatever the class of the line. */
export function templatesOf(tier: NotifyTier): readonly string[] {
  return [tier.then.template, ...Object.values(tier.then.variants ?? {})];
}

/** The days on which this line's help line is not there. A line of an unknown region has every holiday. */
export function holidaysFor(policy: Policy, region: string | null | undefined): ReadonlySet<string> {
  const own = region === null || region === undefined ? undefined : policy.holidays[region];
  return new Set(own ?? Object.values(policy.holidays).flat());
}

/** What a person is given to act on their word, in milliseconds: sightings before its end do not count. */
export function graceMs(policy: Policy): number {
  return policy.evidence.grace_hours * HOUR_MS;
}
