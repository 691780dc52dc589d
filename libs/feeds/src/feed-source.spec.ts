import { describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { addressesOf, HttpSource, readNewFeed } from './feed-source.js';
import { readUriList } from './read-uri-list.js';
import { nextPull } from './schedule-pull.js';

const feed = { name: 'shadow', provider: 'P', format: 'shadowserver', upstream: 'shadowserver' };

describe('readNewFeed', () => {
  it('fills in what a person need not say', () => {
    expect(readNewFeed({ ...feed, source: { kind: 'http', url: 'https://example.net/r' } })).toMatchObject({
      everyMinutes: 60,
      scheduled: true,
      source: { list: false, allowPrivate: false },
    });
  });

  it.each([
    ['feed.name', { ...feed, name: 'Big Feed', source: { kind: 'directory', path: '/in' } }],
    ['feed.source.url', { ...feed, source: { kind: 'http', url: 'ftp://example.net' } }],
    ['feed.source.url', { ...feed, source: { kind: 'http', url: 'https://user:key@example.net' } }],
    ['feed.source.path', { ...feed, source: { kind: 'directory', path: 'in' } }],
    ['feed.everyMinutes', { ...feed, everyMinutes: 0, source: { kind: 'directory', path: '/in' } }],
    ['feed.source.kind', { ...feed, source: { kind: 'smtp' } }],
    ['feed.', { ...feed, source: { kind: 'directory', path: '/in' }, color: 'red' }],
  ])('names %s when it is wrong', (at, input) => {
    const refused = (() => {
      try {
        return readNewFeed(input);
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(Refused);
    expect((refused as Refused).problems.map((problem) => problem.at)).toContain(at);
  });
});

describe('addressesOf', () => {
  it('asks for yesterday and today in UTC where the address carries a date', () => {
    const source = HttpSource.parse({ kind: 'http', url: 'https://example.net/{date}/list?d={date}' });
    expect(addressesOf(source, new Date('2026-11-01T00:30:00+02:00'))).toEqual([
      'https://example.net/2026-10-30/list?d=2026-10-30',
      'https://example.net/2026-10-31/list?d=2026-10-31',
    ]);
  });
});

describe('readUriList', () => {
  const base = new URL('https://example.net/lists/today');

  it('reads one address a line, relative ones too, each once', () => {
    const list = '# today\r\nhttps://example.net/a.csv\r\n/b.csv\n\nb2.csv\n/b.csv';
    expect(readUriList(list, base).map(String)).toEqual([
      'https://example.net/a.csv',
      'https://example.net/b.csv',
      'https://example.net/lists/b2.csv',
    ]);
  });

  it('names the line that is none, and has an end', () => {
    expect(() => readUriList('a\nhttps://:0', base)).toThrow(Refused);
    expect(() => readUriList(Array.from({ length: 1_001 }, (_, i) => `/${i}`).join('\n'), base)).toThrow(
      'more than',
    );
  });
});

describe('nextPull', () => {
  const now = new Date('2026-11-12T10:00:00Z');
  it.each([
    ['ok', 0, 60],
    ['refused', 3, 60],
    ['unavailable', 0, 1],
    ['unavailable', 1, 2],
    ['unavailable', 5, 32],
    ['unavailable', 6, 60],
    ['unavailable', 5_000, 60],
  ] as const)('%s after %i failures: in %i minutes', (outcome, failures, minutes) => {
    expect(nextPull({ everyMinutes: 60, failures }, outcome, now).getTime() - now.getTime()).toBe(
      minutes * 60_000,
    );
  });
});
