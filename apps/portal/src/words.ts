import { z } from 'zod';

import { Broken, Refused } from '@lazaret/kernel';

/** What a sentence may have filled in. Anything else in braces is a mistake, told at start. */
export const FILLINGS = [
  'short', 'phone', 'check', 'example', 'lastSeen', 'ends', 'answerDay', 'askedWhen', 'openAskedWhen', 'releasedWhen', 'written', 'about',
  'count', 'minutes', 'seconds',
] as const; // prettier-ignore
export type Filling = (typeof FILLINGS)[number];
export type Values = Readonly<Partial<Record<Filling, string>>>;

const sentence = z
  .string()
  .min(1)
  .max(400)
  .refine((text) => /^[^\p{Cc}\p{Cf}]*$/u.test(text), 'one line, without control characters')
  .refine(
    (text) => pieces(text).every(({ filling }) => filling === undefined || isFilling(filling)),
    `only these may stand in braces: ${FILLINGS.join(', ')}`,
  );

const file = z.strictObject({
  tag: z.string().regex(/^[a-z]{2,3}$/),
  words: z.record(z.string().regex(/^[a-z][a-zA-Z]+$/), sentence),
  /** By plural category (CLDR). */
  minutes: z.record(z.enum(['zero', 'one', 'two', 'few', 'many', 'other']), sentence.optional()),
});

/** What the pages say in one language. */
export class Words {
  private constructor(private readonly content: z.infer<typeof file>) {}

  /** @throws Refused naming what is wrong */
  static read(content: unknown, name: string): Words {
    const parsed = file.safeParse(content);
    if (parsed.success) return new Words(parsed.data);
    throw new Refused(`the language file ${name} cannot be used`, {
      problems: parsed.error.issues
        .slice(0, 20)
        .map(({ path, message }) => ({ at: [name, ...path.map(String)].join('.'), message })),
    });
  }

  get tag(): string {
    return this.content.tag;
  }

  keys(): readonly string[] {
    return Object.keys(this.content.words);
  }

  /** The sentence, with its gaps. @throws Broken when there is none */
  sentence(word: string): string {
    const found = this.content.words[word];
    if (found === undefined) throw new Broken(`the language ${this.tag} has no word ${word}`);
    return found;
  }

  /** The sentence as plain text. @throws Broken when a value it wants is not known here */
  plain(word: string, values: Values): string {
    return this.pieces(word, values)
      .map(({ text }) => text)
      .join('');
  }

  /** The sentence in pieces; what was filled in knows what it is. */
  pieces(word: string, values: Values): readonly { text: string; filling?: Filling }[] {
    return pieces(this.sentence(word)).map(({ text, filling }) => {
      if (filling === undefined || !isFilling(filling)) return { text };
      const value = values[filling];
      if (value === undefined)
        throw new Broken(`the word ${word} wants {${filling}}, which this page does not know`);
      return { text: value, filling };
    });
  }

  /** `1 minute`, `12 minutes`. */
  minutes(count: number): string {
    const form = new Intl.PluralRules(this.tag).select(count);
    const text = this.content.minutes[form] ?? this.content.minutes.other ?? '{count}';
    return text.replace('{count}', String(count));
  }
}

function pieces(text: string): readonly { text: string; filling?: string }[] {
  return text
    .split(/(\{.*?\})/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('{') ? { text: part, filling: part.slice(1, -1) } : { text: part }));
}

function isFilling(name: string): name is Filling {
  return (FILLINGS as readonly string[]).includes(name);
}
