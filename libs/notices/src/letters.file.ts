import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

import { Refused } from '@lazaret/kernel';

import { Brands } from './brand.config.js';
import { adviceKeys, readAdviceBook } from './choose-advice.js';
import { compileTemplates, HTML, text, type Rendered } from './compile-template.js';
import { readLanguage, TEMPLATES, type Language } from './language.js';
import { LETTER_SHAPE } from './letter-context.js';
import { Letters, type Phrases } from './letters.js';

const ASSETS = new URL('../assets/', import.meta.url);

/**
 * Reads templates, languages and advice, and checks all of it: what is wrong with a letter is told at start, not at the
 * first case that needs it.
 * @throws Refused with file and place of each fault
 */
export async function loadLetters(brands: Brands, assets: URL = ASSETS): Promise<Letters> {
  const digest = createHash('sha256');
  const read = async (url: URL): Promise<string> => {
    const content = await readFile(url, 'utf8');
    digest.update(url.href.slice(assets.href.length)).update('\0').update(content).update('\0');
    return content;
  };

  const { advice, languages } = await readPhrases(assets, read);
  const html = await readTemplates(new URL('templates/html/', assets), read);
  const plain = await readTemplates(new URL('templates/text/', assets), read);
  const textByLanguage = new Map<string, ReadonlyMap<string, Rendered>>();
  for (const tag of languages.keys())
    textByLanguage.set(tag, compileTemplates(plain, LETTER_SHAPE, text(tag)));
  return new Letters(
    {
      advice,
      languages,
      html: compileTemplates(html, LETTER_SHAPE, HTML),
      text: textByLanguage,
      version: digest.digest('hex').slice(0, 12),
    },
    brands,
  );
}

/**
 * The words a page shares with letters: the same advice, the same way to say an instant. Reads no template.
 * @throws Refused with file and place of each fault
 */
export async function loadPhrases(assets: URL = ASSETS): Promise<Phrases> {
  return readPhrases(assets, (url) => readFile(url, 'utf8'));
}

/** The brands file of a provider. @throws Refused */
export async function loadBrands(path: string | URL): Promise<Brands> {
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (error) {
    const message = 'set LAZARET_BRANDS to a file of brands (docs/operate.md)';
    throw new Refused('the brands file cannot be read', {
      problems: [{ at: String(path), message }],
      cause: error,
    });
  }
  return Brands.read(parseJson(content, String(path)));
}

type Read = (url: URL) => Promise<string>;

async function readPhrases(assets: URL, read: Read): Promise<Phrases> {
  const advice = readAdviceBook(parseJson(await read(new URL('advice.json', assets)), 'advice.json'));
  const keys = adviceKeys(advice);
  const languages = new Map<string, Language>();
  for (const file of await namesIn(new URL('locales/', assets), '.json')) {
    const content = parseJson(await read(new URL(`locales/${file}.json`, assets)), `${file}.json`);
    const language = readLanguage(content, `${file}.json`, keys);
    if (language.tag !== file) throw new Refused(`the language file ${file}.json says it is ${language.tag}`);
    languages.set(language.tag, language);
  }
  return { advice, languages };
}

async function readTemplates(folder: URL, read: Read): Promise<Parameters<typeof compileTemplates>[0]> {
  const partials: Record<string, string> = {};
  for (const name of await namesIn(new URL('partials/', folder), '.hbs'))
    partials[name] = await read(new URL(`partials/${name}.hbs`, folder));
  const templates: Record<string, string> = {};
  for (const name of TEMPLATES) templates[name] = await read(new URL(`${name}.hbs`, folder));
  return { templates, partials };
}

async function namesIn(folder: URL, ending: string): Promise<readonly string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
}

function parseJson(content: string, file: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    throw new Refused(`${file} is no JSON`, { cause: error });
  }
}
