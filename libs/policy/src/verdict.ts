import type { Instant } from '@lazaret/kernel';

/**
 * The answer of one condition, and how long it stays that answer if nothing new is learnt. This is what lets a case
 * sleep: nobody has to look again before `until`.
 */
export interface Verdict {
  readonly holds: boolean;
  /** The first instant at which `holds` may differ; null = only new facts can change it. */
  readonly until: Instant | null;
  /** Words for a person: why it holds, or what would have to be. */
  readonly say: string;
}

/** A conjunction and the parts of it that fail. */
export interface Weighed {
  readonly holds: boolean;
  readonly until: Instant | null;
  readonly met: readonly Verdict[];
  readonly unmet: readonly Verdict[];
}

/**
 * All of them. While it holds, the first part to change ends it. While it does not, the *last* failing part decides:
 * before that one turns, the whole cannot.
 */
export function all(verdicts: readonly Verdict[]): Weighed {
  const met = verdicts.filter((v) => v.holds);
  const unmet = verdicts.filter((v) => !v.holds);
  const until =
    unmet.length === 0 ? earliest(met.map((v) => v.until)) : latestOrNever(unmet.map((v) => v.until));
  return { holds: unmet.length === 0, until, met, unmet };
}

export function fixed(holds: boolean, say: string): Verdict {
  return { holds, until: null, say };
}

/** False before `at`, true from then on. */
export function from(at: Instant, now: Instant, say: string): Verdict {
  return now < at ? { holds: false, until: at, say } : { holds: true, until: null, say };
}

/** The first of some instants; those that never come do not count. */
export function earliest(instants: readonly (Instant | null)[]): Instant | null {
  return instants.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null);
}

function latestOrNever(instants: readonly (Instant | null)[]): Instant | null {
  let latest: Instant | null = null;
  for (const at of instants) {
    if (at === null) return null;
    if (latest === null || at > latest) latest = at;
  }
  return latest;
}
