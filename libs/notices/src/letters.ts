import { Broken, Refused, type Instant } from '@lazaret/kernel';

import type { Brands } from './brand.config.js';
import { chooseAdvice, type AdviceBook, type Evidence } from './choose-advice.js';
import type { Rendered } from './compile-template.js';
import { chooseLanguage, type Language, type Template } from './language.js';
import { letterContext, type LetterContext } from './letter-context.js';
import type { Matter } from './matter.js';
import { wrapText } from './wrap-text.js';

/** One letter, ready to be put into a mail. */
export interface Letter {
  /** One line, 78 characters at most. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** As written: `de`. */
  readonly language: string;
  /** Digest of what it was made from. */
  readonly version: string;
}

/** What can be said about trouble: which advice fits, and how each language words it. */
export interface Phrases {
  readonly advice: AdviceBook;
  /** By tag: `de`. */
  readonly languages: ReadonlyMap<string, Language>;
}

export interface LetterParts extends Phrases {
  readonly html: ReadonlyMap<string, Rendered>;
  /** By language, for capitals are a matter of language. */
  readonly text: ReadonlyMap<string, ReadonlyMap<string, Rendered>>;
  readonly version: string;
}

const LONGEST_SUBJECT = 78;
// Mail clients cut letters above some 100 KB; ours are far below, so more is a mistake.
const LARGEST_HTML = 60_000;

/** All letters there are, in all languages. Made once at start from files that were checked. */
export class Letters {
  constructor(
    private readonly parts: LetterParts,
    readonly brands: Brands,
  ) {}

  /** The words that pages share with letters. */
  get phrases(): Phrases {
    return this.parts;
  }

  get languages(): readonly string[] {
    return [...this.parts.languages.keys()];
  }

  /** Which advice a letter about this gives. */
  adviceFor(evidence: Evidence): { advice: string; family: string | null } {
    return chooseAdvice(this.parts.advice, evidence);
  }

  /**
   * Writes one letter as it reads at `now`.
   * @throws Refused when the brand is not described or a fact the letter needs is missing
   */
  write(template: Template, matter: Matter, locale: string | null, now: Instant): Letter {
    const brand = this.brands.find(matter.brand);
    if (brand === undefined)
      throw new Refused(`the brands file describes no brand ${JSON.stringify(matter.brand)}`);
    const language = this.languageOf(locale, brand.locale);
    const context = letterContext({ template, matter, language, brand, locale, now });
    const html = this.render(this.parts.html, template, context);
    const text = this.render(this.parts.text.get(language.tag), template, context);
    if (html.length > LARGEST_HTML)
      throw new Broken(`the letter ${template} is ${html.length} characters long`);
    return {
      subject: oneLine(context.subject),
      text: wrapText(text),
      html,
      language: language.tag,
      version: this.parts.version,
    };
  }

  private languageOf(locale: string | null, brandLocale: string): Language {
    const tag = chooseLanguage([locale, brandLocale], this.languages);
    const language = this.parts.languages.get(tag);
    if (language === undefined) throw new Broken(`the language ${tag} was not loaded`);
    return language;
  }

  private render(
    templates: ReadonlyMap<string, Rendered> | undefined,
    name: string,
    context: LetterContext,
  ): string {
    const template = templates?.get(name);
    if (template === undefined) throw new Broken(`there is no template ${name}`);
    return template(context);
  }
}

function oneLine(subject: string): string {
  return subject.replace(/[\r\n\p{Cc}]+/gu, ' ').slice(0, LONGEST_SUBJECT); // prettier-ignore
}
