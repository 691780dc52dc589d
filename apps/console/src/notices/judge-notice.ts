import type { IconName } from '../look/Icon.js';
import type { Tone } from '../look/tones.js';

/** States of a letter, those that want somebody first. */
export const NOTICE_STATES = [
  'bounced', 'failed', 'uncertain', 'held', 'planned', 'claimed', 'sending', 'sent', 'delivered', 'cancelled',
] as const; // prettier-ignore

export const NOTICE_TEMPLATES = [
  'first', 'business-first', 'reminder', 'vulnerable', 'abusive', 'confined', 'released', 'no-longer-seen', 'correction',
] as const; // prettier-ignore

const LOOKS: Readonly<Record<string, readonly [Tone, IconName]>> = {
  bounced: ['broken', 'warning'],
  failed: ['broken', 'warning'],
  uncertain: ['waiting', 'clock'],
  held: ['waiting', 'clock'],
  planned: ['watching', 'clock'],
  claimed: ['watching', 'letter'],
  sending: ['watching', 'letter'],
  sent: ['told', 'letter'],
  delivered: ['clear', 'tick'],
  cancelled: ['watching', 'cross'],
};

export function noticeLook(state: string): readonly [Tone, IconName] {
  return LOOKS[state] ?? ['watching', 'letter'];
}

/** A letter that did not arrive, or nobody knows: somebody should look. */
export function wantsSomebody(state: string): boolean {
  return state === 'bounced' || state === 'failed' || state === 'uncertain' || state === 'held';
}

/** How many there are of each state, over all letters, in the order of {@link NOTICE_STATES}; those there are none of are left out. */
export function countStates(
  items: readonly { readonly state: string; readonly count: number }[],
): readonly { readonly state: string; readonly count: number }[] {
  const sums = new Map<string, number>();
  for (const { state, count } of items) sums.set(state, (sums.get(state) ?? 0) + count);
  const known = NOTICE_STATES.filter((state) => sums.has(state));
  const strange = [...sums.keys()].filter((state) => !(NOTICE_STATES as readonly string[]).includes(state));
  return [...known, ...strange].map((state) => ({ state, count: sums.get(state) ?? 0 }));
}
