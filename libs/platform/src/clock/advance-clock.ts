import { setTimeout } from 'node:timers/promises';

import { Refused, Unavailable, type Instant } from '@lazaret/kernel';

import type { Database } from '../postgres/database.js';
import { readClock, setClock } from './domain-clock.js';

export interface AdvanceOptions {
  readonly to: Instant;
  /** The earliest due instant of all that waits; null when nothing does. */
  readonly nextDue: () => Promise<Instant | null>;
  /** No unsettled outbox row and no active job. What is due at the clock's time `nextDue` tells. */
  readonly isQuiet: () => Promise<boolean>;
  /** Told each instant at which the house has come to rest. */
  readonly onStep?: (at: Instant) => void;
  /** Longest wait for rest at one instant, in milliseconds of real time. Default 60 s. */
  readonly patienceMs?: number;
  /** How often rest is looked for. Default 20 ms. */
  readonly pollMs?: number;
}

/**
 * Moves a stopped clock to `to` as real time would have passed: from one due instant to the next, each time waiting
 * until everything due is done. Answers how many times it moved.
 * @throws Refused when the clock is real or already later · Unavailable when the house does not come to rest
 */
export async function advanceClock(database: Database, options: AdvanceOptions): Promise<number> {
  const { to, onStep } = options;
  let at = await readClock(database);
  if (at === null) throw new Refused('the clock is real; only a stopped one can be advanced');
  if (at > to) throw new Refused(`the clock already stands at ${at.toISOString()}`);
  for (let moves = 0; ; moves += 1) {
    const due = await rest(at, options);
    onStep?.(at);
    if (at >= to) return moves;
    at = due === null || due > to ? to : due;
    await setClock(database, at);
  }
}

/** Waits until nothing is left to do at `at`, and answers what is due next. */
async function rest(at: Instant, options: AdvanceOptions): Promise<Instant | null> {
  const { isQuiet, nextDue, patienceMs = 60_000, pollMs = 20 } = options;
  const until = performance.now() + patienceMs;
  for (;;) {
    // Due work first: done in between, it would leave an outbox row that the other question sees.
    const due = await nextDue();
    if ((due === null || due > at) && (await isQuiet())) return due;
    if (performance.now() > until)
      throw new Unavailable(`the house did not come to rest at ${at.toISOString()}; is a worker running?`);
    await setTimeout(pollMs);
  }
}
