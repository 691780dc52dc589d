import { z } from 'zod';

import { ACCESS_KINDS, GARDEN_PROFILES, GARDEN_STATES, LINE_CLASSES } from '@lazaret/kernel';

import { allowedAction, caseRow, noticeLine } from './cases.js';
import { route } from './route.js';
import { count, instant, pageOf, paging, reason, wanted } from './shapes.js';
import { LOCALES } from './words.js';

const params = z.object({ ref: z.string().min(1).max(200) });

/** Why somebody must know who this is. Kept with the look. */
export const purpose = z.string().trim().min(3, 'say why you must know').max(200);

export const lineRow = z.object({
  ref: z.string(),
  class: z.enum(LINE_CLASSES),
  region: z.string().nullable(),
  confinable: z.boolean(),
  protected: z.boolean(),
  garden: z.enum(GARDEN_STATES),
  openCases: count,
  /** Of the newest open case. */
  case: z.string().nullable(),
  lastSeenAt: instant.nullable(),
});

export const stayLine = z.object({
  id: count,
  line: z.string(),
  case: z.string(),
  profile: z.enum(GARDEN_PROFILES),
  desired: z.enum(['confined', 'open']),
  state: z.enum(GARDEN_STATES),
  nas: z.string(),
  askedAt: instant,
  confirmedAt: instant.nullable(),
  endsAt: instant,
  heldUntil: instant.nullable(),
  openWhy: z.string().nullable(),
  openBy: z.string().nullable(),
  overAt: instant.nullable(),
  wantedAt: instant.nullable(),
  /** What we want and what the network says differ. */
  drift: z.boolean(),
});

export const linePage = z.object({
  ...lineRow.shape,
  nas: z.string().nullable(),
  locale: z.string().nullable(),
  timeZone: z.string(),
  protection: z.object({ at: instant, by: z.string(), reason: z.string() }).nullable(),
  tenureSince: instant.nullable(),
  /** What the network calls the line now. */
  access: z.array(z.object({ kind: z.enum(ACCESS_KINDS), value: z.string() })),
  sessions: z.array(
    z.object({
      nas: z.string(),
      service: z.string(),
      startedAt: instant,
      lastAt: instant,
      profile: z.string().nullable(),
    }),
  ),
  cases: z.array(caseRow),
  stays: z.array(stayLine),
  notices: z.array(noticeLine),
});

/** Who is behind a line. Every look is written down. */
export const subscriber = z.object({
  ref: z.string(),
  kind: z.enum(['person', 'organisation', 'unknown']),
  locale: z.string().nullable(),
  since: instant.nullable(),
  contacts: z.array(z.object({ channel: z.string(), value: z.string(), bounced: z.boolean() })),
});

/** What a search understood the words to be. */
export const SEARCHED = [
  'address',
  'address-port',
  'prefix',
  'line',
  'customer',
  'phone',
  'email',
  'case',
  'access',
  'nothing',
] as const;

export const searchReply = z.object({
  understood: z.enum(SEARCHED),
  hits: z.array(
    z.object({
      kind: z.enum(['case', 'line', 'report']),
      /** What its page is called by. */
      ref: z.string(),
      title: z.string(),
      detail: z.string(),
    }),
  ),
  /** Why there is none, and what would help. */
  hint: z.string().nullable(),
});

/** What somebody at the telephone needs, in lay words. */
export const helpline = z.object({
  understood: z.enum(SEARCHED),
  /** Several lines fit: which one is it? */
  choose: z.array(z.object({ line: z.string(), detail: z.string() })),
  answer: z
    .object({
      line: z.string(),
      case: z.string().nullable(),
      /** Held back by us: yes, on its way in or out, no. */
      limited: z.enum(['yes', 'asked', 'ending', 'unsure', 'no']),
      since: instant.nullable(),
      endsAt: instant.nullable(),
      /** `nothing`: not limited by us, and nothing sent in 30 days. */
      verdict: z.enum(['limited', 'told', 'released', 'clear', 'nothing']),
      why: z.string().nullable(),
      stillWorks: z.string().nullable(),
      sent: z.array(noticeLine),
      lastSeenAt: instant.nullable(),
      /** Seen again after the last release. */
      seenSinceRelease: z.boolean(),
      request: z
        .object({ kind: z.enum(['cleaned', 'not-me', 'call']), at: instant, releasesAt: instant.nullable() })
        .nullable(),
      /** What to tell the caller, in the line's language and in the operator's. */
      say: z.array(z.object({ locale: z.enum(LOCALES), text: z.string() })),
      callerLocale: z.enum(LOCALES),
      protected: z.boolean(),
      actions: z.array(allowedAction),
      version: count.nullable(),
    })
    .nullable(),
  hint: z.string().nullable(),
});
export type Helpline = z.output<typeof helpline>;

export const lineRoutes = {
  search: route({
    method: 'POST', path: '/search', allowed: 'line.read', tag: 'lines',
    summary: 'One box for everything: address, prefix, line, customer number, telephone number, e-mail address, case code.',
    body: z.object({ words: z.string().trim().min(1).max(300) }), reply: searchReply,
  }),
  helpline: route({
    method: 'POST', path: '/helpline', allowed: 'helpline.search', tag: 'lines',
    summary: 'The answer for somebody who calls. Looking a person up by name, number or address is written down.',
    body: z.object({
      words: z.string().trim().min(1).max(300),
      /** An instant in the past, when the caller says when it happened. */
      at: instant.optional(),
    }),
    reply: helpline,
  }),
  lines: route({
    method: 'GET', path: '/lines', allowed: 'line.read', tag: 'lines', summary: 'Lines, page by page.',
    query: z.object({ class: wanted(LINE_CLASSES), garden: wanted(GARDEN_STATES), cases: z.enum(['open', 'any']).optional(), prefix: z.string().max(200).optional(), ...paging }),
    reply: pageOf(lineRow),
  }),
  line: route({ method: 'GET', path: '/lines/:ref', allowed: 'line.read', tag: 'lines', summary: 'One line.', params, reply: linePage }),
  reveal: route({
    method: 'POST', path: '/lines/:ref/reveal', allowed: 'person.reveal', tag: 'lines',
    summary: 'Who has the line now. The purpose is kept with the look.', params, body: z.object({ purpose }), reply: subscriber,
  }),
  protect: route({
    method: 'POST', path: '/lines/:ref/protect', allowed: 'garden.release', tag: 'lines',
    summary: 'Never confine this line. Lets it out at once. Needs no second person.', params, body: z.object({ why: reason }), reply: linePage,
  }),
  actOnLine: route({
    method: 'POST', path: '/lines/:ref/actions', allowed: 'garden.release', tag: 'lines',
    summary: 'From the telephone: let the line out, note that it is needed for safety, or that the caller says it is not him.', params,
    body: z.object({ action: z.enum(['release', 'safety', 'not-me', 'call-back']), why: reason }),
    reply: z.object({ done: z.boolean(), outcome: z.enum(['released', 'noted', 'desk', 'nothing']) }),
  }),
} as const; // prettier-ignore
