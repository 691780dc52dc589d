import type { Reply, routes } from '@lazaret/contracts';

export type Garden = Reply<typeof routes.garden>;
/** A release that the network has not confirmed within so long is said in red. */
export const LONG_RELEASE_MS = 5 * 60_000;

/** Lines that are held back, or may be: as many as somebody would have to let out. */
export function heldLines(states: Garden['states']): number {
  const held = new Set(['requested', 'accepted', 'active', 'releasing', 'unknown']);
  return states.reduce((sum, { state, count }) => sum + (held.has(state) ? count : 0), 0);
}

/** A first "go on" that nobody joins within so long is as if it had not been said. */
const HOLDS_MS = 24 * 3_600_000;

/** Who may go on: a first one, a second one who is another, or nobody because it runs or because one has said it already. */
export function resumeBy(
  garden: Pick<Garden, 'stopNew' | 'releaseAll' | 'resume'>,
  name: string,
  now: number,
): 'not-stopped' | 'first' | 'second' | 'same' {
  if (garden.stopNew === null && garden.releaseAll.length === 0) return 'not-stopped';
  if (garden.resume === null || now - Date.parse(garden.resume.at) > HOLDS_MS) return 'first';
  return garden.resume.by === name ? 'same' : 'second';
}

/** What a choice of where says to the switch: `` everywhere, `nas leipzig-3` there alone. */
export function readScope(scope: string): { readonly nas?: string } {
  return scope.startsWith('nas ') ? { nas: scope.slice(4) } : {};
}
