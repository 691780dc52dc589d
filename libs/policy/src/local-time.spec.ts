import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { instantAt, localTime } from './local-time.js';

describe('local time', () => {
  it.each([
    ['2026-11-12T08:41:00Z', 'Europe/Berlin', '2026-11-12', 'thu', 9 * 60 + 41],
    ['2026-07-12T22:30:00Z', 'Europe/Berlin', '2026-07-13', 'mon', 30],
    ['2026-11-12T00:00:59.999Z', 'America/New_York', '2026-11-11', 'wed', 19 * 60],
    ['2026-11-12T00:00:00Z', 'Asia/Kathmandu', '2026-11-12', 'thu', 5 * 60 + 45],
    // Both passes of the repeated hour show the same clock.
    ['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25', 'sun', 150],
    ['2026-10-25T01:30:00Z', 'Europe/Berlin', '2026-10-25', 'sun', 150],
  ])('%s in %s', (at, zone, date, weekday, minute) => {
    expect(localTime(new Date(at), zone)).toEqual({ date, weekday, minute });
  });

  it.each([
    ['2026-11-12', '09:00', 'Europe/Berlin', '2026-11-12T08:00:00.000Z'],
    ['2026-07-13', '00:00', 'Europe/Berlin', '2026-07-12T22:00:00.000Z'],
    ['2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'], // comes twice: the first
    ['2026-10-25', '03:00', 'Europe/Berlin', '2026-10-25T02:00:00.000Z'],
    ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'], // never comes: 03:30
    ['2026-03-29', '03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-04-05', '01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'], // half an hour comes twice
    ['2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
    ['2011-12-31', '00:00', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'], // the day before was skipped
  ])('%s %s in %s is %s', (date, time, zone, instant) => {
    const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
    expect(instantAt(date, minute, zone).toISOString()).toBe(instant);
  });

  it('goes there and back on every day of the year', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
    );
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 366 * 1440 }), (zone, minute) => {
        const at = new Date(Date.parse('2026-01-01T00:00:00Z') + minute * 60_000);
        const wall = localTime(at, zone);
        const back = instantAt(wall.date, wall.minute, zone);
        expect(localTime(back, zone)).toEqual(wall);
        // Of two that show the same clock, the first.
        expect(back.getTime()).toBeLessThanOrEqual(at.getTime());
      }),
      { numRuns: 300 },
    );
  });
});
