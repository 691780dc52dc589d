import type { LINE_CLASSES, GardenState } from '@lazaret/kernel';
import type { JSX } from 'react';

import { Chip } from '../look/Chip.js';
import { useWords } from '../words/speech.js';
import { gardenSign } from './line-sign.js';

/** What the network is believed to do with a line; an open one is said quietly. */
export function GardenChip({ state, quiet = false }: { state: GardenState; quiet?: boolean }): JSX.Element {
  const { terms } = useWords();
  const sign = gardenSign(state);
  if (sign === null) return <>{terms.garden[state]}</>;
  return (
    <Chip {...sign} quiet={quiet}>
      {terms.garden[state]}
    </Chip>
  );
}

/** Why a line is never held back; nothing where it may be. */
export function ProtectionChip(props: {
  line: { class: (typeof LINE_CLASSES)[number]; protected: boolean; confinable: boolean };
  quiet?: boolean;
}): JSX.Element | null {
  const { line, quiet = false } = props;
  const { lines } = useWords();
  if (line.protected || line.class === 'protected')
    return (
      <Chip tone="watching" icon="shield" quiet={quiet}>
        {lines.protected}
      </Chip>
    );
  return line.confinable ? null : <>{lines.neverConfined}</>;
}
