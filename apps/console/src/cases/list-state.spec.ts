import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readPlainSearch, writePlainSearch } from '../plain-search.js';
import {
  exclude,
  isFiltered,
  only,
  readListState,
  toggle,
  withoutFilters,
  writeListState,
  writeMatching,
} from './list-state.js';

const read = (text: string) => readListState(readPlainSearch(text));
const written = (state: ReturnType<typeof read>) => writePlainSearch(writeListState(state));

describe('the address of a list', () => {
  it.each([
    '?waits=person',
    '?waits=person&class=infected,-abusive&family=mirai,mozi&seenHours=24&sort=-seen&columns=what,state,code&peek=K7QM-2TXD',
    '?state=-closed&line=NL-04711',
    '',
  ])('%s survives', (text) => {
    expect(written(read(text))).toBe(text);
  });

  it('leaves out what it does not know', () => {
    expect(written(read('?waits=person,nobody-knows&seenHours=-4&sort=odd&columns=what,odd&strange=1'))).toBe(
      '?waits=person&columns=what',
    );
  });

  it('never fails and is the same when read again', () => {
    const search = fc.dictionary(
      fc.constantFrom('waits', 'state', 'family', 'seenHours', 'sort', 'columns', 'peek', 'line', 'other'),
      fc.string(),
    );
    fc.assert(
      fc.property(search, (given) => {
        const once = writeListState(readListState(given));
        expect(writeListState(readListState(once))).toEqual(once);
      }),
    );
  });
});

describe('clicking', () => {
  it('ticks, unticks, leaves out', () => {
    let state = read('');
    state = toggle(state, 'class', 'infected');
    state = toggle(state, 'class', 'abusive');
    expect(written(state)).toBe('?class=infected,abusive');
    state = exclude(state, 'class', 'abusive');
    expect(written(state)).toBe('?class=infected,-abusive');
    state = toggle(state, 'class', 'abusive');
    expect(written(state)).toBe('?class=infected,abusive');
    state = exclude(exclude(toggle(state, 'class', 'infected'), 'class', 'abusive'), 'class', 'abusive');
    expect(isFiltered(state)).toBe(false);
    expect(written(state)).toBe('');
  });

  it('a cell replaces what was wanted of its kind and keeps the rest', () => {
    expect(written(only(read('?class=infected&family=mirai,mozi&sort=next'), 'family', 'qakbot'))).toBe(
      '?class=infected&family=qakbot&sort=next',
    );
  });

  it('beginning again keeps order and columns', () => {
    expect(
      written(withoutFilters(read('?class=infected&seenHours=24&line=x&sort=next&columns=what,code'))),
    ).toBe('?sort=next&columns=what,code');
  });

  it('a bulk action matches what the list shows, whatever its order', () => {
    expect(writeMatching(read('?waits=person&sort=next&peek=K7QM-2TXD&columns=what'))).toEqual({
      waits: 'person',
    });
  });
});
