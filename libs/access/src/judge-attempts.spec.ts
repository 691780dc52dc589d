import { describe, expect, it } from 'vitest';

import { countFailure, isLocked, type AttemptKind, type Attempts } from './judge-attempts.js';

const START = new Date('2026-11-25T09:00:00Z');
const after = (seconds: number, from = START): Date => new Date(from.getTime() + seconds * 1000);
const NONE: Attempts = { failures: 0, failedAt: START, lockedUntil: null };

/** Wrong passwords as fast as the locks let them through. @returns how long each locked, in seconds */
function locksOf(kind: AttemptKind, count: number): number[] {
  const locks: number[] = [];
  let now = START;
  let state = NONE;
  for (let n = 0; n < count; n += 1) {
    state = countFailure(kind, state, now);
    const lock = state.lockedUntil === null ? 0 : (state.lockedUntil.getTime() - now.getTime()) / 1000;
    locks.push(lock);
    now = after(lock, now);
  }
  return locks;
}

describe('countFailure', () => {
  it('locks a name from the fifth wrong password on, each time twice as long, never longer than an hour', () => {
    expect(locksOf('operator', 14)).toEqual([
      ...[0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920],
      ...[3600, 3600, 3600],
    ]);
  });

  it('has more patience with an address, behind which an office may sit', () => {
    expect(locksOf('address', 22)).toEqual([...Array<number>(19).fill(0), 30, 60, 120]);
  });

  it('forgives one in every hour without another', () => {
    const four = { failures: 4, failedAt: START, lockedUntil: null };
    expect(countFailure('operator', four, after(3599)).failures).toBe(5);
    expect(countFailure('operator', four, after(3600)).failures).toBe(4);
    expect(countFailure('operator', four, after(86_400)).failures).toBe(1);
  });

  it('lets who guesses for ever guess once an hour', () => {
    const state = locksOf('operator', 200);
    expect(Math.max(...state)).toBe(3600);
    expect(state.slice(12).every((lock) => lock === 3600)).toBe(true);
  });

  it('does not mind a clock that is behind', () => {
    expect(countFailure('operator', { ...NONE, failures: 2 }, after(-500)).failures).toBe(3);
  });
});

describe('isLocked', () => {
  it('ends at the instant it says', () => {
    const locked = { failures: 5, failedAt: START, lockedUntil: after(30) };
    expect(isLocked(locked, after(29))).toBe(true);
    expect(isLocked(locked, after(30))).toBe(false);
    expect(isLocked(NONE, START)).toBe(false);
  });
});
