import Handlebars from 'handlebars';

import { Refused, type Problem } from '@lazaret/kernel';

import { lintTemplate, type Shape } from './lint-template.js';

export type Rendered = (context: object) => string;

/** How one kind of output is written: its escaping and the few helpers there are. */
export interface Dialect {
  readonly escape: boolean;
  readonly helpers: Readonly<Record<string, (value: string) => string | Handlebars.SafeString>>;
}

/** HTML: everything is escaped. `unlinked` keeps a host from becoming a link in clients that make links of words. */
export const HTML: Dialect = {
  escape: true,
  helpers: {
    unlinked: (value) =>
      new Handlebars.SafeString(Handlebars.escapeExpression(value).replace(/[./]/g, '<span>$&</span>')),
  },
};

/** The text part: nothing to escape. `heading` writes a title in capitals, without its full stop. */
export function text(language: string): Dialect {
  return {
    escape: false,
    helpers: { heading: (value) => value.replace(/\.$/, '').toLocaleUpperCase(language) },
  };
}

/**
 * Compiles templates and their partials, strictly: an unknown variable, helper or construct is an error here, at load,
 * and a missing value one when rendering (security rules on template injection).
 * @throws Refused with file and line of each fault
 */
export function compileTemplates(
  sources: {
    readonly templates: Readonly<Record<string, string>>;
    readonly partials: Readonly<Record<string, string>>;
  },
  shape: Shape,
  dialect: Dialect,
): ReadonlyMap<string, Rendered> {
  // Only what is listed here exists: `lookup`, `log` and `with` are no part of our dialect.
  const engine = Handlebars.create();
  for (const helper of ['lookup', 'log', 'with']) engine.unregisterHelper(helper);
  for (const [name, helper] of Object.entries(dialect.helpers)) engine.registerHelper(name, helper);
  const rules = {
    shape,
    printers: Object.keys(dialect.helpers),
    partials: Object.keys(sources.partials),
    raw: !dialect.escape,
  };

  const problems: Problem[] = [];
  const parse = (name: string, source: string): hbs.AST.Program | null => {
    try {
      const program = engine.parse(source);
      problems.push(...lintTemplate(name, program, rules));
      return program;
    } catch (error) {
      problems.push({
        at: name,
        message: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unreadable',
      });
      return null;
    }
  };
  const options: CompileOptions = {
    strict: true,
    noEscape: !dialect.escape,
    preventIndent: true,
    knownHelpersOnly: true,
    knownHelpers: Object.fromEntries(rules.printers.map((name) => [name, true])),
  };
  for (const [name, source] of Object.entries(sources.partials)) {
    const program = parse(name, source);
    if (program !== null)
      engine.registerPartial(name, engine.compile(program, options) as Handlebars.Template);
  }
  const compiled = new Map<string, Rendered>();
  for (const [name, source] of Object.entries(sources.templates)) {
    const program = parse(name, source);
    if (program !== null) compiled.set(name, engine.compile(program, options));
  }
  if (problems.length > 0) throw new Refused('the templates cannot be used', { problems });
  return compiled;
}
