import type { Instant } from '@lazaret/kernel';

import type { Brand, Palette } from './brand.config.js';
import { chooseLetter } from './choose-letter.js';
import {
  adviceIn,
  chooseFormat,
  fill,
  sayKind,
  type Filling,
  type Language,
  type Template,
  type Word,
  WORDS,
} from './language.js';
import { letterStyle, STYLE_NAMES, type LetterStyle } from './letter-style.js';
import type { Matter, Sighting } from './matter.js';
import { sayDate, sayDay, sayExactly, sayWhen, type Saying } from './say-when.js';

/** All a template may see: plain text in plain fields, no more. There is no field for anything about a person. */
export interface LetterContext {
  readonly language: string;
  readonly dir: string;
  readonly rightToLeft: boolean;
  readonly subject: string;
  readonly preheader: string;
  readonly title: string;
  readonly day: string;
  readonly brand: {
    readonly name: string;
    readonly lines: readonly string[];
    readonly phone: string;
    readonly check: string;
  };
  readonly mark: readonly (readonly { readonly colour: string }[])[];
  readonly word: Readonly<Record<Word, string>>;
  readonly opening: readonly string[];
  readonly code: string;
  /** What goes on while something is held back; empty in every other letter. */
  readonly works: string;
  readonly steps: readonly { readonly number: string; readonly lead: string; readonly rest: string }[];
  readonly after: string;
  readonly next: readonly string[];
  readonly mayHold: boolean;
  readonly questions: readonly { readonly title: string; readonly text: string }[];
  readonly facts: readonly { readonly label: string; readonly value: string; readonly column: string }[];
  readonly sightings: readonly {
    readonly seenAt: string;
    readonly sourcePort: string;
    readonly destination: string;
  }[];
  readonly checkLanguages: readonly { readonly tag: string; readonly dir: string; readonly name: string }[];
  readonly style: LetterStyle;
  readonly dark: Palette;
}

/** Builds the context field by field from non-personal facts, and freezes it. */
export function letterContext(from: {
  template: Template;
  matter: Matter;
  language: Language;
  brand: Brand;
  locale: string | null;
  now: Instant;
}): LetterContext {
  const { matter, language, brand, now } = from;
  const letter = language.letters[chooseLetter(from.template, matter)];
  const advice = adviceIn(language, matter.advice);
  const format = chooseFormat(language.tag, from.locale, brand.locale);
  const saying: GardenSaying = { language, format, timeZone: matter.timeZone };
  const values: Partial<Record<Filling, string>> = {
    short: brand.short,
    name: brand.name,
    code: matter.code,
    guess: advice.guess,
    effort: advice.effort,
    lastSeen: sayWhen(matter.lastSeenAt, now, saying),
    ...(matter.wroteAt === null ? {} : { wroteOn: sayDate(matter.wroteAt, saying) }),
    always: brand.television ? language.words.alwaysCallsAndTelevision : language.words.alwaysCalls,
    ...sayGarden(matter, now, saying),
  };
  const say = (sentence: string): string => fill(sentence, values);
  return deepFreeze({
    language: language.tag,
    dir: language.dir,
    rightToLeft: language.dir === 'rtl',
    subject: say(letter.subject),
    preheader: say(letter.preheader),
    title: say(letter.title),
    day: sayDay(now, saying),
    brand: { name: brand.name, lines: nameLines(brand.name), phone: brand.phone, check: brand.check },
    mark: brand.mark.map((row) => row.map((cell) => ({ colour: cell ?? '' }))),
    word: sayAll(language.words, values),
    opening: letter.opening.map(say),
    code: matter.code,
    works: sayWorks(matter.profile, brand.television, language.words),
    steps: (letter.steps.length > 0 ? letter.steps : advice.steps).map((step, at) => ({
      number: String(at + 1),
      lead: say(step.lead),
      rest: say(step.rest),
    })),
    after: say(advice.after),
    next: letter.next.map(say),
    mayHold: matter.mayHold,
    questions: letter.questions.map((q) => ({ title: say(q.title), text: say(q.text) })),
    facts: columns([
      { label: language.words.kind, value: sayKind(language, matter.advice, matter.family) },
      { label: language.words.lastSeen, value: sayExactly(matter.lastSeenAt, format) },
      { label: language.words.lookFor, value: advice.lookFor },
      ...heldBack(matter.profile, language.words),
    ]),
    sightings:
      from.template === 'business-first' ? matter.sightings.map((s) => sayEvidence(s, language)) : [],
    checkLanguages: brand.checkLanguages.filter((tag) => tag !== language.tag).map(sayLanguage),
    style: letterStyle(brand.light),
    dark: { ...brand.dark },
  });
}

