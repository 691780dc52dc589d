import type { Badge } from '@lazaret/contracts';

/** What colour means: the state of a case, and nothing else. */
export const TONES = ['watching', 'told', 'waiting', 'confined', 'clear', 'broken'] as const;
export type Tone = (typeof TONES)[number];

const TONE_OF: Readonly<Record<Badge, Tone>> = {
  asked: 'waiting',
  appeal: 'waiting',
  call: 'waiting',
  desk: 'waiting',
  network: 'broken',
  bounced: 'broken',
  broken: 'broken',
  confined: 'confined',
  told: 'told',
  delivered: 'told',
  acknowledged: 'told',
  watching: 'watching',
  observing: 'watching',
  protected: 'watching',
  clear: 'clear',
  closed: 'clear',
};

export function toneOf(badge: Badge): Tone {
  return TONE_OF[badge];
}
