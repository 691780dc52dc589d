import type { Instant } from '@lazaret/kernel';

/** Wrong passwords are counted by the name that was typed and by the network they came from. */
export type AttemptKind = 'operator' | 'address';

export interface Attempts {
  readonly failures: number;
  readonly failedAt: Instant;
  readonly lockedUntil: Instant | null;
}

/**
 * How many wrong passwords begin a lock. Behind one address a whole office mistypes; guessing many names from there is
 * still held to one an hour in the end.
 */
const FREE: Readonly<Record<AttemptKind, number>> = { operator: 5, address: 20 };
const FIRST_LOCK_MS = 30_000;
const LONGEST_LOCK_MS = 3_600_000;
/** A failure is forgiven in each hour without another. */
const FORGIVEN_MS = 3_600_000;

export function isLocked({ lockedUntil }: Attempts, at: Instant): boolean {
  return lockedUntil !== null && lockedUntil > at;
}

/**
 * One more wrong password. From the fifth on, each locks twice as long as the one before: 30 seconds at first, an hour
 * at most. What is tried during a lock does not count, so that no lock lasts for ever.
 */
export function countFailure(kind: AttemptKind, past: Attempts, at: Instant): Attempts {
  const hours = Math.max(0, Math.floor((at.getTime() - past.failedAt.getTime()) / FORGIVEN_MS));
  const failures = Math.max(0, past.failures - hours) + 1;
  const beyond = failures - FREE[kind];
  if (beyond < 0) return { failures, failedAt: at, lockedUntil: null };
  const lock = Math.min(FIRST_LOCK_MS * 2 ** Math.min(beyond, 20), LONGEST_LOCK_MS);
  return { failures, failedAt: at, lockedUntil: new Date(at.getTime() + lock) };
}

/** When all of it is forgiven and the row may go. */
export const FORGOTTEN_MS = 48 * FORGIVEN_MS;
