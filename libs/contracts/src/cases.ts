import { z } from 'zod';

import {
  CASE_STATES,
  CLOSE_REASONS,
  GARDEN_PROFILES,
  GARDEN_STATES,
  LINE_CLASSES,
  ROLES,
  THREAT_CLASSES,
} from '@lazaret/kernel';

import { route } from './route.js';
import { count, instant, LONGEST_PAGE, pageOf, paging, reason, wanted, wantedText } from './shapes.js';
import { BADGES, BULK_ACTIONS, CASE_ACTIONS, FORBIDDEN, NEXT_STEPS, WAITS } from './words.js';

/** Eight letters and digits of Crockford's base 32, as in letters: `K7QM-2TXD`. */
export const caseCode = z.string().max(20);
const params = z.object({ code: caseCode });

export const SORTS = ['waiting', '-seen', 'seen', '-opened', 'opened', 'next', '-sightings'] as const;

/** Which cases. Everything given must hold. The same words in the list's address, the API and saved views. */
export const caseFilter = z.object({
  waits: wanted(WAITS),
  state: wanted(CASE_STATES),
  class: wanted(THREAT_CLASSES),
  lineClass: wanted(LINE_CLASSES),
  badge: wanted(BADGES),
  garden: wanted(GARDEN_STATES),
  family: wantedText,
  region: wantedText,
  tier: wantedText,
  /** The line's own id. */
  line: z.string().max(200).optional(),
  /** Last seen within so many hours, counted back from now. */
  seenHours: z.coerce.number().int().min(1).max(24 * 400).optional(),
  /** Opened within so many hours. */
  openedHours: z.coerce.number().int().min(1).max(24 * 400).optional(),
}); // prettier-ignore
export type CaseFilter = z.output<typeof caseFilter>;

export const caseRow = z.object({
  code: z.string(),
  /** Raised by every change; the ETag. */
  version: count,
  class: z.enum(THREAT_CLASSES),
  /** What most sightings name; null when none names anything. */
  family: z.string().nullable(),
  line: z.string(),
  lineClass: z.enum(LINE_CLASSES),
  region: z.string().nullable(),
  state: z.enum(CASE_STATES),
  closeReason: z.enum(CLOSE_REASONS).nullable(),
  badge: z.enum(BADGES),
  /** Days in the garden, counted from 1, when the badge is `confined`; quiet days when it is `clear`. */
  badgeDays: count.nullable(),
  waits: z.enum(WAITS),
  /** Since when it waits for a person. */
  waitingSince: instant.nullable(),
  tier: z.string().nullable(),
  garden: z.enum(GARDEN_STATES),
  /** Why it stands where it stands, in one line: of the last decision. */
  reason: z.string().nullable(),
  openedAt: instant,
  firstSeenAt: instant.nullable(),
  lastSeenAt: instant.nullable(),
  sightings: count,
  /** Sightings a day, of the last fourteen UTC days; the last is today. */
  days: z.array(count).length(14),
  next: z.object({ step: z.enum(NEXT_STEPS), at: instant.nullable() }),
  notes: count,
  reinfections: count,
});
export type CaseRow = z.output<typeof caseRow>;

const facet = z.array(z.object({ value: z.string(), count }));
export const caseFacets = z.object({
  /** That pass the whole filter. */
  total: count,
  /** Of all open cases, those that wait for a person. */
  waitingForPerson: count,
  open: count,
  /** Each counts as if its own filter were not set; those without any are there with 0. */
  facets: z.object({
    waits: facet,
    state: facet,
    class: facet,
    lineClass: facet,
    badge: facet,
    garden: facet,
    /** The most frequent, at most 30. */
    family: facet,
    region: facet,
  }),
});

/** A link of the chain from a report's row to the line. */
export const whyLink = z.object({
  step: z.enum(['row', 'port-block', 'lease', 'session', 'line']),
  title: z.string(),
  detail: z.string(),
  /** Of a row: where it stands. */
  report: z.object({ id: count, name: z.string(), line: count }).nullable(),
  at: instant.nullable(),
});

export const sighting = z.object({
  id: count,
  seenAt: instant,
  receivedAt: instant,
  feed: z.string(),
  reportType: z.string(),
  report: z.object({ id: count, name: z.string(), line: count }),
  upstream: z.string(),
  role: z.enum(ROLES),
  spoofable: z.boolean(),
  active: z.boolean(),
  severity: z.int(),
  type: z.string(),
  malware: z.string().nullable(),
  address: z.string(),
  port: z.int().nullable(),
  protocol: z.int(),
  /** Taken away again: the attribution was wrong. */
  detachedAt: instant.nullable(),
  detachedWhy: z.string().nullable(),
  /** The feed's own columns. */
  attributes: z.record(z.string(), z.unknown()),
  why: z.array(whyLink),
});

