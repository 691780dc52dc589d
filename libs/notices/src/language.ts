import { z } from 'zod';

import { Broken, Refused } from '@lazaret/kernel';

import { problemsOf } from './brand.config.js';

export const TEMPLATES = [
  'first',
  'reminder',
  'vulnerable',
  'abusive',
  'business-first',
  'no-longer-seen',
  'correction',
  'confined',
  'released',
] as const;
export type Template = (typeof TEMPLATES)[number];

/**
 * Every letter there are words for. What is told of a release depends on who let the line out, and a correction says so
 * where something was held back by mistake: each of these has words of its own, in the form of its template.
 */
export const LETTERS = [
  ...TEMPLATES,
  'released-safety',
  'released-unanswered',
  'released-appeal',
  'released-ended',
  'released-mistaken',
  'released-ours',
  'correction-opening',
  'correction-opened',
] as const;
export type LetterName = (typeof LETTERS)[number];

/** What a sentence may have filled in. Anything else in braces is a mistake, told at start. */
export const FILLINGS = [
  'short', 'name', 'code', 'guess', 'effort', 'lastSeen', 'wroteOn', 'held', 'heldSince', 'days', 'releasedAt', 'always', 'family',
  'kind', 'weekday', 'date', 'time', 'zone',
] as const; // prettier-ignore
export type Filling = (typeof FILLINGS)[number];

const sentence = z
  .string()
  .min(1)
  .max(400)
  .refine((text) => /^[^\p{Cc}\p{Cf}]*$/u.test(text), 'one line, without control characters')
  .refine(
    (text) =>
      [...text.matchAll(/\{(.*?)\}/g)].every(([, name]) =>
        (FILLINGS as readonly string[]).includes(name ?? ''),
      ),
    `only these may stand in braces: ${FILLINGS.join(', ')}`,
  );
const step = z.strictObject({ lead: sentence, rest: sentence });

const letter = z.strictObject({
  subject: sentence,
  preheader: sentence,
  title: sentence,
  opening: z.array(sentence).min(1).max(4),
  /** Empty: the steps of the advice. */
  steps: z.array(step).max(6),
  next: z.array(sentence).min(1).max(3),
  questions: z.array(z.strictObject({ title: sentence, text: sentence })).max(3),
});

const advice = z.strictObject({
  guess: sentence,
  effort: sentence,
  steps: z.array(step).min(1).max(5),
  after: sentence,
  kind: sentence,
  lookFor: sentence,
});
export type Advice = z.infer<typeof advice>;

export const WORDS = [
  'asOnBill', 'hello', 'codeTitle', 'codeIs', 'checkBefore', 'checkAfter', 'stepsTitle', 'nextTitle', 'safetyTitle', 'safety', 'hold',
  'alwaysCalls', 'alwaysCallsAndTelevision', 'heldLeaky', 'heldStrict', 'worksTitle', 'worksLeaky', 'worksLeakyAndTelevision', 'worksStrict',
  'worksStrictAndTelevision', 'heldBack', 'heldBackLeaky', 'heldBackStrict', 'techniciansTitle', 'kind', 'kindOfFamily', 'lastSeen', 'lookFor', 'sightingsTitle',
  'seenAt', 'sourcePort', 'destination', 'unknown', 'regards', 'signature', 'promise',
] as const; // prettier-ignore
export type Word = (typeof WORDS)[number];

const language = (adviceKeys: readonly string[]) =>
  z.strictObject({
    tag: z.string().regex(/^[a-z]{2,3}$/),
    dir: z.enum(['ltr', 'rtl']),
    day: sentence,
    when: z.strictObject({ today: sentence, yesterday: sentence, before: sentence }),
    /** How people here call a time zone; others get the zone's usual abbreviation. */
    zones: z.record(z.string(), sentence),
    words: z.record(z.enum(WORDS), sentence),
    letters: z.record(z.enum(LETTERS), letter),
    advice: z.record(z.enum(adviceKeys), advice),
  });
export type Language = z.infer<ReturnType<typeof language>>;

/**
 * One language as it lies in `assets/locales`. A key missing or unknown stops the start: a letter is never half in
 * one language and half in another.
 * @throws Refused naming the keys
 */
export function readLanguage(content: unknown, file: string, adviceKeys: readonly string[]): Language {
  const parsed = language(adviceKeys).safeParse(content);
  if (parsed.success) return parsed.data;
  throw new Refused(`the language file ${file} cannot be used`, { problems: problemsOf(parsed.error, file) });
}

/**
 * The language a letter is written in, whole: the line's own, then the brand's, then the first there is.
 * @param wanted BCP 47 tags, the dearest first
 */
export function chooseLanguage(wanted: readonly (string | null)[], available: readonly string[]): string {
  for (const tag of wanted) {
    const primary = tag?.toLowerCase().split(/[-_]/)[0];
    if (primary !== undefined && available.includes(primary)) return primary;
  }
  const [first] = available;
  if (first === undefined) throw new Refused('there is no language to write letters in');
  return first;
}

/** The tag dates are written by: the line's when it names a region, else the brand's when of the same language. */
export function chooseFormat(language: string, wanted: string | null, brandLocale: string): string {
  const same = (tag: string): boolean => tag.toLowerCase().split('-')[0] === language;
  if (wanted !== null && same(wanted) && wanted.includes('-') && isLocale(wanted)) return wanted;
  return same(brandLocale) ? brandLocale : language;
}

/** Whether `tag` is a language tag that dates can be written by. */
export function isLocale(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}

/** The advice in one language; a key this version does not know any more gets the general advice. */
export function adviceIn(language: Language, key: string): Advice {
  const found = language.advice[key] ?? language.advice['any'];
  if (found === undefined) throw new Broken(`the language ${language.tag} has no advice`);
  return found;
}

/** The kind of trouble as technicians call it, with the family's name where one is known. */
export function sayKind(language: Language, key: string, family: string | null): string {
  const { kind } = adviceIn(language, key);
  return family === null ? kind : fill(language.words.kindOfFamily, { family, kind });
}

/** Fills `{name}` in a sentence. What is filled in is not looked at again. */
export function fill(sentence: string, values: Partial<Record<Filling, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_whole, name: Filling) => {
    const value = values[name];
    if (value === undefined) throw new Refused(`a sentence wants {${name}}, which this letter does not know`);
    return value;
  });
}
