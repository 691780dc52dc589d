import type { JSX } from 'react';

import { Icon } from '../look/Icon.js';
import { useWords } from '../words/speech.js';
import style from './CaseTable.module.css';
import { SHAPES, type ColumnName } from './columns.js';
import type { Sort } from './list-state.js';

/** What a column can be sorted by, first this way, then that. */
const SORTS_OF: Readonly<Partial<Record<ColumnName, readonly [Sort, Sort]>>> = {
  state: ['waiting', 'waiting'],
  waits: ['waiting', 'waiting'],
  seen: ['-seen', 'seen'],
  days: ['-sightings', '-sightings'],
  sightings: ['-sightings', '-sightings'],
  next: ['next', 'next'],
  opened: ['-opened', 'opened'],
};
/** From the most to the least, or from the newest to the oldest. */
const DOWN = new Set<Sort>(['-seen', '-sightings', '-opened', 'waiting']);

export function SortHead(props: {
  column: ColumnName;
  sort: Sort;
  onSort: (sort: Sort) => void;
}): JSX.Element {
  const { column, sort, onSort } = props;
  const words = useWords();
  const title = words.cases.column[column];
  const [first, second] = SORTS_OF[column] ?? [];
  const sorted = sort === first || sort === second;
  const classes = `${style.cell} ${SHAPES[column].right ? style.right : ''} ${column === 'what' ? style.what : ''}`;
  if (first === undefined || second === undefined)
    return (
      <span role="columnheader" className={classes}>
        {title}
      </span>
    );
  const next = sort === first ? second : first;
  return (
    <span
      role="columnheader"
      className={classes}
      aria-sort={sorted ? (DOWN.has(sort) ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className={style.sort}
        tabIndex={-1}
        title={`${words.cases.sort}: ${words.cases.sorts[next]}`}
        onClick={() => onSort(next)}
      >
        {title}
        <span className={sorted ? (DOWN.has(sort) ? style.down : style.up) : style.unsorted}>
          <Icon name="down" size={10} />
        </span>
      </button>
    </span>
  );
}
