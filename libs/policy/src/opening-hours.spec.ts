import { describe, expect, it } from 'vitest';

import { opening, quietFrom, quietUntil, type Hours } from './opening-hours.js';

const hours: Hours = {
  days: ['mon', 'tue', 'wed', 'thu'],
  from: '09:00',
  to: '16:00',
  not_before_holiday: true,
};
const BERLIN = 'Europe/Berlin';
const at = (text: string): Date => new Date(text);

describe('opening hours', () => {
  it.each([
    ['in the morning', '2026-11-12T07:59:59Z', false, '2026-11-12T08:00:00Z'],
    ['at nine', '2026-11-12T08:00:00Z', true, '2026-11-12T15:00:00Z'],
    ['at four', '2026-11-12T15:00:00Z', false, '2026-11-16T08:00:00Z'],
    ['on Friday', '2026-11-13T10:00:00Z', false, '2026-11-16T08:00:00Z'],
    ['late on Sunday', '2026-11-15T23:30:00Z', false, '2026-11-16T08:00:00Z'],
    ['after the clock went back', '2026-10-26T07:30:00Z', false, '2026-10-26T08:00:00Z'],
    ['after the clock went forward', '2027-03-29T07:30:00Z', true, '2027-03-29T14:00:00Z'],
  ])('%s', (_when, now, open, until) => {
    expect(opening(hours, new Set(), BERLIN, at(now))).toEqual({ open, until: at(until) });
  });

  const christmas = new Set(['2026-12-25', '2026-12-30']);
  it.each([
    ['the day before a holiday', '2026-12-24T10:00:00Z', '2026-12-28T08:00:00Z'],
    ['a holiday', '2026-12-30T10:00:00Z', '2026-12-31T08:00:00Z'],
    [
      'the day before, in the afternoon of the one before that',
      '2026-12-28T15:00:00Z',
      '2026-12-31T08:00:00Z',
    ],
  ])('%s', (_when, now, until) => {
    expect(opening(hours, christmas, BERLIN, at(now))).toEqual({ open: false, until: at(until) });
  });

  it('on the day before a holiday, where that was not asked for', () => {
    expect(opening({ ...hours, not_before_holiday: false }, christmas, BERLIN, at('2026-12-24T10:00:00Z')).open).toBe(true);
  }); // prettier-ignore

  it('skips a day that never comes', () => {
    const friday: Hours = { ...hours, days: ['fri'] };
    expect(opening(friday, new Set(), 'Pacific/Apia', at('2011-12-29T20:00:00Z')).until).toEqual(at('2012-01-05T19:00:00Z')); // prettier-ignore
  });

  it('looks again when nothing opens for two months', () => {
    const year = new Set(Array.from({ length: 90 }, (_, i) => new Date(Date.UTC(2026, 10, 1 + i)).toISOString().slice(0, 10))); // prettier-ignore
    expect(opening(hours, year, BERLIN, at('2026-11-12T10:00:00Z'))).toEqual({ open: false, until: at('2027-01-10T23:00:00Z') }); // prettier-ignore
  });
});

describe('quiet hours', () => {
  const night = { from: '21:00', to: '08:00' };
  it.each([
    ['before', '2026-11-12T19:59:59Z', null],
    ['in the evening', '2026-11-12T20:00:00Z', '2026-11-13T07:00:00Z'],
    ['after midnight', '2026-11-13T02:00:00Z', '2026-11-13T07:00:00Z'],
    ['over', '2026-11-13T07:00:00Z', null],
    ['in the long night of autumn', '2026-10-25T00:30:00Z', '2026-10-25T07:00:00Z'],
  ])('%s', (_when, now, until) => {
    expect(quietUntil(night, BERLIN, at(now))).toEqual(until === null ? null : at(until));
  });

  it('at noon, and when they begin next', () => {
    const noon = { from: '12:00', to: '14:00' };
    expect(quietUntil(noon, BERLIN, at('2026-11-12T11:30:00Z'))).toEqual(at('2026-11-12T13:00:00Z'));
    expect(quietFrom(noon, BERLIN, at('2026-11-12T09:00:00Z'))).toEqual(at('2026-11-12T11:00:00Z'));
    expect(quietFrom(noon, BERLIN, at('2026-11-12T13:00:00Z'))).toEqual(at('2026-11-13T11:00:00Z'));
  });
});
