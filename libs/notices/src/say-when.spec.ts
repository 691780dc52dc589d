import { describe, expect, it } from 'vitest';

import { sayDay, sayExactly, sayWhen, type Saying } from './say-when.js';

const english: Saying = {
  language: {
    day: '{weekday} {date}',
    when: {
      today: 'today at {time} {zone}',
      yesterday: 'yesterday at {time} {zone}',
      before: 'on {date} at {time} {zone}',
    },
    zones: { 'Europe/London': 'UK time' },
  },
  format: 'en-GB',
  timeZone: 'Europe/London',
};

describe('saying when', () => {
  it.each([
    ['2026-11-12T09:41:07Z', '2026-11-12T12:00:00Z', 'Europe/London', 'today at 09:41 UK time'],
    ['2026-11-12T00:10:00Z', '2026-11-12T12:00:00Z', 'America/New_York', 'yesterday at 19:10 GMT-5'],
    ['2026-11-11T23:59:00Z', '2026-11-12T00:01:00Z', 'Europe/London', 'yesterday at 23:59 UK time'],
    ['2026-11-10T09:41:07Z', '2026-11-12T12:00:00Z', 'Europe/London', 'on 10 November 2026 at 09:41 UK time'],
    // The day before a Monday on which the clock changed is still yesterday.
    ['2026-03-28T23:30:00Z', '2026-03-29T22:30:00Z', 'Europe/London', 'yesterday at 23:30 UK time'],
    // The clock shows 01:30 twice in this night.
    ['2026-10-25T00:30:00Z', '2026-10-25T12:00:00Z', 'Europe/London', 'today at 01:30 BST'],
    ['2026-10-25T01:30:00Z', '2026-10-25T12:00:00Z', 'Europe/London', 'today at 01:30 GMT'],
    ['2026-10-25T02:30:00Z', '2026-10-25T12:00:00Z', 'Europe/London', 'today at 02:30 UK time'],
  ])('%s at %s in %s', (at, now, timeZone, said) => {
    expect(sayWhen(new Date(at), new Date(now), { ...english, timeZone })).toBe(said);
  });

  it('names the day as people there do', () => {
    expect(sayDay(new Date('2026-11-12T12:00:00Z'), english)).toBe('Thursday 12 November 2026');
    const german = {
      ...english,
      format: 'de-AT',
      timeZone: 'Europe/Vienna',
      language: { ...english.language, day: '{weekday}, {date}' },
    };
    expect(sayDay(new Date('2026-01-31T23:30:00Z'), german)).toBe('Sonntag, 1. Februar 2026');
  });

  it('gives technicians the second, in UTC', () => {
    expect(sayExactly(new Date('2026-11-12T09:41:07Z'), 'en-GB')).toBe('12 November 2026, 09:41:07 UTC');
  });
});
