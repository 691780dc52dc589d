import type { JSX } from 'react';

import { Icon, type IconName } from './Icon.js';
import { useShortcuts } from './use-shortcut.js';

import style from './Kbd.module.css';

const SHOWN: Readonly<Record<string, string>> = { Enter: 'enter', Space: 'space', Escape: 'esc' };
// Not every machine has letters for them.
const DRAWN: Readonly<Record<string, IconName>> = {
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** A key, where it can be pressed. Hidden when single keys are switched off, and from those who only listen. */
export function Kbd({ keys, always = false }: { keys: string; always?: boolean }): JSX.Element | null {
  const { singleKeys } = useShortcuts();
  if (!singleKeys && !always) return null;
  return (
    <span aria-hidden="true" className={style.keys}>
      {keys.split(' ').map((key) => (
        <kbd key={key} className={style.key}>
          {DRAWN[key] ? <Icon name={DRAWN[key]} size={10} /> : (SHOWN[key] ?? key)}
        </kbd>
      ))}
    </span>
  );
}
