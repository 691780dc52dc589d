import type { JSX, ReactNode } from 'react';

import { useWords } from '../words/speech.js';
import style from './Choice.module.css';

/** The filters of a list in one row; `onClear` where any is set. */
export function Filters(props: { children: ReactNode; onClear: (() => void) | null }): JSX.Element {
  const words = useWords();
  return (
    <div className={style.bar} role="group" aria-label={words.sheet.filters}>
      {props.children}
      {props.onClear ? (
        <button type="button" className={style.clear} onClick={props.onClear}>
          {words.look.clearFilters}
        </button>
      ) : null}
    </div>
  );
}
