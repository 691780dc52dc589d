import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { adviceIn, chooseFormat, chooseLanguage, fill, readLanguage, sayKind } from './language.js';
import { adviceKeys, readAdviceBook } from './choose-advice.js';
import { loadPhrases } from './letters.file.js';

const asset = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../assets/${path}`, import.meta.url), 'utf8'));
const keys = adviceKeys(readAdviceBook(asset('advice.json')));

function faults(change: (file: Record<string, Record<string, unknown>>) => void): readonly string[] {
  const file = asset('locales/de.json') as Record<string, Record<string, unknown>>;
  change(file);
  try {
    readLanguage(file, 'de.json', keys);
    return [];
  } catch (error) {
    return error instanceof Refused ? error.problems.map((p) => p.at) : [String(error)];
  }
}

describe('a language file', () => {
  it('is refused for a sentence, a letter or an advice that is missing, never filled up with English', () => {
    expect(faults(() => undefined)).toEqual([]);
    expect(faults((f) => delete f['words']?.['hello'])).toEqual(['de.json.words.hello']);
    expect(faults((f) => delete f['letters']?.['correction'])).toEqual(['de.json.letters.correction']);
    expect(faults((f) => delete f['advice']?.['tv-box'])).toEqual(['de.json.advice.tv-box']);
    expect(faults((f) => delete (f['letters']?.['first'] as Record<string, unknown>)['title'])).toEqual([
      'de.json.letters.first.title',
    ]);
  });

  it('is refused for keys nobody reads, unknown fillings and control characters', () => {
    expect(faults((f) => ((f['words'] ?? {})['helo'] = 'x'))).toEqual(['de.json.words']);
    expect(faults((f) => ((f['words'] ?? {})['hello'] = 'Hallo {firstName}'))).toEqual([
      'de.json.words.hello',
    ]);
    expect(faults((f) => ((f['words'] ?? {})['hello'] = 'Hallo\nBcc: all'))).toEqual(['de.json.words.hello']);
  });
});

describe('the language of a letter', () => {
  it.each([
    [['de-AT', 'en-GB'], 'de'],
    [['de_CH', 'en-GB'], 'de'],
    [['fr-FR', 'de-DE'], 'de'],
    [['fr-FR', 'it-IT'], 'en'],
    [[null, 'de-DE'], 'de'],
  ])('of %j is %s', (wanted, language) => {
    expect(chooseLanguage(wanted, ['en', 'de'])).toBe(language);
  });

  it.each([
    ['de', 'de-AT', 'en-GB', 'de-AT'],
    ['en', 'en', 'en-GB', 'en-GB'],
    ['en', null, 'en-GB', 'en-GB'],
    ['en', 'fr-FR', 'de-DE', 'en'],
    ['en', 'en-!!', 'de-DE', 'en'],
  ])('%s for %j at a %s brand is written as %s', (language, wanted, brand, format) => {
    expect(chooseFormat(language, wanted, brand)).toBe(format);
  });

  it('fills in once, and not without the value', () => {
    expect(fill('{guess}', { guess: '{code}', code: 'X' })).toBe('{code}');
    expect(() => fill('{wroteOn}', {})).toThrow(Refused);
  });
});

describe('what pages share with letters', () => {
  it('is the advice of every language, the general one for a key that is gone', async () => {
    const { languages, advice } = await loadPhrases();
    expect([...languages.keys()]).toEqual(['de', 'en']);
    for (const language of languages.values()) {
      for (const key of adviceKeys(advice)) expect(adviceIn(language, key).steps.length).toBeGreaterThan(0);
      expect(adviceIn(language, 'typewriter')).toBe(adviceIn(language, 'any'));
    }
  });

  it('is the kind of trouble, with the family where one is known', () => {
    const english = readLanguage(asset('locales/en.json'), 'en.json', keys);
    expect(sayKind(english, 'camera', 'Mirai')).toBe('Mirai family, a bot for cameras and recorders');
    expect(sayKind(english, 'camera', null)).toBe('a bot for cameras and recorders');
  });
});