/** The names of everything a template may use: the shape of `LetterContext`, for the template lint. */
export const LETTER_SHAPE = {
  language: '', dir: '', rightToLeft: '', subject: '', preheader: '', title: '', day: '',
  brand: { name: '', lines: [''], phone: '', check: '' },
  mark: [[{ colour: '' }]],
  word: Object.fromEntries(WORDS.map((word) => [word, ''])),
  opening: [''], code: '', works: '', steps: [{ number: '', lead: '', rest: '' }], after: '', next: [''], mayHold: '',
  questions: [{ title: '', text: '' }],
  facts: [{ label: '', value: '', column: '' }],
  sightings: [{ seenAt: '', sourcePort: '', destination: '' }],
  checkLanguages: [{ tag: '', dir: '', name: '' }],
  style: Object.fromEntries(STYLE_NAMES.map((name) => [name, ''])),
  dark: { paper: '', ink: '', soft: '', deep: '', rule: '', glow: '' },
} satisfies Record<keyof LetterContext, unknown>; // prettier-ignore

/** What the network confirmed, as far as this letter knows of it. */
function sayGarden(matter: Matter, now: Instant, to: GardenSaying): Partial<Record<Filling, string>> {
  const { profile, heldSince, endsAtLatestDays: days, releasedAt } = matter;
  const { words } = to.language;
  const unit = { style: 'unit', unit: 'day', unitDisplay: 'long' } as const;
  return {
    ...(profile === null ? {} : { held: profile === 'strict' ? words.heldStrict : words.heldLeaky }),
    ...(heldSince === null ? {} : { heldSince: sayWhen(heldSince, now, to) }),
    ...(days === null ? {} : { days: new Intl.NumberFormat(to.format, unit).format(days) }),
    ...(releasedAt === null ? {} : { releasedAt: sayWhen(releasedAt, now, to) }),
  };
}
type GardenSaying = Saying & { readonly language: Language };

function sayWorks(profile: Matter['profile'], television: boolean, words: Language['words']): string {
  switch (profile) {
    case null:
      return '';
    case 'leaky':
      return television ? words.worksLeakyAndTelevision : words.worksLeaky;
    case 'strict':
      return television ? words.worksStrictAndTelevision : words.worksStrict;
  }
}

function heldBack(
  profile: Matter['profile'],
  words: Language['words'],
): readonly { label: string; value: string }[] {
  if (profile === null) return [];
  return [
    { label: words.heldBack, value: profile === 'strict' ? words.heldBackStrict : words.heldBackLeaky },
  ];
}

/** A name of two words stands on two lines beside the mark. */
function nameLines(name: string): readonly string[] {
  const words = name.split(' ');
  return words.length === 2 ? words : [name];
}

function sayAll(words: Language['words'], values: Partial<Record<Filling, string>>): Record<Word, string> {
  const all = { ...words };
  for (const word of ['hold', 'signature'] as const) all[word] = fill(words[word], values);
  return all;
}

function columns(facts: readonly { label: string; value: string }[]): LetterContext['facts'] {
  const width = Math.max(...facts.map((fact) => fact.label.length)) + 3;
  return facts.map((fact) => ({ ...fact, column: `${fact.label}:`.padEnd(width) }));
}

/** Times and ports as a firewall's log has them; the last dot in brackets, so that no mail client makes a link of it. */
function sayEvidence(s: Sighting, language: Language): LetterContext['sightings'][number] {
  const unknown = language.words.unknown;
  const host = s.destination?.replace(/\.(?=\d+$)/, '[.]') ?? unknown;
  const service = [s.transport === 'other' ? [] : s.transport.toUpperCase(), s.destinationPort ?? []]
    .flat()
    .join('/');
  return {
    seenAt: s.seenAt.toISOString().slice(0, 19).replace('T', ' '),
    sourcePort: s.sourcePort === null ? unknown : String(s.sourcePort),
    destination: `${host} ${service}`.trimEnd(),
  };
}

function sayLanguage(tag: string): LetterContext['checkLanguages'][number] {
  const name = new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
  const capital = name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
  return { tag, dir: RIGHT_TO_LEFT.has(tag) ? 'rtl' : 'ltr', name: capital };
}

const RIGHT_TO_LEFT = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