export const timelineEntry = z.object({
  id: count,
  at: instant,
  kind: z.string(),
  name: z.string(),
  text: z.string(),
  actor: z.object({ kind: z.enum(['system', 'operator', 'subscriber', 'client']), name: z.string() }),
  /** What the entry is about, to be opened in place. */
  notice: count.nullable(),
  decision: count.nullable(),
});

export const allowedAction = z.object({
  action: z.enum(CASE_ACTIONS),
  allowed: z.boolean(),
  forbidden: z.enum(FORBIDDEN).nullable(),
  /** A second person must agree. */
  needsSecond: z.boolean(),
});

export const noticeLine = z.object({
  id: count,
  case: z.string(),
  template: z.string(),
  round: count,
  channel: z.string(),
  locale: z.string(),
  state: z.string(),
  plannedAt: instant,
  sentAt: instant.nullable(),
  settledAt: instant.nullable(),
  /** What the mail system said, when it did not take it. */
  error: z.string().nullable(),
});

export const casePage = z.object({
  ...caseRow.shape,
  /** What it is, what was done, what is asked: two sentences an outsider understands. */
  story: z.string(),
  /** What the subscriber asked for and nobody has answered. */
  asked: z
    .object({ kind: z.enum(['cleaned', 'not-me', 'call']), at: instant, releasesAt: instant.nullable() })
    .nullable(),
  lineFacts: z.object({
    ref: z.string(),
    class: z.enum(LINE_CLASSES),
    region: z.string().nullable(),
    nas: z.string().nullable(),
    locale: z.string().nullable(),
    timeZone: z.string(),
    confinable: z.boolean(),
    protected: z.object({ at: instant, by: z.string(), reason: z.string() }).nullable(),
    tenureSince: instant.nullable(),
    tenureEndedAt: instant.nullable(),
    earlierCases: count,
    channels: z.array(z.string()),
  }),
  gardenFacts: z
    .object({
      state: z.enum(GARDEN_STATES),
      profile: z.enum(GARDEN_PROFILES),
      askedAt: instant,
      confirmedAt: instant.nullable(),
      endsAt: instant,
      heldUntil: instant.nullable(),
      openWhy: z.string().nullable(),
      openAskedAt: instant.nullable(),
      overAt: instant.nullable(),
      nas: z.string().nullable(),
    })
    .nullable(),
  /** Of the line, whatever its cases: how much of what policy allows is used. */
  limits: z.object({
    selfReleases: z.object({ used: count, most: count, days: count }),
    stayDays: z.object({ used: z.number(), most: z.number() }),
    windowDays: z.object({ used: z.number(), most: z.number(), window: count }),
  }),
  upstreams: z.array(
    z.object({ name: z.string(), sightings: count, lastSeenAt: instant, counts: z.boolean() }),
  ),
  /** Of the newest attached sighting. */
  why: z.array(whyLink),
  decision: z
    .object({
      id: count,
      at: instant,
      rule: z.string(),
      reason: z.string(),
      policy: z.string(),
      wakeAt: instant.nullable(),
    })
    .nullable(),
  notices: z.array(noticeLine),
  actions: z.array(allowedAction),
  previousCase: z.string().nullable(),
  nextCase: z.string().nullable(),
});
export type CasePage = z.output<typeof casePage>;

const bulkWhich = z.union([
  z.object({ codes: z.array(caseCode).min(1).max(500) }),
  /** All that match, as the list's query says it: `waits=person&class=infected`. */
  z.object({ search: z.string().max(2_000) }),
]);
/** The most cases one bulk action takes. */
export const MOST_IN_BULK = 5_000;

