import { Refused, type Instant } from '@lazaret/kernel';

import type { Capability } from './stay.js';

/** Which part of the network: one NAS or one region of the NAS file, or all of it. */
export type Scope = { readonly nas: string } | { readonly region: string } | 'all';

interface Signed {
  readonly by: string;
  readonly at: Instant;
}

/** The two switches that work with everything else dead. They stand in a file, not in the database. */
export interface Switches {
  /** Nobody new is confined. */
  readonly stopNew: Signed | null;
  /** Everybody in these parts is let out, and stays out. */
  readonly releaseAll: readonly (Signed & { readonly scope: Scope })[];
  /** Somebody wants the garden to go on; a second person has to agree. */
  readonly resume: Signed | null;
}

export const NOTHING_STOPPED: Switches = { stopNew: null, releaseAll: [], resume: null };

/** One person is enough to stop. */
export function stopNew(switches: Switches, by: string, at: Instant): Switches {
  return { ...switches, stopNew: switches.stopNew ?? signed(by, at), resume: null };
}

/** One person is enough to let everybody out; and nobody new comes in meanwhile. */
export function releaseAll(switches: Switches, scope: Scope, by: string, at: Instant): Switches {
  const again = switches.releaseAll.some((one) => JSON.stringify(one.scope) === JSON.stringify(scope));
  const parts = again ? switches.releaseAll : [...switches.releaseAll, { ...signed(by, at), scope }];
  return { ...stopNew(switches, by, at), releaseAll: parts };
}

/**
 * Going on needs two: the first call asks, the same call by somebody else within a day agrees.
 * @throws Refused when nothing is stopped, or when the second person is the first
 */
export function resume(switches: Switches, by: string, at: Instant): Switches {
  if (!isStopped(switches)) throw new Refused('nothing is stopped');
  const asked = switches.resume;
  if (asked === null || at.getTime() - asked.at.getTime() > ONE_DAY_MS)
    return { ...switches, resume: signed(by, at) };
  if (same(asked.by, by))
    throw new Refused(`${asked.by} has asked already; switching on again needs a second person`);
  return NOTHING_STOPPED;
}

/** Is this NAS in that part of the network? One that no file names is only in all of it. */
export function covers(scope: Scope, nas: Pick<Capability, 'key' | 'region'> | null): boolean {
  if (scope === 'all') return true;
  return 'nas' in scope ? nas?.key === scope.nas : nas?.region === scope.region;
}

export function isStopped(switches: Switches): boolean {
  return switches.stopNew !== null || switches.releaseAll.length > 0;
}

const ONE_DAY_MS = 86_400_000;

function signed(by: string, at: Instant): Signed {
  const name = by.trim();
  if (name === '' || name.length > 100)
    throw new Refused('say who you are', {
      problems: [{ at: '--by', message: 'your name, 1 to 100 characters' }],
    });
  return { by: name, at };
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
