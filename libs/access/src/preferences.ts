import { isTimeZone, Refused } from '@lazaret/kernel';

/** How the console looks to an operator. */
export interface Preferences {
  readonly locale: 'en' | 'de';
  /** IANA name. */
  readonly timeZone: string;
  readonly theme: 'auto' | 'light' | 'dark';
  /** Single-key shortcuts. */
  readonly shortcuts: boolean;
}

export const FIRST_PREFERENCES: Preferences = {
  locale: 'en',
  timeZone: 'UTC',
  theme: 'auto',
  shortcuts: true,
};

/** Keeps what we know and nothing else. @throws Refused for a time zone nobody knows */
export function readPreferences({ locale, timeZone, theme, shortcuts }: Preferences): Preferences {
  if (timeZone !== 'UTC' && !isTimeZone(timeZone))
    throw new Refused('there is no such time zone', {
      problems: [{ at: 'timeZone', message: 'write an IANA name such as Europe/Berlin' }],
    });
  return { locale, timeZone, theme, shortcuts };
}
