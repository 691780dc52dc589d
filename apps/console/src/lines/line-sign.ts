import type { GardenState } from '@lazaret/kernel';

import type { IconName } from '../look/Icon.js';
import type { Tone } from '../look/tones.js';

/** How a garden state looks; null: nothing is held back, and nothing is said about it. */
export interface GardenSign {
  readonly tone: Tone;
  readonly icon: IconName;
}

const SIGNS: Readonly<Record<GardenState, GardenSign | null>> = {
  none: null,
  requested: { tone: 'waiting', icon: 'clock' },
  accepted: { tone: 'confined', icon: 'fence' },
  active: { tone: 'confined', icon: 'fence' },
  releasing: { tone: 'waiting', icon: 'clock' },
  released: null,
  failed: { tone: 'broken', icon: 'warning' },
  unknown: { tone: 'broken', icon: 'warning' },
  'no-session': { tone: 'watching', icon: 'clock' },
  'not-enforceable': { tone: 'watching', icon: 'cross' },
};

export function gardenSign(state: GardenState): GardenSign | null {
  return SIGNS[state];
}

/** Is the network at work, so that the page should look again by itself? */
export function isUnderWay(state: GardenState): boolean {
  return state === 'requested' || state === 'releasing' || state === 'unknown';
}
