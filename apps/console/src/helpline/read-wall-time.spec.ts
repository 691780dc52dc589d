import { describe, expect, it } from 'vitest';

import { readWallTime } from './read-wall-time.js';

describe('readWallTime', () => {
  it.each([
    ['2026-04-14T16:02', 'Europe/Berlin', '2026-04-14T14:02:00.000Z'],
    ['2026-01-14T16:02:07', 'Europe/Berlin', '2026-01-14T15:02:07.000Z'],
    ['2026-04-14T16:02', 'UTC', '2026-04-14T16:02:00.000Z'],
    ['2026-04-14T16:02', 'Asia/Kathmandu', '2026-04-14T10:17:00.000Z'],
    // Clocks go back at 03:00: the hour comes twice, its first is meant.
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    // Clocks go forward at 02:00: the hour is left out.
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ])('%s in %s', (text, zone, at) => {
    expect(readWallTime(text, zone)).toBe(at);
  });
  it.each(['', '2026-02-30T10:00', '2026-04-14', '2026-04-14T25:00', 'yesterday'])('refuses %j', (text) => {
    expect(readWallTime(text, 'Europe/Berlin')).toBeNull();
  });
});
