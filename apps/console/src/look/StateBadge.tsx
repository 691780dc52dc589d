import type { Badge } from '@lazaret/contracts';
import type { JSX } from 'react';

import { useWords } from '../words/speech.js';
import type { Words } from '../words/words.js';
import { Chip } from './Chip.js';
import type { IconName } from './Icon.js';
import { toneOf } from './tones.js';

const ICONS: Readonly<Record<Badge, IconName>> = {
  asked: 'clock', appeal: 'scale', call: 'phone', desk: 'person', network: 'warning', bounced: 'warning', broken: 'warning',
  confined: 'fence', told: 'letter', delivered: 'letter', acknowledged: 'letter', watching: 'eye', observing: 'eye',
  protected: 'shield', clear: 'tick', closed: 'tick',
}; // prettier-ignore

/** How a case looks at a glance: an icon, a word and a tone; never the tone alone. `quiet`: without its ground. */
export function StateBadge(props: { badge: Badge; days?: number | null; quiet?: boolean }): JSX.Element {
  const { badge, days = null, quiet = false } = props;
  return (
    <Chip tone={toneOf(badge)} icon={ICONS[badge]} quiet={quiet}>
      {sayBadge(badge, days, useWords())}
    </Chip>
  );
}

export function sayBadge(badge: Badge, days: number | null, { terms }: Words): string {
  if (badge === 'confined' && days !== null) return terms.confinedDay(days);
  if (badge === 'clear' && days !== null) return terms.quietDays(days);
  return terms.badge[badge];
}
