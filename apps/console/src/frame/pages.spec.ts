import { expect, it } from 'vitest';

import { firstPage, PAGES, pagesFor } from './pages.js';

it('shows only what somebody may see', () => {
  expect(pagesFor(['case.read']).map(({ name }) => name)).toEqual(['cases', 'settings']);
  expect(pagesFor([]).map(({ name }) => name)).toEqual(['settings']);
});

it('begins where the work is', () => {
  expect(firstPage(['case.read', 'helpline.search'], ['analyst'])).toBe('/cases');
  expect(firstPage(['case.read', 'helpline.search'], ['helpline'])).toBe('/helpline');
  expect(firstPage([], [])).toBe('/settings');
});

it('has one key a page', () => {
  expect(new Set(PAGES.map(({ keys }) => keys)).size).toBe(PAGES.length);
});
