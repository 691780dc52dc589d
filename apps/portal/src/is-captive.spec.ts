import { expect, it } from 'vitest';

import { aCase, aGarden, anAsked, aVisit } from '@lazaret/portal/testing';

import { isCaptive } from './is-captive.js';

const before = new Date('2026-11-17T09:00:00Z');
const since = new Date('2026-11-17T10:00:00Z');

it.each([
  ['nobody known', null, false],
  ['nothing held', aVisit(), false],
  ['held', aVisit({ garden: aGarden() }), true],
  ['being opened', aVisit({ garden: aGarden({ state: 'releasing' }) }), false],
  ['open again', aVisit({ garden: aGarden({ state: 'released' }) }), false],
  ['held, read before', aVisit({ garden: aGarden(), case: aCase({ acknowledgedAt: before }) }), true],
  ['held, read since', aVisit({ garden: aGarden(), case: aCase({ acknowledgedAt: since }) }), false],
  ['held, asked before', aVisit({ garden: aGarden(), asked: anAsked({ at: before }) }), true],
  ['held, asked since', aVisit({ garden: aGarden(), asked: anAsked({ at: since }) }), false],
  [
    'held strictly, read since',
    aVisit({ garden: aGarden({ profile: 'strict' }), case: aCase({ acknowledgedAt: since }) }),
    true,
  ],
])('%s', (_what, visit, captive) => {
  expect(isCaptive(visit)).toBe(captive);
});
