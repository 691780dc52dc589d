import { expect, it } from 'vitest';

import { readCasesChanged } from './read-event.js';

it.each([
  ['{"count":3,"since":"2026-04-14T14:02:00Z"}', 3],
  ['{}', 1],
  ['no JSON', 1],
  ['{"count":-4}', 1],
  [undefined, 1],
])('%s', (data, count) => {
  expect(readCasesChanged(data).count).toBe(count);
});
