import { expect, it } from 'vitest';

import type { HouseHealth } from '@lazaret/pipeline';

import { sayNotes } from './say-notes.js';

const WELL: HouseHealth = {
  oldestDueSeconds: 2,
  oldestReleaseSeconds: 0,
  attributionToday: 0.97,
  stopped: false,
  failedReports: 0,
  observedTypes: 0,
  failedJobs: 0,
  waiting: { cases: 4, garden: 0, approvals: 0, reports: 0, notices: 0 },
};

it('a house that is well says nothing', () => {
  expect(sayNotes(WELL, 'en')).toEqual([]);
  expect(sayNotes({ ...WELL, attributionToday: null }, 'de')).toEqual([]);
});

it.each([
  [
    { oldestReleaseSeconds: 420 },
    'danger',
    '/garden',
    'Somebody has been waiting for 7 minutes to be let out',
  ],
  [{ oldestDueSeconds: 300 }, 'danger', null, 'Work has been left undone for 5 minutes'],
  [{ stopped: true }, 'warning', '/garden', 'Nobody new is confined'],
  [{ attributionToday: 0.31 }, 'warning', '/reports', 'Only 31 % of today’s rows'],
  [{ failedReports: 2 }, 'warning', '/reports?state=failed', '2 of the last week’s reports'],
  [{ failedJobs: 1 }, 'warning', null, '1 jobs were given up'],
] as const)('%j is told', (changed, level, page, text) => {
  const [note, ...others] = sayNotes({ ...WELL, ...changed }, 'en');
  expect(note).toMatchObject({ level, page });
  expect(note?.text).toContain(text);
  expect(others).toEqual([]);
  expect(sayNotes({ ...WELL, ...changed }, 'de')[0]?.text).not.toBe(note?.text);
});

it('the most pressing comes first', () => {
  const levels = sayNotes({ ...WELL, stopped: true, failedJobs: 1, oldestReleaseSeconds: 600 }, 'en').map(
    ({ level }) => level,
  );
  expect(levels).toEqual(['danger', 'warning', 'warning']);
});
