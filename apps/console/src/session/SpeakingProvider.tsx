import { useMantineColorScheme } from '@mantine/core';
import { LOCALES } from '@lazaret/contracts';
import { isTimeZone } from '@lazaret/kernel';
import { useEffect, useState, type JSX, type ReactNode } from 'react';

import { ShortcutsProvider } from '../look/use-shortcut.js';
import { SpeechProvider } from '../words/speech.js';
import type { Locale } from '../words/words.js';
import { keep } from './keep.js';
import { useKnownSession } from './use-session.js';

/** Language, time zone, theme and keys as the operator likes them; before anybody is signed in, as the browser does. */
export function SpeakingProvider({ children }: { children: ReactNode }): JSX.Element {
  const preferences = useKnownSession()?.preferences ?? null;
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const [guessed] = useState(guessLocale);
  const locale = preferences?.locale ?? guessed;
  const theme = preferences?.theme;
  useEffect(() => {
    document.documentElement.lang = locale;
    keep('lazaret.locale', locale);
  }, [locale]);
  useEffect(() => {
    if (theme !== undefined) setColorScheme(theme);
  }, [theme, setColorScheme]);
  const zone = preferences !== null && isTimeZone(preferences.timeZone) ? preferences.timeZone : ownZone();
  return (
    <SpeechProvider locale={locale} zone={zone}>
      <ShortcutsProvider singleKeys={preferences?.shortcuts ?? true}>{children}</ShortcutsProvider>
    </SpeechProvider>
  );
}

function guessLocale(): Locale {
  return LOCALES.find((locale) => locale === document.documentElement.lang) ?? 'en';
}

function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
