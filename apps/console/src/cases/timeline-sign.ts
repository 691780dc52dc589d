import type { IconName } from '../look/Icon.js';
import type { Tone } from '../look/tones.js';

export interface Sign {
  readonly icon: IconName;
  readonly tone: Tone;
}

const EXACT: Readonly<Record<string, Sign>> = {
  opened: { icon: 'plus', tone: 'watching' },
  reopened: { icon: 'plus', tone: 'watching' },
  reinfection: { icon: 'eye', tone: 'watching' },
  sightings: { icon: 'eye', tone: 'watching' },
  'attribution-withdrawn': { icon: 'undo', tone: 'watching' },
  decided: { icon: 'scale', tone: 'watching' },
  acknowledged: { icon: 'tick', tone: 'told' },
  note: { icon: 'pen', tone: 'watching' },
  'notice.bounced': { icon: 'warning', tone: 'broken' },
  'notice.failed': { icon: 'warning', tone: 'broken' },
  'notice.uncertain': { icon: 'warning', tone: 'broken' },
  'garden.releasing': { icon: 'open', tone: 'confined' },
  'garden.released': { icon: 'open', tone: 'clear' },
  'garden.failed': { icon: 'warning', tone: 'broken' },
  'garden.unknown': { icon: 'warning', tone: 'broken' },
  'garden.not-enforceable': { icon: 'warning', tone: 'broken' },
  'portal.acknowledge': { icon: 'tick', tone: 'told' },
  'portal.not-me': { icon: 'scale', tone: 'waiting' },
  'portal.call': { icon: 'phone', tone: 'waiting' },
  'portal.safety': { icon: 'shield', tone: 'waiting' },
};

const FAMILIES: readonly (readonly [string, Sign])[] = [
  ['notice.', { icon: 'letter', tone: 'told' }],
  ['garden.', { icon: 'fence', tone: 'confined' }],
  ['portal.', { icon: 'clock', tone: 'waiting' }],
  ['desk.', { icon: 'person', tone: 'watching' }],
];

/** The small picture of a kind of event, in the tone of the state it stands for. */
export function signOf(kind: string): Sign {
  return (
    EXACT[kind] ??
    FAMILIES.find(([begin]) => kind.startsWith(begin))?.[1] ?? { icon: 'right', tone: 'watching' }
  );
}
