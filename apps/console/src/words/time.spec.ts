import { describe, expect, it } from 'vitest';

import { en } from './en.js';
import { de } from './de.js';
import { clockTime, dayHeading, dayOf, exactly, justDay, nearDay, span } from './time.js';

const at = (text: string) => Date.parse(text);
const berlin = { locale: 'en-GB', zone: 'Europe/Berlin' };
const now = at('2026-04-14T14:02:00Z');

describe('span', () => {
  it.each([
    [6_000, '6 s'],
    [41 * 60_000, '41 min'],
    [26 * 3_600_000, '26 h'],
    [49 * 3_600_000, '2 d'],
  ])('%d ms', (ms, said) => {
    expect(span(ms, en.time)).toBe(said);
  });
});

describe('nearDay', () => {
  it.each([
    ['2026-04-14T14:04:00Z', '16:04'],
    ['2026-04-14T22:30:00Z', 'tomorrow 00:30'],
    ['2026-04-13T09:00:00Z', 'yesterday 11:00'],
    ['2026-04-18T09:20:00Z', 'Sat 11:20'],
    ['2026-06-02T09:20:00Z', '2 Jun'],
    ['2027-06-02T09:20:00Z', '2 Jun 2027'],
  ])('%s', (text, said) => {
    expect(nearDay(at(text), now, berlin, en.time)).toBe(said);
  });
  it('in German', () => {
    const wall = { locale: 'de-DE', zone: 'Europe/Berlin' };
    expect(nearDay(at('2026-04-15T08:00:00Z'), now, wall, de.time)).toBe('morgen 10:00');
  });
});

describe('justDay', () => {
  it.each([
    ['2026-04-14T09:00:00Z', '11:00'],
    ['2026-04-13T09:00:00Z', 'yesterday'],
    ['2026-04-11T09:00:00Z', 'Sat'],
    ['2026-04-01T09:00:00Z', '1 Apr'],
  ])('%s', (text, said) => {
    expect(justDay(at(text), now, berlin, en.time)).toBe(said);
  });
});

describe('in the zone of who looks', () => {
  it('is the wall clock, across the change of hours', () => {
    expect(clockTime(at('2026-03-29T00:30:00Z'), berlin)).toBe('01:30');
    expect(clockTime(at('2026-03-29T01:30:00Z'), berlin)).toBe('03:30');
    expect(dayOf(at('2026-04-14T22:30:00Z'), berlin)).toBe('2026-04-15');
  });
  it('says everything', () => {
    expect(exactly(at('2026-04-14T11:21:07Z'), berlin)).toBe('Tue 14 Apr 2026, 13:21:07 CEST');
  });
});

describe('dayHeading', () => {
  it.each([
    ['2026-04-14T06:00:00Z', 'Today, Tuesday 14 April'],
    ['2026-04-13T06:00:00Z', 'Yesterday, Monday 13 April'],
    ['2026-04-11T06:00:00Z', 'Saturday 11 April'],
    ['2025-12-31T06:00:00Z', 'Wednesday 31 December 2025'],
  ])('%s', (text, said) => {
    expect(dayHeading(at(text), now, berlin, en.time)).toBe(said);
  });
});
