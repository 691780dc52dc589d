import type { JSX, ReactNode } from 'react';

import style from './Chip.module.css';
import { Icon, type IconName } from './Icon.js';
import type { Tone } from './tones.js';

/** A state in one tone, with the icon and the word that say the same. */
export function Chip(props: {
  tone: Tone;
  icon: IconName;
  quiet?: boolean;
  children: ReactNode;
}): JSX.Element {
  const { tone, icon, quiet = false, children } = props;
  return (
    <span className={`${style.chip} ${style[tone]} ${quiet ? style.quiet : ''}`}>
      <Icon name={icon} />
      <span className={style.word}>{children}</span>
    </span>
  );
}
