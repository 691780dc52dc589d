import { expect, it } from 'vitest';

import { foldSightings } from './fold-sightings.js';

it('makes one of what came together', () => {
  const entries = [
    { at: '2026-11-12T10:00:00.000Z', kind: 'sightings', text: '3 sightings' },
    { at: '2026-11-12T10:00:12.000Z', kind: 'sightings', text: '2 sightings' },
    { at: '2026-11-12T10:00:12.000Z', kind: 'decided', text: 'because' },
    { at: '2026-11-11T10:00:00.000Z', kind: 'sightings', text: '4 sightings' },
    { at: '2026-11-10T10:00:00.000Z', kind: 'sightings', text: '1 sighting' },
  ];
  expect(foldSightings(entries).map(({ text }) => text)).toEqual([
    '3 sightings\n2 sightings',
    'because',
    '4 sightings',
    '1 sighting',
  ]);
});
