import { describe, expect, it } from 'vitest';

import { CASE_STATES, GARDEN_STATES, LINE_CLASSES, PERMISSIONS, type GardenState } from '@lazaret/kernel';

import { on } from '../november.contract.js';
import { allowActions, CASE_ACTIONS, whyNot, type ActionFacts, type CaseAction } from './allow-actions.js';

const NOW = on(16);
const someFacts = (given: Partial<ActionFacts> = {}): ActionFacts => ({
  class: 'infected', state: 'told', observing: false, sightings: 3, lastSeenAt: on(16, '08:00'), acknowledgedAt: null,
  lastProofAt: on(16, '08:00'), line: { class: 'residential', confinable: true, isProtected: false },
  garden: { state: 'none', ready: true }, awaitsSecond: false, ...given,
}); // prettier-ignore
const garden = (state: GardenState, ready = true): Pick<ActionFacts, 'garden'> => ({
  garden: { state, ready },
});

describe('an action', () => {
  it.each<[CaseAction, string, Partial<ActionFacts>, string | null]>([
    ['release', 'nothing is held', {}, 'not-confined'],
    ['release', 'asked for', garden('requested'), null],
    ['release', 'held', garden('active'), null],
    ['release', 'perhaps held', garden('unknown'), null],
    ['release', 'on its way out', garden('releasing'), 'not-confined'],
    ['release', 'held, of a case that is over', { state: 'closed', ...garden('accepted') }, null],
    ['confine', 'seen this morning', {}, null],
    ['confine', 'is over', { state: 'cleared' }, 'case-is-over'],
    ['confine', 'an open door', { class: 'vulnerable' }, 'line-class'],
    ['confine', 'a hotel', { line: { class: 'shared', confinable: true, isProtected: false } }, 'line-class'],
    ['confine', 'an alarm', { line: { class: 'protected', confinable: false, isProtected: false } }, 'line-is-protected'],
    ['confine', 'needed for safety', { line: { class: 'residential', confinable: false, isProtected: true } }, 'line-is-protected'],
    ['confine', 'held', garden('active'), 'already-confined'],
    ['confine', 'on its way out', garden('releasing'), 'already-confined'],
    ['confine', 'refused before', garden('failed'), null],
    ['confine', 'asked for by somebody', { awaitsSecond: true }, 'waits-for-approval'],
    ['confine', 'no network', garden('none', false), 'no-network'],
    ['confine', 'only observed', { observing: true }, 'no-evidence'],
    ['confine', 'no proof', { lastProofAt: null }, 'no-evidence'],
    ['confine', 'two days ago', { lastProofAt: on(14, '10:00') }, null],
    ['confine', 'longer ago', { lastProofAt: on(14, '09:59') }, 'no-evidence'],
    ['call-back', 'goes on', {}, null],
    ['call-back', 'is over', { state: 'closed' }, 'case-is-over'],
    ['acknowledge', 'not yet', {}, null],
    ['acknowledge', 'seen since', { acknowledgedAt: on(16, '07:00') }, null],
    ['acknowledge', 'done', { acknowledgedAt: on(16, '09:00') }, 'already-acknowledged'],
    ['acknowledge', 'is over', { state: 'cleared' }, 'case-is-over'],
    ['safety', 'a line like any', {}, null],
    ['safety', 'signed for', { line: { class: 'residential', confinable: false, isProtected: true } }, 'line-is-protected'],
    ['not-me', 'goes on', {}, null],
    ['not-me', 'is over', { state: 'closed' }, 'case-is-over'],
    ['withdraw', 'something speaks for it', {}, null],
    ['withdraw', 'nothing does', { sightings: 0 }, 'no-evidence'],
  ])('%s: %s', (action, _, given, why) => {
    expect(whyNot(action, someFacts(given), NOW)).toBe(why);
  }); // prettier-ignore

  it('is not offered to who may not', () => {
    const offered = allowActions(someFacts(garden('active')), new Set(['garden.release']), NOW);
    expect(offered.map(({ action, forbidden }) => [action, forbidden])).toEqual([
      ['release', null],
      ['confine', 'no-permission'],
      ['call-back', 'no-permission'],
      ['acknowledge', 'no-permission'],
      ['safety', null],
      ['not-me', 'no-permission'],
      ['withdraw', 'no-permission'],
    ]);
  });

  it('needs a second person exactly to confine, and confines no line that must not be', () => {
    const all = new Set(PERMISSIONS);
    for (const state of CASE_STATES)
      for (const lineClass of LINE_CLASSES)
        for (const inGarden of GARDEN_STATES) {
          const line = { class: lineClass, confinable: lineClass !== 'protected', isProtected: false };
          const offered = allowActions(someFacts({ state, line, ...garden(inGarden) }), all, NOW);
          expect(offered.map(({ action }) => action)).toEqual([...CASE_ACTIONS]);
          for (const { action, allowed, needsSecond } of offered) {
            expect(needsSecond).toBe(action === 'confine');
            if (action === 'confine' && allowed) expect(lineClass).toBe('residential');
          }
        }
  });
});
