import { Broken, type Instant } from '@lazaret/kernel';
import {
  chooseFormat,
  chooseLanguage,
  type Brand,
  type Brands,
  type Language,
  type Saying,
} from '@lazaret/notices';
import type { Visit } from '@lazaret/portal';

import type { PageAssets } from './assets.file.js';
import { drawMark, type Mark } from './brand-style.js';
import { readAcceptLanguage } from './read-accept-language.js';
import type { Peer } from './who-asks.js';
import type { Values, Words } from './words.js';

/** Who reads a page, as far as the request says. */
export interface Reader {
  /** Null: that cannot be known. */
  readonly peer: Peer | null;
  /** As chosen on a page before, by `?lang=`. */
  readonly lang: string | null;
  readonly acceptLanguage: string | undefined;
}

/** An example that is nobody's: it is shown to all. */
const EXAMPLE = 'K4TP-9WXH';

/** What stands around every page: whose it is, in which language, and where its links lead. */
export interface Frame {
  readonly brand: Brand;
  readonly words: Words;
  readonly language: Language;
  readonly saying: Saying;
  readonly values: Values;
  /** Adds the language to an address of ours, when it was chosen. */
  readonly to: (path: string, query?: Readonly<Record<string, string>>) => string;
  readonly context: FrameContext;
}

interface FrameContext {
  readonly words: Words;
  readonly language: { readonly tag: string; readonly dir: string };
  readonly brand: Mark & {
    readonly name: string;
    readonly lines: readonly string[];
    readonly phone: string;
    readonly tel: string;
  };
  readonly languages: readonly {
    readonly tag: string;
    readonly name: string;
    readonly dir: string;
    readonly href: string;
  }[];
  readonly stylesheet: string;
  readonly links: Readonly<Record<'home' | 'ask' | 'check' | 'safety' | 'help', string>>;
}

/** @param here the page itself, for the same page in another language */
export function frameOf(
  assets: PageAssets,
  brands: Brands,
  reader: Reader,
  visit: Visit | null,
  here: { readonly path: string; readonly query?: Readonly<Record<string, string>> },
): Frame {
  // A brand the file does not describe is not guessed: the page is then the provider's own.
  const key = visit?.brand ?? null;
  const brand = brands.find(key) ?? brands.find(null);
  if (brand === undefined) throw new Broken('there is no brand to show pages of');
  const available = [...assets.words.keys()];
  const chosen = reader.lang !== null && available.includes(reader.lang) ? reader.lang : null;
  const tag = chooseLanguage(
    [chosen, visit?.locale ?? null, ...readAcceptLanguage(reader.acceptLanguage), brand.locale],
    available,
  );
  const [words, language] = [assets.words.get(tag), assets.phrases.languages.get(tag)];
  if (words === undefined || language === undefined) throw new Broken(`the language ${tag} was not loaded`);

  const to = (path: string, query: Readonly<Record<string, string>> = {}): string =>
    address(path, { ...query, ...(chosen === null ? {} : { lang: chosen }) });
  return {
    brand,
    words,
    language,
    saying: {
      language,
      format: chooseFormat(tag, visit?.locale ?? null, brand.locale),
      timeZone: visit?.timeZone ?? 'UTC',
    },
    values: { short: brand.short, phone: brand.phone, check: brand.check, example: EXAMPLE },
    to,
    context: {
      words,
      language: { tag, dir: language.dir },
      brand: {
        ...drawMark(brand.mark),
        name: brand.name,
        lines: brand.name.split(' ').length === 2 ? brand.name.split(' ') : [brand.name],
        phone: brand.phone,
        tel: brand.phone.replace(/[^+\d]/g, ''),
      },
      languages: available
        .filter((other) => other !== tag)
        .map((other) => ({
          tag: other,
          name: nameOf(other),
          dir: assets.phrases.languages.get(other)?.dir ?? 'ltr',
          href: address(here.path, { ...here.query, lang: other }),
        })),
      stylesheet: address('/style.css', { ...(key === null ? {} : { brand: key }), v: assets.version }),
      links: {
        home: to('/'),
        ask: to('/ask'),
        check: to('/check'),
        safety: to('/safety'),
        help: to('/help'),
      },
    },
  };
}

/** The instant as a machine reads it, to the second. */
export function exactly(at: Instant): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

function address(path: string, query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** A language in itself: `Deutsch`. */
function nameOf(tag: string): string {
  const name = new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}
