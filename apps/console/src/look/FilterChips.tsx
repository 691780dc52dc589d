import type { JSX } from 'react';

import { useWords } from '../words/speech.js';
import style from './FilterChips.module.css';
import { Icon } from './Icon.js';

export interface ChipToShow {
  readonly name: string;
  readonly title: string;
  readonly values: string;
  readonly onRemove?: () => void;
}

/** Every filter that is set, each to be taken away; `onClear` takes all. */
export function FilterChips(props: {
  chips: readonly ChipToShow[];
  onClear?: (() => void) | undefined;
  children?: JSX.Element;
}): JSX.Element {
  const { chips, onClear, children } = props;
  const words = useWords();
  return (
    <ul className={style.chips}>
      {chips.map(({ name, title, values, onRemove }) => (
        <li key={name} className={style.chip}>
          <span className={style.text}>
            <span className={style.title}>{title}</span> {values}
          </span>
          {onRemove ? (
            <button
              type="button"
              className={style.remove}
              aria-label={words.look.remove(`${title} ${values}`)}
              onClick={onRemove}
            >
              <Icon name="cross" size={10} />
            </button>
          ) : null}
        </li>
      ))}
      {children ? <li>{children}</li> : null}
      {onClear && chips.filter(({ onRemove }) => onRemove).length > 1 ? (
        <li>
          <button type="button" className={style.clear} onClick={onClear}>
            {words.look.clearFilters}
          </button>
        </li>
      ) : null}
    </ul>
  );
}
