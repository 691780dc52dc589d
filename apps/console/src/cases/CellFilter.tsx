import type { JSX } from 'react';

import { Icon } from '../look/Icon.js';
import { useWords } from '../words/speech.js';
import style from './CaseTable.module.css';
import { sayValue } from './filter-chips.js';
import type { FilterName } from './list-state.js';

/** Filter for a cell, or filter it out: seen when the pointer is there. By keyboard it is `+` and `-` on the cell. */
export function CellFilter(props: {
  name: FilterName;
  value: string;
  onFilter: (how: 'only' | 'not', name: FilterName, value: string) => void;
}): JSX.Element {
  const { name, value, onFilter } = props;
  const words = useWords();
  const said = sayValue(name, value, words);
  return (
    <span className={style.filter}>
      {(['only', 'not'] as const).map((how) => {
        const label = how === 'only' ? words.look.include(said) : words.look.exclude(said);
        return (
          <button
            key={how}
            type="button"
            tabIndex={-1}
            aria-label={label}
            title={label}
            onClick={(event) => {
              event.preventDefault();
              onFilter(how, name, value);
            }}
          >
            <Icon name={how === 'only' ? 'plus' : 'minus'} size={10} />
          </button>
        );
      })}
    </span>
  );
}
