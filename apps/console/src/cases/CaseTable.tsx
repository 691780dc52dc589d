import type { CaseRow } from '@lazaret/contracts';
import {
  columnOrderingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type JSX,
  type KeyboardEvent,
  type Ref,
} from 'react';

import { Bone } from '../look/Bones.js';
import { useWords } from '../words/speech.js';
import { CaseCell, filterOf } from './CaseCell.js';
import style from './CaseTable.module.css';
import { CaseTableRow } from './CaseTableRow.js';
import { COLUMN_NAMES, fitColumns, gridOf, type ColumnName } from './columns.js';
import type { FilterName, Sort } from './list-state.js';
import { isSelected, pageTick, type Selection } from './selection.js';
import { SortHead } from './SortHead.js';
import { TickBox } from './TickBox.js';

export interface CaseTableHandle {
  readonly focus: () => void;
}

interface CaseTableProps {
  readonly rows: readonly CaseRow[];
  readonly total: number;
  readonly more: boolean;
  readonly onMore: () => void;
  readonly columns: readonly ColumnName[];
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly active: number;
  readonly onActive: (index: number) => void;
  readonly selection: Selection;
  readonly onTick: (index: number, range: boolean) => void;
  readonly onTickPage: () => void;
  readonly onFilter: (how: 'only' | 'not', name: FilterName, value: string) => void;
  readonly onPeek: (code: string) => void;
  readonly onOpen: (code: string) => void;
  readonly hrefOf: (code: string) => string;
  readonly startAt: number;
  readonly onScroll: (offset: number) => void;
  readonly ref: Ref<CaseTableHandle>;
}

const ROW = 36;
const TALL_ROW = 60;
/** Below this width there is one cell a row, in two lines. */
const NARROW = 520;
/** For the tick box and the edge on the left, and the edge on the right. */
const EDGES = 48;

const features = tableFeatures({ columnVisibilityFeature, columnOrderingFeature });
const helper = createColumnHelper<typeof features, CaseRow>();
const COLUMNS = helper.columns(
  COLUMN_NAMES.map((name) =>
    helper.display({ id: name, cell: ({ row }) => <CaseCell row={row.original} column={name} /> }),
  ),
);

/** Thousands of cases, one line each. The rows that are seen are the rows that exist. */
export function CaseTable(props: CaseTableProps): JSX.Element {
  const { rows, total, more, onMore, active, selection } = props;
  const words = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const narrow = width < NARROW;
  const columns = useMemo(
    () => (narrow ? (['what'] as const) : fitColumns(props.columns, width - EDGES)),
    [narrow, props.columns, width],
  );
  const [cell, setCell] = useState<number | null>(null);
  const table = useTable({
    features,
    columns: COLUMNS,
    data: rows,
    getRowId: ({ code }) => code,
    state: {
      columnOrder: columns as ColumnName[],
      columnVisibility: Object.fromEntries(COLUMN_NAMES.map((name) => [name, columns.includes(name)])),
    },
  });
  const height = narrow ? TALL_ROW : ROW;
  const count = rows.length + (more ? 1 : 0);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    initialOffset: props.startAt,
    getItemKey: (index) => rows[index]?.code ?? 'more',
    scrollPaddingStart: 36,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= rows.length - 20) onMore();
  }, [more, last, rows.length, onMore]);
  useEffect(() => virtual.measure(), [virtual, height]);
  useEffect(() => {
    if (active >= 0 && active < count) virtual.scrollToIndex(active, { align: 'auto' });
    // Only a move of the cursor scrolls; new rows do not.
  }, [active]);
  useImperativeHandle(
    props.ref,
    () => ({ focus: () => scroller.current?.focus({ preventScroll: true }) }),
    [],
  );

  const here = rows[active];
  const idOf = (index: number): string => `case-${rows[index]?.code ?? index}`;
  const onKey = (event: KeyboardEvent): void => {
    if (event.target !== scroller.current || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current.clientHeight - ROW) / height) - 1);
    const move = (to: number): void => props.onActive(Math.max(0, Math.min(rows.length - 1, to)));
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => move(active + 1),
      ArrowUp: () => move(active - 1),
      PageDown: () => move(active + page),
      PageUp: () => move(active - page),
      Home: () => move(0),
      End: () => move(rows.length - 1),
      ArrowRight: () => setCell(cell === null ? 0 : Math.min(columns.length - 1, cell + 1)),
      ArrowLeft: () => setCell(cell === null || cell === 0 ? null : cell - 1),
      '+': () => filter('only'),
      '=': () => filter('only'),
      '-': () => filter('not'),
    };
    const act = moves[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const filter = (how: 'only' | 'not'): void => {
    const column = columns[cell ?? 0];
    const found = here && column ? filterOf(here, column) : null;
    if (found) props.onFilter(how, found.name, found.value);
  };

  const grid = narrow ? 'minmax(0, 1fr)' : gridOf(columns);
  const tableRows = table.getRowModel().rows;
  const activeColumn = cell === null ? null : (columns[cell] ?? null);
  return (
    <div
      ref={scroller}
      className={style.scroller}
      role="grid"
      tabIndex={0}
      aria-label={words.cases.title}
      aria-rowcount={total + 1}
      aria-multiselectable="true"
      aria-activedescendant={
        here ? (activeColumn === null ? idOf(active) : `${idOf(active)}-${activeColumn}`) : undefined
      }
      onKeyDown={onKey}
      onScroll={(event) => props.onScroll(event.currentTarget.scrollTop)}
    >
      <div role="rowgroup" className={style.head}>
        <div
          role="row"
          aria-rowindex={1}
          className={style.row}
          style={{ gridTemplateColumns: `36px ${grid}` }}
        >
          <span role="columnheader" className={style.tick}>
            <TickBox
              state={pageTick(
                selection,
                rows.map(({ code }) => code),
              )}
              label={words.cases.selectPage}
              onTick={props.onTickPage}
            />
          </span>
          {columns.map((column) => (
            <SortHead key={column} column={column} sort={props.sort} onSort={props.onSort} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className={style.body} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start, key }) => {
          const row = tableRows[index];
          if (!row)
            return (
              <div
                key={key}
                className={style.loading}
                style={{ transform: `translateY(${start}px)`, height }}
              >
                <span className="unseen">{words.cases.loadingMore}</span>
                <Bone width="40%" />
              </div>
            );
          return (
            <CaseTableRow
              key={key}
              row={row}
              index={index}
              start={start}
              height={height}
              grid={grid}
              narrow={narrow}
              columns={columns}
              id={idOf(index)}
              active={index === active}
              activeColumn={index === active ? activeColumn : null}
              selected={isSelected(selection, row.original.code)}
              href={props.hrefOf(row.original.code)}
              onTick={props.onTick}
              onActive={props.onActive}
              onPeek={props.onPeek}
              onOpen={props.onOpen}
              onFilter={props.onFilter}
            />
          );
        })}
      </div>
    </div>
  );
}

function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(() => (typeof window === 'undefined' ? 1_000 : window.innerWidth));
  useEffect(() => {
    const seen = element.current;
    if (!seen) return;
    const observer = new ResizeObserver(() => setWidth(seen.clientWidth));
    observer.observe(seen);
    setWidth(seen.clientWidth);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

export type CaseTableFeatures = typeof features;