export const bulkRun = z.object({
  id: count,
  action: z.enum(BULK_ACTIONS),
  by: z.string(),
  why: z.string(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  total: count,
  done: count,
  failed: count,
});

export const caseRoutes = {
  cases: route({
    method: 'GET', path: '/cases', allowed: 'case.read', tag: 'cases', summary: 'Cases, page by page.',
    query: caseFilter.extend({ sort: z.enum(SORTS).default('waiting'), ...paging }), reply: pageOf(caseRow),
  }),
  caseFacets: route({
    method: 'GET', path: '/cases/facets', allowed: 'case.read', tag: 'cases',
    summary: 'How many cases there are of each kind, under the same filter.', query: caseFilter, reply: caseFacets,
  }),
  case: route({
    method: 'GET', path: '/cases/:code', allowed: 'case.read', tag: 'cases',
    summary: 'One case with everything the desk needs. Carries an ETag.', params, reply: casePage,
  }),
  caseNeighbours: route({
    method: 'GET', path: '/cases/:code/neighbours', allowed: 'case.read', tag: 'cases',
    summary: 'The cases before and after this one in a list.', params,
    query: caseFilter.extend({ sort: z.enum(SORTS).default('waiting') }),
    reply: z.object({ previous: z.string().nullable(), next: z.string().nullable(), position: count.nullable(), total: count }),
  }),
  caseTimeline: route({
    method: 'GET', path: '/cases/:code/timeline', allowed: 'case.read', tag: 'cases',
    summary: 'What happened, the newest first.', params, query: z.object(paging), reply: pageOf(timelineEntry),
  }),
  caseSightings: route({
    method: 'GET', path: '/cases/:code/sightings', allowed: 'case.read', tag: 'cases',
    summary: 'What was seen, the newest first, each with its chain from row to line.', params, query: z.object(paging),
    reply: pageOf(sighting),
  }),
  caseDecision: route({
    method: 'GET', path: '/cases/:code/decisions/:id', allowed: 'case.read', tag: 'cases',
    summary: 'One decision with the facts it was taken on.', params: params.extend({ id: z.coerce.number().int().positive() }),
    reply: z.object({
      id: count, at: instant, rule: z.string(), reason: z.string(), policy: z.string(), tier: z.string().nullable(),
      state: z.enum(CASE_STATES), wakeAt: instant.nullable(), facts: z.record(z.string(), z.unknown()), factsDigest: z.string(),
      actions: z.array(z.record(z.string(), z.unknown())),
    }),
  }),
  noteCase: route({
    method: 'POST', path: '/cases/:code/notes', allowed: 'case.note', tag: 'cases', status: 201,
    summary: 'Write a note. It never sends anything to anybody.', params,
    body: z.object({ text: z.string().trim().min(1).max(4_000) }), reply: timelineEntry,
  }),
  actOnCase: route({
    method: 'POST', path: '/cases/:code/actions', allowed: 'case.read', tag: 'cases', ifMatch: true,
    summary: 'Do something with the case. What needs a second person answers the approval that now waits.', params,
    body: z.object({ action: z.enum(CASE_ACTIONS), why: reason }),
    reply: z.object({ done: z.boolean(), approval: count.nullable(), case: casePage }),
  }),
  previewBulk: route({
    method: 'POST', path: '/bulk/preview', allowed: 'case.bulk', tag: 'cases',
    summary: 'What a bulk action would do, without doing it.',
    body: z.object({ action: z.enum(BULK_ACTIONS), which: bulkWhich }),
    reply: z.object({ total: count, would: count, skipped: z.array(z.object({ why: z.enum(FORBIDDEN), count })), tooMany: z.boolean() }),
  }),
  startBulk: route({
    method: 'POST', path: '/bulk', allowed: 'case.bulk', tag: 'cases', status: 202,
    summary: 'Do one thing with many cases. Its progress is asked for by its id.',
    body: z.object({ action: z.enum(BULK_ACTIONS), which: bulkWhich, why: reason }), reply: bulkRun,
  }),
  bulk: route({
    method: 'GET', path: '/bulk/:id', allowed: 'case.bulk', tag: 'cases', summary: 'How far a bulk action is.',
    params: z.object({ id: z.coerce.number().int().positive() }), reply: bulkRun,
  }),
  bulkResults: route({
    method: 'GET', path: '/bulk/:id/results', allowed: 'case.bulk', tag: 'cases', summary: 'What became of each case.',
    params: z.object({ id: z.coerce.number().int().positive() }),
    query: z.object({ ...paging, limit: z.coerce.number().int().min(1).max(LONGEST_PAGE).default(LONGEST_PAGE), outcome: z.enum(['done', 'skipped', 'failed']).optional() }),
    reply: pageOf(z.object({ code: z.string(), line: z.string(), outcome: z.enum(['waiting', 'done', 'skipped', 'failed']), why: z.string().nullable() })),
  }),
} as const; // prettier-ignore
