import type { CaseRow } from '@lazaret/contracts';
import { FlexRender, type Row } from '@tanstack/react-table';
import { memo, type JSX, type MouseEvent } from 'react';

import { StateBadge } from '../look/StateBadge.js';
import { useSayWhen, When } from '../look/When.js';
import { useWords } from '../words/speech.js';
import { filterOf, isLoud } from './CaseCell.js';
import { CellFilter } from './CellFilter.js';
import type { CaseTableFeatures } from './CaseTable.js';
import style from './CaseTable.module.css';
import { SHAPES, type ColumnName } from './columns.js';
import type { FilterName } from './list-state.js';
import { sayNext, sayWhat } from './say-case.js';
import { TickBox } from './TickBox.js';

interface CaseTableRowProps {
  readonly row: Row<CaseTableFeatures, CaseRow>;
  readonly index: number;
  /** px from the top. */
  readonly start: number;
  readonly height: number;
  readonly grid: string;
  readonly narrow: boolean;
  readonly columns: readonly ColumnName[];
  readonly id: string;
  readonly active: boolean;
  readonly activeColumn: ColumnName | null;
  readonly selected: boolean;
  readonly href: string;
  readonly onTick: (index: number, range: boolean) => void;
  readonly onActive: (index: number) => void;
  readonly onPeek: (code: string) => void;
  readonly onOpen: (code: string) => void;
  readonly onFilter: (how: 'only' | 'not', name: FilterName, value: string) => void;
}

/** One case. A click looks inside; its name is a link, so that it opens in a tab of its own like any other. */
export const CaseTableRow = memo(function CaseTableRow(props: CaseTableRowProps): JSX.Element {
  const { row, index, active, selected, narrow, id, href } = props;
  const words = useWords();
  const it = row.original;
  const name = words.cases.on(sayWhat(it, words), it.line);
  const classes = [style.row, style.line36, active ? style.active : '', selected ? style.selected : '', it.waits === 'person' ? style.loud : '']; // prettier-ignore
  const onClick = (event: MouseEvent): void => {
    if (event.defaultPrevented) return;
    props.onActive(index);
    if (event.shiftKey) props.onTick(index, true);
    else if (narrow) props.onOpen(it.code);
    else props.onPeek(it.code);
  };
  const open = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    props.onOpen(it.code);
  };
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={classes.join(' ')}
      style={{
        transform: `translateY(${props.start}px)`,
        height: props.height,
        gridTemplateColumns: `36px ${props.grid}`,
      }}
      onClick={onClick}
    >
      <span role="gridcell" className={style.tick}>
        <TickBox
          state={selected ? 'all' : 'none'}
          label={words.cases.select(name)}
          onTick={(range) => props.onTick(index, range)}
        />
      </span>
      {narrow ? (
        <NarrowCell row={it} href={href} onOpen={open} />
      ) : (
        row.getVisibleCells().map((cell) => {
          const column = cell.column.id as ColumnName;
          const filter = filterOf(it, column);
          return (
            <span
              key={column}
              id={`${id}-${column}`}
              role="gridcell"
              className={`${style.cell} ${SHAPES[column].right ? style.right : ''} ${column === 'what' ? style.what : ''} ${props.activeColumn === column ? style.activeCell : ''}`}
            >
              {column === 'what' ? (
                <a className={style.link} href={href} tabIndex={-1} onClick={open}>
                  <FlexRender cell={cell} />
                </a>
              ) : (
                <FlexRender cell={cell} />
              )}
              {filter ? (
                <CellFilter name={filter.name} value={filter.value} onFilter={props.onFilter} />
              ) : null}
            </span>
          );
        })
      )}
    </div>
  );
});

function NarrowCell({
  row,
  href,
  onOpen,
}: {
  row: CaseRow;
  href: string;
  onOpen: (event: MouseEvent) => void;
}): JSX.Element {
  const words = useWords();
  const when = useSayWhen();
  return (
    <span role="gridcell" className={style.narrow}>
      <span className={style.pair}>
        <a className={style.link} href={href} tabIndex={-1} onClick={onOpen}>
          <b className={style.name}>{sayWhat(row, words)}</b> <span className={style.line}>{row.line}</span>
        </a>
        <span className={style.dim}>
          {row.lastSeenAt === null ? words.time.never : <When at={row.lastSeenAt} as="span" />}
        </span>
      </span>
      <span className={style.pair}>
        <StateBadge badge={row.badge} days={row.badgeDays} quiet={!isLoud(row)} />
        <span className={style.dim}>{sayNext(row.next, words, when)}</span>
      </span>
    </span>
  );
}
