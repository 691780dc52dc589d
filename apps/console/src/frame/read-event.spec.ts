import { expect, it } from 'vitest';

import { readCasesChanged } from './read-event.js';

it.each([
  ['{"changed":3,"since":"2026-04-14T14:02:00.000Z"}', { count: 3, since: '2026-04-14T14:02:00.000Z' }],
  ['{}', { count: 1, since: null }],
  ['no JSON', { count: 1, since: null }],
  ['{"changed":-4,"since":"soon"}', { count: 1, since: null }],
  [undefined, { count: 1, since: null }],
])('%s', (data, read) => {
  expect(readCasesChanged(data)).toEqual(read);
});
