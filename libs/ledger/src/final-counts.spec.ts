import { expect, it } from 'vitest';

import { finalCounts } from './final-counts.js';

it('counts an unknown holder as no-lease of the source that named it', () => {
  const counts = finalCounts(
    [
      { outcome: 'line', source: 'radius', count: 5, withdrawn: 1 },
      { outcome: 'line', source: 'static', count: 2, withdrawn: 0 },
      { outcome: 'not-ours', source: null, count: 3, withdrawn: 0 },
    ],
    [{ source: 'radius', count: 4 }],
  );
  expect(counts).toEqual([
    { outcome: 'line', source: 'radius', count: 1, withdrawn: 1 },
    { outcome: 'line', source: 'static', count: 2, withdrawn: 0 },
    { outcome: 'not-ours', source: null, count: 3, withdrawn: 0 },
    { outcome: 'no-lease', source: 'radius', count: 4, withdrawn: 0 },
  ]);
});
