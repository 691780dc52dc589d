import { createContext, useContext, useMemo, type JSX, type ReactNode } from 'react';

import { TAGS, wordsIn, type Locale, type Words } from './words.js';
import type { Wall } from './time.js';

interface Speech {
  readonly words: Words;
  readonly wall: Wall;
  readonly locale: Locale;
}

const SpeechContext = createContext<Speech>({
  words: wordsIn('en'),
  wall: { locale: TAGS.en, zone: 'UTC' },
  locale: 'en',
});

/** In which language and time zone everything below speaks. */
export function SpeechProvider(props: { locale: Locale; zone: string; children: ReactNode }): JSX.Element {
  const { locale, zone, children } = props;
  const speech = useMemo(
    () => ({ words: wordsIn(locale), wall: { locale: TAGS[locale], zone }, locale }),
    [locale, zone],
  );
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

export function useWords(): Words {
  return useContext(SpeechContext).words;
}

export function useWall(): Wall {
  return useContext(SpeechContext).wall;
}

export function useLocale(): Locale {
  return useContext(SpeechContext).locale;
}
