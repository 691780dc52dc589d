import { expect, it } from 'vitest';

import { newestEntry } from './newest-entry.js';

it.each([
  [[], null],
  [[undefined, {}], null],
  [[{ items: [{ id: 4 }, { id: 9 }] }, { pages: [{ items: [{ id: 12 }] }, { items: [] }] }], 12],
])('%j', (kept, newest) => {
  expect(newestEntry(kept)).toBe(newest);
});
