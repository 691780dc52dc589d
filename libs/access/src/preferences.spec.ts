import { expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { FIRST_PREFERENCES, readPreferences } from './preferences.js';

it('keeps what it knows and nothing else', () => {
  expect(readPreferences(FIRST_PREFERENCES)).toEqual(FIRST_PREFERENCES);
  const given = { locale: 'de', timeZone: 'Europe/Berlin', theme: 'dark', shortcuts: false } as const;
  expect(readPreferences({ ...given, colour: 'red' } as typeof given)).toEqual(given);
});

it('refuses a time zone nobody knows', () => {
  expect(() => readPreferences({ ...FIRST_PREFERENCES, timeZone: 'Europe/Atlantis' })).toThrow(Refused);
});
