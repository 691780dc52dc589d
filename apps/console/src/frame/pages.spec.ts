import { expect, it } from 'vitest';

import { firstPage, PAGES, pagesFor } from './pages.js';

it('shows only what somebody may see', () => {
  expect(pagesFor(['case.read']).map(({ name }) => name)).toEqual(['cases', 'settings']);
  expect(pagesFor([]).map(({ name }) => name)).toEqual(['settings']);
});

it('begins where the work is', () => {
  expect(firstPage(['case.read', 'helpline.search'], ['analyst'])).toMatchObject({
    path: '/cases',
    search: { state: '-closed' },
  });
  expect(firstPage(['case.read', 'helpline.search'], ['helpline'])).toMatchObject({ path: '/helpline' });
  expect(firstPage([], [])).toMatchObject({ path: '/settings' });
});

it('has one key a page', () => {
  expect(new Set(PAGES.map(({ keys }) => keys)).size).toBe(PAGES.length);
});
