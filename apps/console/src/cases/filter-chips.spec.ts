import { expect, it } from 'vitest';

import { readPlainSearch } from '../plain-search.js';
import { de } from '../words/de.js';
import { en } from '../words/en.js';
import { filterChips } from './filter-chips.js';
import { readListState, writeListState } from './list-state.js';

const state = readListState(
  readPlainSearch(
    '?waits=person&class=infected,-abusive&family=open-dns-resolver&seenHours=72&line=NL-1&sort=next',
  ),
);

it('says every filter', () => {
  expect(filterChips(state, en).map(({ title, values }) => `${title} ${values}`)).toEqual([
    'Waits for A person',
    'Class Infected, not Abusive',
    'Family Open DNS resolver',
    'Seen within 3 days',
    'Line NL-1',
  ]);
  expect(filterChips(state, de)[1]?.values).toBe('Infiziert, ohne Missbräuchlich');
});

it('each can be taken away alone', () => {
  const [first] = filterChips(state, en);
  expect(first && writeListState(first.left)).toEqual({
    class: 'infected,-abusive', family: 'open-dns-resolver', seenHours: '72', line: 'NL-1', sort: 'next',
  }); // prettier-ignore
});
