import { describe, expect, it } from 'vitest';

import { DAY, HOUR } from '../calendar.js';
import { Chance } from '../chance.js';
import { BEHAVIOURS, behave } from './behave.js';
import type { Behaviour, Experience, Person } from './person.js';

const at = Date.parse('2026-11-12T10:00:00Z');
const FIRST: Experience = { kind: 'letter', template: 'first' };
const CONFINED: Experience = { kind: 'confined' };

const someone = (behaviour: Behaviour, been: Partial<Person> = {}): Person => ({
  line: 1,
  behaviour,
  family: 0,
  from: at - DAY,
  sick: true,
  confined: false,
  freeAt: null,
  letters: 1,
  stays: 1,
  plans: [],
  ...been,
});
const acts = (behaviour: Behaviour, felt: Experience, been: Partial<Person> = {}): string[] =>
  behave(someone(behaviour, been), felt, at, new Chance(1)).map(({ act }) =>
    act.kind === 'visit' ? act.button : act.kind,
  );

describe('what people do', () => {
  it.each<[Behaviour, Experience, Partial<Person>, string[]]>([
    ['portal', FIRST, {}, []],
    ['portal', CONFINED, {}, ['clean', 'cleaned']],
    ['second-visit', CONFINED, { stays: 1 }, ['cleaned']],
    ['second-visit', CONFINED, { stays: 3 }, ['clean', 'cleaned']],
    ['never', CONFINED, {}, []],
    ['never', FIRST, {}, []],
    ['mistaken', CONFINED, {}, []],
    ['safety', CONFINED, {}, ['safety', 'clean']],
    ['not-me', CONFINED, { stays: 1 }, ['not-me']],
    ['not-me', CONFINED, { stays: 2 }, ['clean', 'cleaned']],
    ['comes-back', FIRST, {}, ['clean']],
    ['comes-back', { kind: 'letter', template: 'no-longer-seen' }, { letters: 2 }, ['catch']],
    ['protected', FIRST, {}, ['clean']],
  ])('%s, who feels %j after %j, means to %j', (behaviour, felt, been, meant) => {
    expect(acts(behaviour, felt, been)).toEqual(meant);
  });

  it('comes later than what they felt, at a full minute', () => {
    for (const behaviour of Object.keys(BEHAVIOURS) as Behaviour[])
      for (const felt of [FIRST, CONFINED, { kind: 'free' } as const])
        for (let seed = 0; seed < 20; seed++)
          for (const plan of behave(someone(behaviour), felt, at, new Chance(seed))) {
            expect(plan.at).toBeGreaterThanOrEqual(at + HOUR);
            expect(plan.at % 60_000).toBe(0);
          }
  });
});
