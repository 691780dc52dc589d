import { z } from 'zod';

import { GARDEN_PROFILES, THREAT_CLASSES, Refused } from '@lazaret/kernel';

import { problemsOf } from './brand.config.js';
import { RELEASES } from './choose-release.js';
import { isLocale, TEMPLATES, type Template } from './language.js';

const instant = z.union([z.date(), z.iso.datetime({ offset: true })]).pipe(z.coerce.date());
const zone = z.string().refine((name) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}, 'not an IANA time zone');
const port = z.int().min(1).max(65_535).nullable();

/** One row of evidence for a network's administrator (BR-20). It has no field for the address that was seen. */
const sighting = z.strictObject({
  seenAt: instant,
  transport: z.enum(['tcp', 'udp', 'other']),
  sourcePort: port,
  /** Who was contacted: a sinkhole or control server, never a person's. */
  destination: z.union([z.ipv4(), z.ipv6()]).nullable(),
  destinationPort: port,
});
export type Sighting = z.infer<typeof sighting>;

/** The longest list of evidence a letter prints. */
export const MOST_SIGHTINGS = 8;

/** What letters about the garden say; others know nothing of it. */
const garden = {
  /** How much is held back. */
  profile: z.enum(GARDEN_PROFILES).nullable().default(null),
  /** When the network confirmed that it holds something back. */
  heldSince: instant.nullable().default(null),
  /** After so many days it ends by itself. */
  endsAtLatestDays: z.int().min(1).max(31).nullable().default(null),
  /** When the network confirmed that nothing is held back any more. */
  releasedAt: instant.nullable().default(null),
  /** What is told of that release; null as well in letters of earlier versions. */
  release: z.enum(RELEASES).nullable().default(null),
};

const matter = z.strictObject({
  /** The case's code, one spelling: `H7KM-3RTX`. */
  code: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/, 'not a case code'),
  class: z.enum(THREAT_CLASSES),
  /** Key of the advice, chosen when the notice was planned. */
  advice: z.string().max(40),
  /** Family name for technicians. */
  family: z.string().max(40).nullable(),
  lastSeenAt: instant,
  /** Day of the letter this one refers to. */
  wroteAt: instant.nullable(),
  timeZone: zone,
  /** Key in the brands file; `null`: the default one. */
  brand: z.string().max(40).nullable(),
  /** Whether policy could ever hold something back on this line. If not, the letter does not speak of it. */
  mayHold: z.boolean(),
  sightings: z.array(sighting).max(MOST_SIGHTINGS),
  ...garden,
});
/** What a letter is about. Nothing in it is personal (BR-13): no name, no address, no number of the line. */
export type Matter = z.infer<typeof matter>;

/** The matter as it was stored. @throws Refused */
export function readMatter(stored: unknown): Matter {
  const parsed = matter.safeParse(stored);
  if (parsed.success) return parsed.data;
  throw new Refused('the matter of a notice cannot be used', {
    problems: problemsOf(parsed.error, 'matter'),
  });
}

const plan = z
  .object({
    caseId: z.int().positive(),
    lineId: z.int().positive(),
    tenureId: z.int().positive(),
    template: z.enum(TEMPLATES),
    /** 1 for the first time the ladder asks for this template in this case. */
    round: z.int().min(1).max(1000),
    /** What the line asks for; a tag nobody can read counts as none. */
    locale: z.string().nullable(),
    timeZone: zone,
    brand: z.string().max(40).nullable(),
    dueAt: instant,
    code: matter.shape.code,
    class: matter.shape.class,
    malware: z.string().nullable(),
    identifier: z.string().nullable(),
    type: z.string().nullable(),
    lastSeenAt: instant,
    wroteAt: instant.nullable(),
    mayHold: z.boolean(),
    sightings: z.array(sighting).default([]),
    ...garden,
  })
  .superRefine((p, context) => {
    for (const [path, message] of lacking(p)) context.addIssue({ code: 'custom', path: [path], message });
    if (p.template !== 'business-first' && p.sightings.length > 0)
      context.addIssue({
        code: 'custom',
        path: ['sightings'],
        message: 'only an administrator is told ports and destinations',
      });
  });

type Facts = Pick<
  Matter,
  'wroteAt' | 'profile' | 'heldSince' | 'endsAtLatestDays' | 'releasedAt' | 'release'
>;

/** Facts without which a letter would be untrue. What the network did is told only once the network has said so. */
function* lacking(p: Facts & { readonly template: Template }): Generator<readonly [keyof Facts, string]> {
  const { template } = p;
  if ((template === 'reminder' || template === 'correction') && p.wroteAt === null)
    yield ['wroteAt', `a ${template} names the day of the earlier letter`];
  if (template === 'released' && p.releasedAt === null)
    yield ['releasedAt', 'nobody is told of a release that the network did not confirm'];
  if (template === 'released' && p.release === null)
    yield ['release', 'say who or what let the line out, or the wrong one is thanked'];
  if (template !== 'confined') return;
  if (p.heldSince === null) yield ['heldSince', 'nobody is told of what the network did not confirm'];
  if (p.profile === null) yield ['profile', 'say what still works'];
  if (p.endsAtLatestDays === null) yield ['endsAtLatestDays', 'say when it ends by itself'];
}

/** What the ladder asks for: one letter to whoever has this tenure. */
export type NoticePlan = z.input<typeof plan>;
export type ReadPlan = z.infer<typeof plan>;

/** @throws Refused with one problem a fault, `at` beginning with the place in the list */
export function readPlans(plans: readonly NoticePlan[]): readonly ReadPlan[] {
  const parsed = z.array(plan).max(1000).safeParse(plans);
  if (!parsed.success)
    throw new Refused('notices cannot be planned', { problems: problemsOf(parsed.error, 'plans') });
  return parsed.data.map((p) => ({
    ...p,
    locale: p.locale !== null && isLocale(p.locale) ? p.locale : null,
  }));
}
