import { expect, it } from 'vitest';

import { groupByDay } from './group-by-day.js';

it('follows the wall of who looks', () => {
  const entries = ['2026-04-14T22:30:00Z', '2026-04-14T21:00:00Z', '2026-04-13T10:00:00Z'].map((at) => ({
    at,
  }));
  const days = (zone: string) =>
    groupByDay(entries, { zone }).map(({ day, entries: of }) => `${day} ${of.length}`);
  expect(days('UTC')).toEqual(['2026-04-14 2', '2026-04-13 1']);
  expect(days('Europe/Berlin')).toEqual(['2026-04-15 1', '2026-04-14 1', '2026-04-13 1']);
  expect(groupByDay([], { zone: 'UTC' })).toEqual([]);
});
