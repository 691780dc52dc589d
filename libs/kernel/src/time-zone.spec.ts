import { describe, expect, it } from 'vitest';

import { isTimeZone, offsetMs } from './time-zone.js';

describe('a time zone', () => {
  it.each([
    ['Europe/Berlin', true],
    ['Europe/Amsterdam', true],
    ['UTC', true],
    ['Mars/Olympus', false],
    ['Mars/Base', false],
    ['', false],
    ['../etc', false],
  ])('%j is one: %s', (zone, is) => {
    expect(isTimeZone(zone)).toBe(is);
  });

  it.each([
    ['UTC', '2026-07-01T12:00:00Z', 0],
    ['Europe/Berlin', '2026-01-01T12:00:00Z', 60],
    ['Europe/Berlin', '2026-10-25T00:59:59.999Z', 120],
    ['Europe/Berlin', '2026-10-25T01:00:00Z', 60],
    ['America/St_Johns', '2026-01-01T12:00:00Z', -210],
    ['Asia/Kathmandu', '2026-01-01T12:00:00Z', 345],
  ])('%s at %s is %i minutes ahead of UTC', (zone, at, minutes) => {
    // Twice: the second time it is remembered.
    for (const _ of [1, 2]) expect(offsetMs(Date.parse(at), zone)).toBe(minutes * 60_000);
  });

  it('that is none has no offset', () => {
    expect(() => offsetMs(0, 'Mars/Olympus')).toThrow(RangeError);
  });
});
