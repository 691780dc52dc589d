import { BEGINNING, DAY, HOUR, isWednesday, midnight, MINUTE } from '../calendar.js';
import { Chance } from '../chance.js';
import type { DemoLine } from '../provider.js';

/** Whole seconds: records and reports know nothing finer. */
const whole = (ms: number): number => Math.floor(ms / 1_000) * 1_000;

/** When the n-th session of a line is cut off. `from`: when it began. */
export function sessionEnd(seed: number, line: DemoLine, n: number, from: number): number {
  // Cut off once a day in the small hours, as many providers still do.
  if (line.access === 'nightly') return nightly(line, from);
  return from + lengthOf(seed, line, n);
}

/** How long a line stays away after its n-th session. */
export function pauseAfter(seed: number, line: DemoLine, n: number): number {
  if (line.access === 'nightly') return 2 * MINUTE;
  const chance = Chance.of(seed, 23, line.number, n);
  // A few unplug for the weekend; nearly all are back when the router has restarted.
  return whole(chance.next() < 0.03 ? chance.between(8, 60) * HOUR : chance.between(30_000, 10 * MINUTE));
}

/** When the session began that a line has at the beginning of the world. */
export function firstStart(seed: number, line: DemoLine): number {
  if (line.access === 'nightly') return nightly(line, BEGINNING - DAY) - DAY + 2 * MINUTE;
  const age = Chance.of(seed, 29, line.number).next();
  return whole(BEGINNING - age * Math.min(lengthOf(seed, line, 0) - HOUR, 8 * DAY));
}

/** Nothing after the Start of such a session is ever heard of. */
export function isLost(line: DemoLine, from: number): boolean {
  return line.access === 'nightly' && line.number % 97 === 0 && isWednesday(from);
}

function nightly(line: DemoLine, from: number): number {
  const slot = 3 * HOUR + (line.number % 1_440) * 5_000;
  const today = midnight(from) + slot;
  return today > from + HOUR ? today : today + DAY;
}

function lengthOf(seed: number, line: DemoLine, n: number): number {
  const chance = Chance.of(seed, 19, line.number, n);
  const [least, most] = line.access === 'static' ? [20, 70] : [5, 45];
  return whole(chance.between(least * 24, most * 24) * HOUR + chance.between(0, HOUR));
}
