import Handlebars from 'handlebars';

import { Broken, Refused, type Problem } from '@lazaret/kernel';

import type { Values, Words } from './words.js';

export type Template = (context: object) => string;

/** What every context brings for the two helpers. */
interface Spoken {
  readonly words: Words;
  readonly values: Values;
}

/**
 * Compiles the pages' templates, strictly: an unknown variable is an error when a page is made, an unknown word one here.
 * There are two helpers: `say` writes a sentence, its fillings marked up; `plain` writes it as text.
 * @param known words that every language has
 * @throws Refused
 */
export function compilePages(
  sources: {
    readonly pages: ReadonlyMap<string, string>;
    readonly partials: ReadonlyMap<string, string>;
  },
  known: ReadonlySet<string>,
): ReadonlyMap<string, Template> {
  const engine = Handlebars.create();
  for (const helper of ['lookup', 'log', 'with']) engine.unregisterHelper(helper);
  engine.registerHelper('say', (word: unknown, options: Handlebars.HelperOptions) => {
    const { words, values } = spoken(options);
    return new Handlebars.SafeString(words.pieces(String(word), values).map(markUp).join(''));
  });
  engine.registerHelper('plain', (word: unknown, options: Handlebars.HelperOptions) => {
    const { words, values } = spoken(options);
    return words.plain(String(word), values);
  });
  const options: CompileOptions = {
    strict: true,
    preventIndent: true,
    knownHelpersOnly: true,
    knownHelpers: { say: true, plain: true },
  };

  const problems: Problem[] = [];
  const compile = (name: string, source: string): Template => {
    for (const [, word = ''] of source.matchAll(/\{\{(?:say|plain) '(\w+)'\}\}/g))
      if (!known.has(word)) problems.push({ at: name, message: `no language has the word ${word}` });
    return engine.compile(source, options);
  };
  for (const [name, source] of sources.partials)
    engine.registerPartial(name, compile(name, source) as Handlebars.Template);
  const pages = new Map([...sources.pages].map(([name, source]) => [name, compile(name, source)]));
  if (problems.length > 0) throw new Refused('the templates cannot be used', { problems });
  return pages;
}

function spoken(options: Handlebars.HelperOptions): Spoken {
  const root = (options.data as { root?: Partial<Spoken> } | undefined)?.root;
  if (root?.words === undefined || root.values === undefined) throw new Broken('a page without words');
  return { words: root.words, values: root.values };
}

/** A number or a code must not break, and has its own direction; an address to type may break at its dots. */
function markUp({ text, filling }: { text: string; filling?: string }): string {
  const safe = Handlebars.escapeExpression(text);
  switch (filling) {
    case 'phone':
      return `<b><bdi>${safe.replaceAll(' ', '&nbsp;')}</bdi></b>`;
    case 'example':
      return `<bdi class="whole">${safe}</bdi>`;
    case 'check':
      return `<b>${safe.replace(/[./]/g, '$&<wbr>')}</b>`;
    default:
      return safe;
  }
}
