import { z } from 'zod';

import { ACCESS_KINDS, LINE_CLASSES } from '@lazaret/kernel';

import { readPhone } from '../read-phone.js';
import { CHANNELS, isNeverConfined, SUBSCRIBER_KINDS, type Channel } from '../words.js';
import { isMailAddress } from './is-mail-address.js';
import { isTimeZone } from './is-time-zone.js';

/** What a directory file may hold, in the order in which a new provider's files must come. */
export const RECORD_KINDS = ['line', 'subscriber', 'access', 'tenure', 'contact'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** A message says what is wanted and never repeats the value: it may be about a person. */
function text(longest: number) {
  return z
    .string('must be text')
    .trim()
    .min(1, 'must not be empty')
    .max(longest, `must have at most ${longest} characters`);
}

// A number is as good an id as a text; JSON files are full of them.
function id(longest = 200) {
  return z.preprocess((value) => (Number.isSafeInteger(value) ? String(value) : value), text(longest));
}

function oneOf<const Word extends string>(words: readonly Word[]) {
  return z.enum(words, `must be one of ${words.join(', ')}`);
}

function orNull<T extends z.ZodType>(shape: T) {
  return shape.nullish().transform((value) => value ?? null);
}

const truth = z.union([z.boolean(), z.stringbool()], 'must be true or false');
const timeZone = z
  .string('must be text')
  .refine(isTimeZone, 'must be an IANA time zone, such as Europe/London');
const instant = z.iso
  .datetime({ offset: true, error: 'must be an instant with its offset, such as 2026-11-01T00:00:00+01:00' })
  .transform((written) => new Date(written));
const locale = z.string('must be text').transform((written, context) => {
  try {
    return Intl.getCanonicalLocales(written)[0] ?? written;
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a BCP 47 language tag, such as en or de-CH' });
    return z.NEVER;
  }
});

const span = { from: instant, to: orNull(instant) };
const endsLater = (row: { from: Date; to: Date | null }): boolean => row.to === null || row.from < row.to;
const ENDS_EARLIER = { path: ['to'], message: 'must be later than from' };

const READ_CONTACT: { readonly [C in Channel]: (value: string) => string | undefined } = {
  email: (value) => (isMailAddress(value) ? value : undefined),
  phone: readPhone,
};
const NO_CONTACT: { readonly [C in Channel]: string } = {
  email: 'must be an e-mail address',
  phone: 'must be a telephone number, best with its country, such as +44 20 7946 0123',
};

/** The shape of each kind. What a record does not say is unset: records are whole, not patches. */
export const SHAPES = {
  line: z
    .object({
      ref: id(),
      class: oneOf(LINE_CLASSES).default('unknown'),
      confinable: truth.optional(),
      locale: orNull(locale),
      time_zone: timeZone,
      brand: orNull(text(40)),
      region: orNull(text(100)),
      nas: orNull(text(100)),
    })
    .refine((line) => line.confinable !== true || !isNeverConfined(line.class), {
      path: ['confinable'],
      message: 'cannot be true for a protected or unknown line',
    })
    .transform((line) => ({ ...line, confinable: line.confinable ?? !isNeverConfined(line.class) })),
  subscriber: z.object({
    ref: id(),
    kind: oneOf(SUBSCRIBER_KINDS).default('unknown'),
    locale: orNull(locale),
  }),
  access: z
    .object({ line: id(), kind: oneOf(ACCESS_KINDS), value: id(253), ...span })
    .refine(endsLater, ENDS_EARLIER),
  tenure: z.object({ line: id(), subscriber: id(), ...span }).refine(endsLater, ENDS_EARLIER),
  contact: z.object({
    subscriber: id(),
    channel: oneOf(CHANNELS),
    value: text(254),
    order: z.coerce.number('must be a whole number').int('must be a whole number').min(0, 'must be 0 or more')
      .max(1000, 'must be at most 1000').default(0),
  }).transform((contact, context) => {
    const value = READ_CONTACT[contact.channel](contact.value);
    if (value !== undefined) return { ...contact, value };
    context.addIssue({ code: 'custom', path: ['value'], message: NO_CONTACT[contact.channel] });
    return z.NEVER;
  }),
} as const; // prettier-ignore

/** A record of each kind, judged and complete. */
export type RecordOf = { readonly [K in RecordKind]: Readonly<z.output<(typeof SHAPES)[K]>> };

/** Columns a file of a kind may have, the needed ones and all. */
export const COLUMNS: { readonly [K in RecordKind]: { needed: readonly string[]; all: readonly string[] } } = {
  line: { needed: ['ref', 'time_zone'], all: ['ref', 'class', 'confinable', 'locale', 'time_zone', 'brand', 'region', 'nas'] },
  subscriber: { needed: ['ref'], all: ['ref', 'kind', 'locale'] },
  access: { needed: ['line', 'kind', 'value', 'from'], all: ['line', 'kind', 'value', 'from', 'to'] },
  tenure: { needed: ['line', 'subscriber', 'from'], all: ['line', 'subscriber', 'from', 'to'] },
  contact: { needed: ['subscriber', 'channel', 'value'], all: ['subscriber', 'channel', 'value', 'order'] },
}; // prettier-ignore
