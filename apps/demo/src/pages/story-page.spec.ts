import { describe, expect, it } from 'vitest';

import { pickVaried, tally, type Story } from '../story.js';
import { markup } from './markup.js';
import type { Clock } from './layout.js';
import { storyPage } from './story-page.js';

const CLOCK: Clock = {
  now: new Date('2026-11-09T10:00:00Z'),
  advancing: null,
  trouble: null,
  path: '/',
  being: null,
  portalUrl: 'http://127.0.0.1:1',
};
const NOTHING: Story = {
  now: new Date('2026-11-09T10:00:00Z'),
  working: true,
  reports: [],
  aside: [],
  answers: [],
  cases: [],
};

describe('the story before the worker has worked', () => {
  const { text } = storyPage(NOTHING, [], CLOCK);

  it('says what will be here and what it waits for', () => {
    for (const words of [
      'No report has been pulled yet',
      'Nothing has been asked yet',
      'None is open',
      'None has been sent',
    ])
      expect(text).toContain(words);
    expect(text).toContain('Load this page again');
    expect(text).not.toContain('<table');
  });

  it('leads from every figure to its table', () => {
    for (const place of ['rows', 'aside', 'answers', 'cases', 'letters']) {
      expect(text).toContain(`href="#${place}"`);
      expect(text).toContain(`id="${place}"`);
    }
  });
});

describe('markup', () => {
  it('escapes whatever is not markup', () => {
    expect(markup`<p title="${'"'}">${'<b>&'}${markup`<i>${"'"}</i>`}${null}${0}</p>`.text).toBe(
      '<p title="&quot;">&lt;b&gt;&amp;<i>&#39;</i>0</p>',
    );
  });
});

describe('pickVaried', () => {
  it('takes one of every kind before a second of any', () => {
    const kind = (word: string): string => word.charAt(0);
    expect(pickVaried(['a1', 'a2', 'a3', 'b1', 'c1', 'c2'], kind, 4)).toEqual(['a1', 'b1', 'c1', 'a2']);
  });
});

describe('tally', () => {
  it('counts, the most frequent first', () => {
    expect(tally(['told', 'watching', 'told'])).toEqual([
      ['told', 2],
      ['watching', 1],
    ]);
  });
});
