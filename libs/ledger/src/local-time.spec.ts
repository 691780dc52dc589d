import { describe, expect, it } from 'vitest';

import { instantsOf } from './local-time.js';

describe('the instants a wall clock showed', () => {
  it.each([
    ['2026-11-12 10:00:00', 'UTC', ['2026-11-12T10:00:00.000Z']],
    ['2026-11-12 10:00:00', 'Europe/Amsterdam', ['2026-11-12T09:00:00.000Z']],
    ['2026-07-01 10:00:00', 'Europe/Amsterdam', ['2026-07-01T08:00:00.000Z']],
    // Clocks went back from 03:00 to 02:00: the hour came twice.
    ['2026-10-25 02:30:00', 'Europe/Amsterdam', ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']],
    ['2026-10-25 03:00:00', 'Europe/Amsterdam', ['2026-10-25T02:00:00.000Z']],
    // Clocks went forward from 02:00 to 03:00: the hour never was.
    ['2026-03-29 02:30:00', 'Europe/Amsterdam', []],
    ['2026-11-12 10:00:00', 'Asia/Kathmandu', ['2026-11-12T04:15:00.000Z']],
    ['2026-04-05 01:45:00', 'Australia/Lord_Howe', ['2026-04-04T14:45:00.000Z', '2026-04-04T15:15:00.000Z']],
  ])('%s in %s', (text, zone, expected) => {
    const [year, month, day, hour, minute, second] = text.split(/[- :]/).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    expect(
      instantsOf({ year, month, day, hour, minute, second }, zone).map((at) => at.toISOString()),
    ).toEqual(expected);
  });
});
