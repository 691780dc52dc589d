import { describe, expect, it } from 'vitest';

import type { LineCase } from '@lazaret/cases';
import type { GardenFacts } from '@lazaret/garden';
import type { GardenState, Instant } from '@lazaret/kernel';

import { aNoticeFact } from '../known-case.contract.js';
import { on } from '../november.contract.js';
import { judgeHelpline, type HelpFacts } from './judge-helpline.js';

const NOW = on(20);

function aCase(given: Partial<LineCase> = {}): LineCase {
  return {
    id: 7001, code: 'K7QM-2TXD', version: 3, lineId: 7002, tenureId: 7003, class: 'infected', state: 'told', closeReason: null,
    observing: false, openedAt: on(12), lastSeenAt: on(19), releasedAt: null, clearedAt: null, closedAt: null, family: 'mirai', ...given,
  }; // prettier-ignore
}

function aStay(state: GardenState, given: Partial<NonNullable<GardenFacts['stay']>> = {}): GardenFacts {
  const stay = {
    caseId: 7001, profile: 'leaky', confirmedAt: on(18, '09:01'), endsAt: on(25), overAt: null, openWhy: null, wantedWhy: null, ...given,
  } as const; // prettier-ignore
  return {
    state,
    since: stay.overAt ?? on(18, '09:00'),
    releaseAskedAt: null,
    confinements: [],
    selfReleases: [],
    stay,
  };
}

const NEVER: GardenFacts = {
  state: 'none',
  since: null,
  releaseAskedAt: null,
  confinements: [],
  selfReleases: [],
  stay: null,
};
const judge = (given: Partial<HelpFacts>) =>
  judgeHelpline({ garden: NEVER, cases: [], letters: [], ...given }, NOW);
const letter = (sentAt: Instant) => aNoticeFact({ sentAt, settledAt: sentAt });

describe('limited', () => {
  it.each<[GardenState, string]>([
    ['accepted', 'yes'],
    ['active', 'yes'],
    ['requested', 'asked'],
    ['no-session', 'asked'],
    ['releasing', 'ending'],
    ['unknown', 'unsure'],
  ])('%s: %s', (state, limited) => {
    expect(judge({ garden: aStay(state), cases: [aCase()] })).toMatchObject({
      verdict: 'limited',
      limited,
      case: { code: 'K7QM-2TXD' },
      since: limited === 'asked' ? on(18, '09:00') : on(18, '09:01'),
      endsAt: limited === 'ending' ? null : on(25),
    });
  });

  it.each<GardenState>(['none', 'released', 'failed', 'not-enforceable'])('not when %s', (state) => {
    expect(judge({ garden: aStay(state, { overAt: on(1) }) }).limited).toBe('no');
  });
});

describe('released', () => {
  const out = aStay('released', { overAt: on(15), openWhy: 'cleaned' });

  it('lately, and whether it was seen since', () => {
    expect(judge({ garden: out, cases: [aCase({ lastSeenAt: on(14) })] })).toMatchObject({
      verdict: 'released',
      since: on(15),
      seenSinceRelease: false,
    });
    expect(judge({ garden: out, cases: [aCase({ lastSeenAt: on(16) })] }).seenSinceRelease).toBe(true);
  });

  it('is nothing to speak of when it was an earlier subscriber’s, or never began', () => {
    expect(judge({ garden: out, cases: [aCase({ id: 1 })] }).verdict).toBe('nothing');
    const never = aStay('released', { overAt: on(15), confirmedAt: null });
    expect(judge({ garden: never, cases: [aCase()] }).verdict).toBe('nothing');
  });
});

describe('told', () => {
  it('once a letter has left, however long ago', () => {
    expect(judge({ cases: [aCase()], letters: [letter(on(13))] })).toMatchObject({ verdict: 'told', since: on(13) });
    const long = new Date('2026-09-01T00:00:00Z');
    expect(judge({ cases: [aCase()], letters: [letter(long)] })).toMatchObject({ verdict: 'told', sent: [] });
  }); // prettier-ignore

  it('not of what is merely watched', () => {
    const watched = aCase({ state: 'watching' });
    expect(judge({ cases: [watched] })).toMatchObject({ verdict: 'nothing', case: watched, sent: [] });
  });
});

describe('clear', () => {
  const clear = aCase({ state: 'cleared', clearedAt: on(18) });

  it('lately, when they had been told', () => {
    expect(judge({ cases: [clear], letters: [letter(on(13))] })).toMatchObject({
      verdict: 'clear',
      since: on(18),
    });
    expect(judge({ cases: [clear] }).verdict).toBe('nothing');
  });

  it('not when another case is open', () => {
    const open = aCase({ id: 7010, code: 'AAAA-AAAA' });
    const letters = [aNoticeFact({ id: 9, caseId: 7010, sentAt: on(19) }), letter(on(13))];
    expect(judge({ cases: [open, clear], letters })).toMatchObject({
      verdict: 'told',
      case: { code: 'AAAA-AAAA' },
    });
  });
});

it('nothing: not limited by us, and nothing sent in 30 days', () => {
  const closed = aCase({ state: 'closed', closeReason: 'clean', closedAt: new Date('2026-09-10T00:00:00Z') });
  const letters = [letter(new Date('2026-09-01T00:00:00Z'))];
  expect(judge({ cases: [closed], letters })).toEqual({
    limited: 'no',
    verdict: 'nothing',
    case: null,
    since: null,
    endsAt: null,
    sent: [],
    seenSinceRelease: false,
  });
});
