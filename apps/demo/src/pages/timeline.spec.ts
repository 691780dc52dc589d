import { describe, expect, it } from 'vitest';

import type { TimelineEntry } from '@lazaret/cases';

import { timeline } from './timeline.js';

const entry = (kind: string, data: object, at = '2026-11-09T10:00:00Z'): TimelineEntry => ({
  at: new Date(at),
  kind,
  actor: { kind: 'system', name: 'cases' },
  data: { ...data },
});
const told = (...entries: TimelineEntry[]): string =>
  timeline(entries, (notice) => (notice === 7 ? '/letter/3' : null))
    .text.replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the timeline', () => {
  it.each([
    ['opened', { count: 2, firstSeenAt: '2026-11-08T01:13:00+00:00', lastSeenAt: '2026-11-08T02:44:00+00:00', malware: ['mirai'], upstreams: ['shadowserver'] },
      'Case opened Mirai, seen twice from 8 November 01:13 to 8 November 02:44, by shadowserver.'],
    ['decided', { state: 'told', reason: 'A notice goes out.', rule: 'infected/told', actions: [{ kind: 'notify', template: 'first' }] },
      'Decided : write, first letter A notice goes out. Rule infected/told .'],
    ['decided', { state: 'told', reason: 'Held.', rule: 'x', actions: [{ kind: 'held', what: 'notice first', why: 'capped' }] },
      'Decided : notice first is held back'],
    ['decided', { state: 'watching', reason: 'Observed.', rule: 'observe', actions: [] }, 'Decided : the case is watching now'],
    ['notice.sent', { notice: 7, template: 'reminder' }, 'Letter sent : reminder Read it'],
    ['notice.failed', { notice: 8, template: 'first', error: 'mailbox unknown' }, 'Letter failed : first letter mailbox unknown.'],
    ['attribution-withdrawn', { count: 1, why: 'another line held it' }, 'Attribution withdrawn, once Because another line held it.'],
    ['something.new', { a: 1 }, 'Something new {&quot;a&quot;:1}'],
  ])('tells %s in words', (kind, data, words) => {
    expect(told(entry(kind, data))).toContain(words);
  }); // prettier-ignore

  it('groups by day', () => {
    const text = told(entry('note', { text: 'one' }), entry('note', { text: 'two' }, '2026-11-10T00:00:00Z'));
    expect(text.indexOf('Monday 9 November')).toBeLessThan(text.indexOf('one'));
    expect(text.indexOf('Tuesday 10 November')).toBeLessThan(text.indexOf('two'));
  });
});
