import { describe, expect, it } from 'vitest';

import { pathBack, readPlainSearch, writePlainSearch } from './plain-search.js';

describe('the search of an address', () => {
  it('reads what it wrote, and numbers stay words', () => {
    const search = { waits: 'person,-nobody', line: '4711', to: '/cases?waits=person', odd: 'a&b=c ä' };
    expect(readPlainSearch(writePlainSearch(search))).toEqual(search);
  });
  it('stays readable and leaves out what is empty', () => {
    expect(writePlainSearch({ class: 'infected,-abusive', peek: undefined, none: '' })).toBe(
      '?class=infected,-abusive',
    );
    expect(writePlainSearch({})).toBe('');
  });
});

it.each([
  ['/cases?waits=person', '/cases?waits=person'],
  [undefined, '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/sign-in?to=/', '/'],
])('goes back to %s as %s', (to, path) => {
  expect(pathBack(to)).toBe(path);
});
