import { Broken, type Instant } from '@lazaret/kernel';
import { sayDate, sayWhen, type Language, type Phrases, type Saying } from '@lazaret/notices';

import type { Asker, DeskLocale } from './asker.js';

/** English dates are written as here: `12 November 2026`. */
const FORMATS: Readonly<Record<DeskLocale, string>> = { en: 'en-GB', de: 'de-DE' };

/** How something is said in one language and time zone. */
export interface DeskSaying extends Saying {
  readonly locale: DeskLocale;
  readonly language: Language;
  /** Seen from now: `today at 09:41 UK time`. */
  readonly when: (at: Instant) => string;
  /** `12 November 2026`. */
  readonly day: (at: Instant) => string;
}

export function sayingIn(phrases: Phrases, locale: DeskLocale, timeZone: string, now: Instant): DeskSaying {
  const language = phrases.languages.get(locale);
  if (language === undefined) throw new Broken(`the desk speaks ${locale}, and letters have no words in it`);
  const saying = { language, format: FORMATS[locale], timeZone };
  return { ...saying, locale, when: (at) => sayWhen(at, now, saying), day: (at) => sayDate(at, saying) };
}

/** As the asker reads it. */
export function sayingTo(phrases: Phrases, { preferences }: Asker, now: Instant): DeskSaying {
  return sayingIn(phrases, preferences.locale, preferences.timeZone, now);
}

/** The desk's language nearest to what a line asks for (BCP 47). */
export function deskLocale(tag: string | null, otherwise: DeskLocale): DeskLocale {
  const primary = tag?.toLowerCase().split('-')[0];
  return primary === 'de' || primary === 'en' ? primary : otherwise;
}
