import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

import { Refused, type Problem } from '@lazaret/kernel';
import { loadPhrases, type Phrases } from '@lazaret/notices';

import { compilePages, type Template } from './templates.js';
import { Words } from './words.js';

const ASSETS = new URL('../assets/', import.meta.url);

/** Everything pages are made of, read and checked once at start. */
export interface PageAssets {
  readonly templates: ReadonlyMap<string, Template>;
  /** By tag: `de`. The languages that pages and letters both have. */
  readonly words: ReadonlyMap<string, Words>;
  readonly phrases: Phrases;
  readonly style: string;
  readonly icon: string;
  /** Changes with the style, so that a browser may keep the sheet. */
  readonly version: string;
}

/** @throws Refused with file and place of what is wrong */
export async function loadAssets(): Promise<PageAssets> {
  const phrases = await loadPhrases();
  const words = await readWords([...phrases.languages.keys()]);
  const [first] = words.values();
  if (first === undefined) throw new Refused('there is no language to show pages in');
  const style = await readFile(new URL('style.css', ASSETS), 'utf8');
  return {
    templates: compilePages(
      {
        pages: await readTemplates(new URL('templates/', ASSETS)),
        partials: await readTemplates(new URL('templates/partials/', ASSETS)),
      },
      new Set(first.keys()),
    ),
    words,
    phrases,
    style: squeeze(style),
    icon: await readFile(new URL('icon.svg', ASSETS), 'utf8'),
    version: createHash('sha256').update(style).digest('hex').slice(0, 8),
  };
}

async function readWords(tags: readonly string[]): Promise<ReadonlyMap<string, Words>> {
  const folder = new URL('locales/', ASSETS);
  const all = new Map<string, Words>();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()) {
    const words = Words.read(JSON.parse(await readFile(new URL(file, folder), 'utf8')), file);
    if (`${words.tag}.json` !== file) throw new Refused(`the language file ${file} says it is ${words.tag}`);
    if (tags.includes(words.tag)) all.set(words.tag, words);
  }
  refuseGaps(all);
  // English first: it is what a visitor is shown whose language we do not speak, unless the brand says otherwise.
  return new Map([...all].sort(([a], [b]) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b)));
}

/** A page is never half in one language and half in another. */
function refuseGaps(all: ReadonlyMap<string, Words>): void {
  const every = new Set([...all.values()].flatMap((words) => words.keys()));
  const problems: Problem[] = [...all.values()].flatMap((words) => {
    const has = new Set(words.keys());
    return [...every]
      .filter((word) => !has.has(word))
      .map((word) => ({ at: `${words.tag}.json`, message: `has no word ${word}` }));
  });
  if (problems.length > 0) throw new Refused('the languages do not say the same', { problems });
}

async function readTemplates(folder: URL): Promise<ReadonlyMap<string, string>> {
  const templates = new Map<string, string>();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.hbs')))
    templates.set(file.slice(0, -'.hbs'.length), await readFile(new URL(file, folder), 'utf8'));
  return templates;
}

/** What is written for people is sent without their spaces. */
function squeeze(css: string): string {
  return css
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/: /g, ':')
    .trim();
}
