import { describe, expect, it } from 'vitest';

import { aCase, aGarden, anAsked, aVisit } from '@lazaret/portal/testing';

import { choosePage } from './choose-page.js';

const later = new Date('2026-11-17T14:33:00Z');
const wanted = aGarden({ releaseWantedAt: later });
const releasing = aGarden({ state: 'releasing', openAskedAt: later });
const released = aGarden({ state: 'released', openAskedAt: later, releasedAt: later, openWhy: 'cleaned' });
const safe = { ...released, openWhy: 'safety' };

describe('opened by its address', () => {
  it.each([
    ['neutral', null],
    ['well', aVisit({ case: null })],
    ['told', aVisit()],
    ['told', aVisit({ case: aCase({ acknowledgedAt: later }) })],
    ['confined', aVisit({ garden: aGarden() })],
    ['confined', aVisit({ garden: aGarden(), asked: anAsked({ kind: 'call' }) })],
    ['confined', aVisit({ garden: aGarden(), asked: anAsked({ outcome: 'nothing' }) })],
    ['confined', aVisit({ garden: aGarden(), asked: anAsked({ at: new Date('2026-11-01T00:00:00Z') }) })],
    ['opening', aVisit({ garden: aGarden(), asked: anAsked() })],
    ['opening', aVisit({ garden: wanted, asked: anAsked({ kind: 'safety' }) })],
    ['opening', aVisit({ garden: releasing })],
    ['waiting', aVisit({ garden: wanted, asked: anAsked({ outcome: 'desk' }) })],
    ['released', aVisit({ garden: released })],
    ['told', aVisit({ garden: released, case: aCase({ lastSeenAt: new Date('2026-11-20T00:00:00Z') }) })],
    ['cleared', aVisit({ garden: released, case: aCase({ state: 'cleared', clearedAt: later }) })],
    ['cleared', aVisit({ case: aCase({ state: 'closed', clearedAt: later }) })],
    ['mistaken', aVisit({ case: aCase({ lastSeenAt: null }) })],
    ['mistaken', aVisit({ case: aCase({ state: 'closed', lastSeenAt: null, clearedAt: later }) })],
  ])('%s', (page, visit) => {
    expect(choosePage(visit, null)).toBe(page);
  });
});

describe('after a form', () => {
  it.each([
    ['cleaned', aVisit(), 'cleaned-done'],
    ['cleaned', aVisit({ garden: aGarden(), asked: anAsked() }), 'opening'],
    ['cleaned', aVisit({ garden: wanted, asked: anAsked({ outcome: 'desk' }) }), 'waiting', 'desk'],
    ['cleaned', aVisit({ garden: released }), 'released'],
    ['cleaned', aVisit({ case: aCase({ clearedAt: later }) }), 'cleared'],
    ['safety', aVisit({ case: null }), 'safety-done'],
    ['safety', null, 'safety-done'],
    ['safety', aVisit({ garden: aGarden() }), 'opening'],
    ['cleaned', aVisit({ garden: aGarden(), asked: anAsked({ kind: 'call' }) }), 'opening'],
    ['safety', aVisit({ garden: released }), 'safety-done'],
    ['safety', aVisit({ garden: safe }), 'released'],
    ['cleaned', aVisit({ garden: safe }), 'cleaned-done'],
    ['not-me', aVisit({ garden: aGarden() }), 'not-me-done'],
    ['call', aVisit({ garden: aGarden() }), 'call-done'],
    ['acknowledge', aVisit(), 'read-done'],
  ] as const)('%s', (kind, visit, page, outcome: 'desk' | null = null) => {
    expect(choosePage(visit, anAsked({ kind, outcome }))).toBe(page);
  });

  it.each(['safety', 'cleaned', 'not-me'] as const)('%s of long ago lets nobody out today', (kind) => {
    const form = anAsked({ kind, at: new Date('2026-11-01T00:00:00Z') });
    expect(choosePage(aVisit({ garden: aGarden(), asked: form }), form)).toBe('confined');
  });
});
