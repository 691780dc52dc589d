import { describe, expect, it } from 'vitest';

import {
  countSelected,
  isSelected,
  NOTHING,
  pageTick,
  selectRange,
  toggleOne,
  togglePage,
  type Selection,
} from './selection.js';

const shown = ['a', 'b', 'c', 'd'];
const all: Selection = { kind: 'all' };

describe('picking', () => {
  it('one after the other', () => {
    const one = toggleOne(NOTHING, 'b', shown);
    expect(isSelected(one, 'b')).toBe(true);
    expect(pageTick(one, shown)).toBe('some');
    expect(pageTick(toggleOne(one, 'b', shown), shown)).toBe('none');
  });
  it('the page, and the page again', () => {
    const page = togglePage(toggleOne(NOTHING, 'z', shown), shown);
    expect(countSelected(page, 99)).toBe(5);
    expect(pageTick(page, shown)).toBe('all');
    expect(togglePage(page, shown)).toEqual(NOTHING);
  });
  it('a range', () => {
    expect(selectRange(NOTHING, shown, 3, 1)).toEqual({ kind: 'some', codes: new Set(['b', 'c', 'd']) });
  });
  it('all that match; one dropped leaves those that are shown', () => {
    expect(countSelected(all, 1_248)).toBe(1_248);
    expect(isSelected(all, 'never shown')).toBe(true);
    const left = toggleOne(all, 'a', shown);
    expect(countSelected(left, 1_248)).toBe(3);
    expect(isSelected(left, 'a')).toBe(false);
  });
});
