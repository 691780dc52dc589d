import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Broken, CASE_STATES, CLOSE_REASONS, type CaseState } from '@lazaret/kernel';

import { IllegalMove, move, MOVES, type Standing } from './case-state.js';

const fresh: Standing = { state: 'watching', clearedAt: null, closedAt: null, closeReason: null };
const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 12, 10, minute));
const to = (state: CaseState) => ({ state, closeReason: state === 'closed' ? ('clean' as const) : null });

describe('moving a case', () => {
  it.each(
    CASE_STATES.flatMap((from) =>
      CASE_STATES.filter((state) => state !== from).map((state) => ({ from, state })),
    ),
  )('$from → $state is as the table says', ({ from, state }) => {
    const standing: Standing = { ...fresh, state: from };
    const go = () => move(standing, to(state), at(1)).state;
    if (MOVES[from].includes(state)) expect(go()).toBe(state);
    else expect(go).toThrow(IllegalMove);
  });

  it('clears, then closes, and remembers both', () => {
    const cleared = move(fresh, { state: 'cleared' }, at(1));
    expect(cleared).toEqual({ state: 'cleared', clearedAt: at(1), closedAt: null, closeReason: null });
    expect(move(cleared, { state: 'closed', closeReason: 'clean' }, at(2))).toEqual({
      state: 'closed',
      clearedAt: at(1),
      closedAt: at(2),
      closeReason: 'clean',
    });
  });

  it('stays without a trace', () => {
    expect(move(fresh, { state: 'watching' }, at(1))).toBe(fresh);
  });

  it('closes for a reason, and only a closing has one', () => {
    expect(() => move(fresh, { state: 'closed' }, at(1))).toThrow('a case is closed for a reason');
    expect(() => move(fresh, { state: 'told', closeReason: 'stale' }, at(1))).toThrow(
      'told has no reason of closing',
    );
    expect(() => move(fresh, { state: 'closed' }, at(1))).toThrow(Broken);
  });

  it('holds its laws on every walk', () => {
    const step = fc.record({
      state: fc.constantFrom(...CASE_STATES),
      closeReason: fc.option(fc.constantFrom(...CLOSE_REASONS)),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (walk) => {
        let standing = fresh;
        const visited: CaseState[] = ['watching'];
        walk.forEach((next, minute) => {
          const before = standing;
          try {
            standing = move(standing, next, at(minute));
          } catch (error) {
            expect(error).toBeInstanceOf(IllegalMove);
            expect(standing).toBe(before);
            return;
          }
          if (standing !== before) visited.push(standing.state);
        });
        // The same sentences as the constraints of cases.case.
        expect(standing.state === 'closed').toBe(standing.closedAt !== null);
        expect(standing.state === 'closed').toBe(standing.closeReason !== null);
        if (standing.state === 'cleared') expect(standing.clearedAt).not.toBeNull();
        if (standing.clearedAt !== null) expect(['cleared', 'closed']).toContain(standing.state);
        // Over is over: after the first of the two there is at most one step more.
        const over = visited.findIndex((state) => state === 'cleared' || state === 'closed');
        if (over >= 0)
          expect([['cleared'], ['closed'], ['cleared', 'closed']]).toContainEqual(visited.slice(over));
      }),
    );
  });
});
