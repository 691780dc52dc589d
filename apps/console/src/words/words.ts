import type { LOCALES } from '@lazaret/contracts';

import { de } from './de.js';
import { en } from './en.js';

/** Everything the console says. English is the measure: another language lacks nothing and has nothing more. */
export type Words = typeof en;
export type Locale = (typeof LOCALES)[number];

const CATALOGUES = { en, de } as const satisfies Record<Locale, Words>;
/** As figures and dates are written: day before month, 24 hours. */
export const TAGS = { en: 'en-GB', de: 'de-DE' } as const satisfies Record<Locale, string>;

export function wordsIn(locale: Locale): Words {
  return CATALOGUES[locale];
}
