import { describe, expect, it } from 'vitest';

import { judgeFeed, shareOf, sumOf } from './judge-feed.js';

const NOW = Date.parse('2026-11-12T10:00:00Z');
const feed = {
  failures: 0,
  dueAt: '2026-11-12T09:30:00Z',
  deliveredAt: '2026-11-12T08:30:00Z',
  everyMinutes: 60,
};

describe('how a feed does', () => {
  it('is alive as long as it is not a whole turn behind', () => {
    expect(judgeFeed(feed, NOW)).toBe('alive');
    expect(judgeFeed({ ...feed, dueAt: '2026-11-12T09:00:00Z' }, NOW)).toBe('alive');
    expect(judgeFeed({ ...feed, dueAt: '2026-11-12T08:59:59Z' }, NOW)).toBe('late');
  });

  it('fails before it is late', () => {
    expect(judgeFeed({ ...feed, failures: 2, dueAt: '2026-11-01T00:00:00Z' }, NOW)).toBe('failing');
  });

  it('has brought nothing yet', () => {
    expect(judgeFeed({ ...feed, deliveredAt: null }, NOW)).toBe('never');
    expect(judgeFeed({ ...feed, deliveredAt: null, dueAt: null }, NOW)).toBe('never');
  });
});

describe('the share of rows that found their line', () => {
  it('is never said to be whole when it is not', () => {
    expect(shareOf({ asked: 10_000, lines: 9_999 })).toBe(99.9);
    expect(shareOf({ asked: 3, lines: 3 })).toBe(100);
  });

  it('is not known without rows', () => expect(shareOf({ asked: 0, lines: 0 })).toBeNull());

  it('is of the sum of days', () =>
    expect(
      sumOf([
        { day: '2026-11-11', asked: 5, lines: 4 },
        { day: '2026-11-12', asked: 7, lines: 7 },
      ]),
    ).toEqual({ asked: 12, lines: 11 }));
});
