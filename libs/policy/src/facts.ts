import { z } from 'zod';

import {
  CASE_STATES,
  GARDEN_STATES,
  LINE_CLASSES,
  Refused,
  THREAT_CLASSES,
  type Instant,
} from '@lazaret/kernel';

/** `failed`: it could not be sent; `bounced`: it came back. `delivered` is known only where the mail system reports it. */
export const NOTICE_STATES = [
  'planned',
  'claimed',
  'sending',
  'sent',
  'delivered',
  'failed',
  'uncertain',
  'bounced',
  'held',
  'cancelled',
] as const;

const instant = z.union([z.date(), z.iso.datetime().transform((text): Instant => new Date(text))]);
// Read-only, so that a list of another room can be handed in as it is.
const list = <Item extends z.ZodType>(item: Item): z.ZodReadonly<z.ZodArray<Item>> =>
  z.array(item).readonly();
const whole = z.int().nonnegative();

const notice = z.strictObject({
  template: z.string(),
  round: whole,
  channel: z.string(),
  state: z.enum(NOTICE_STATES),
  plannedAt: instant,
  /** When it reached its present state; null while it is planned. */
  settledAt: instant.nullable(),
});

/** What sightings together say; without any, zeros and nulls. */
const evidence = z.strictObject({
  sightings: whole,
  /** Different UTC days with a sighting. */
  days: whole,
  /** Who saw it first hand. Two feeds with one upstream are one source. */
  upstreams: list(z.string()),
  lastSeenAt: instant.nullable(),
  /** Of the strongest: 1 info … 5 critical. */
  severity: z.int().min(0).max(5),
});

const factsSchema = z.strictObject({
  class: z.enum(THREAT_CLASSES),
  state: z.enum(CASE_STATES),
  /** The step of the ladder reached last; null = none yet. */
  tier: z.string().nullable(),
  /** Everything this case rests on comes from sources that are still being observed. */
  observing: z.boolean(),
  line: z.strictObject({
    class: z.enum(LINE_CLASSES),
    confinable: z.boolean(),
    timeZone: z.string(),
    /** Key of the policy's `holidays`. Without it every holiday the policy knows counts. */
    region: z.string().nullish(),
  }),
  tenureEndedAt: instant.nullable(),
  openedAt: instant,
  /** All attached sightings, whether they count or not. None left = everything was withdrawn. */
  sightings: whole,
  lastSeenAt: instant.nullable(),
  /** The last time an attached sighting was taken away because the attribution turned out wrong. */
  withdrawnAt: instant.nullable(),
  clearedAt: instant.nullable(),
  /**
   * What may be told: attached, from active sources, seen after the last acknowledgement or release plus grace.
   */
  all: evidence,
  /** What may restrict: of these, the ones with the line as actor, over a connection that cannot be spoofed. */
  current: evidence,
  /** Names the attached sightings give, most frequent first. */
  malware: list(z.string()),
  /**
   * Whole UTC days since the last sighting on which every feed that saw it was alive, its attribution worked, and the
   * line was online and not confined. Null = not known.
   */
  silentLiveDays: whole.nullable(),
  acknowledgedAt: instant.nullable(),
  releasedAt: instant.nullable(),
  /** The notices of this case. */
  notices: list(notice),
  /** About the line and its tenure, beyond this case. */
  history: z.strictObject({
    /** When the subscriber let the line out of the garden on the portal. */
    selfReleases: list(instant),
    confinements: list(z.strictObject({ from: instant, to: instant.nullable() })),
    /** Notices that went out for other cases of the same tenure. */
    told: list(z.strictObject({ at: instant, class: z.enum(THREAT_CLASSES) })),
  }),
  garden: z.strictObject({
    /** Is there a network that could confine at all? */
    available: z.boolean(),
    /** Somebody stopped it by hand: nobody new is confined. */
    stopped: z.boolean().default(false),
    state: z.enum(GARDEN_STATES),
    /** Of a stay that goes on: since when. Of the last one: since when it is over. */
    since: instant.nullable(),
    /** A release request or appeal that nobody has answered yet. */
    releaseAskedAt: instant.nullable(),
  }),
  /** Earlier cases of this class and tenure. */
  previousCases: whole,
});

/** All that `decide` knows. No personal data: ids, names, addresses stay outside. */
export type Facts = z.output<typeof factsSchema>;
export type Evidence = Facts['all'];
export type NoticeFact = Facts['notices'][number];

/**
 * Facts as canonical JSON (keys sorted, instants in ISO 8601 UTC): the same facts give the same text, so its digest
 * identifies them and a stored decision can be taken again.
 */
export function writeFacts(facts: Facts): string {
  return JSON.stringify(sorted(facts));
}

/** @param stored text of `writeFacts`, or the value a `jsonb` column gave. @throws Refused naming the field. */
export function readFacts(stored: unknown): Facts {
  const read = factsSchema.safeParse(typeof stored === 'string' ? parseJson(stored) : stored);
  if (read.success) return read.data;
  throw new Refused('these facts cannot be read: they were written by another version or are damaged', {
    problems: read.error.issues.map((issue) => ({
      at: `facts.${issue.path.join('.')}`,
      message: issue.message,
    })),
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Refused('these facts are no JSON', { cause });
  }
}

function sorted(value: unknown): unknown {
  if (value instanceof Date || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, v]) => [key, sorted(v)]),
  );
}
