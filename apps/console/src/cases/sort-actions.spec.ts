import type { CasePage } from '@lazaret/contracts';
import { expect, it } from 'vitest';

import { mainAction, sortActions } from './sort-actions.js';

type Action = CasePage['actions'][number];
const action = (name: Action['action'], allowed = true): Action => ({
  action: name,
  allowed,
  forbidden: allowed ? null : 'not-confined',
  needsSecond: name === 'confine',
});
const all = [action('confine', false), action('withdraw'), action('call-back'), action('release')];

it('sets apart what may not be, and begins with what is needed most', () => {
  const { allowed, forbidden } = sortActions(all);
  expect(allowed.map((one) => one.action)).toEqual(['release', 'call-back', 'withdraw']);
  expect(forbidden.map((one) => one.action)).toEqual(['confine']);
});

it.each([
  ['person', 'asked', 'release'],
  ['person', 'call', 'call-back'],
  ['person', 'desk', 'release'],
  ['nobody', 'watching', null],
] as const)('waits for %s, %s: %s', (waits, badge, main) => {
  expect(mainAction({ waits, badge, actions: all })).toBe(main);
});

it('never the one that is forbidden', () => {
  expect(
    mainAction({ waits: 'person', badge: 'desk', actions: [action('release', false), action('call-back')] }),
  ).toBe('call-back');
});
