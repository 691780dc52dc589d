import { Button } from '@mantine/core';
import { Fragment, type JSX, type ReactNode } from 'react';

import { useWords } from '../words/speech.js';
import style from './Table.module.css';

export interface Column<Row> {
  readonly name: string;
  readonly title: string;
  /** A figure. */
  readonly right?: boolean;
  /** Takes what the others leave. */
  readonly wide?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string | number;
  /** This one waits for somebody. */
  readonly strong?: (row: Row) => boolean;
  /** What is shown under a row, all across. */
  readonly under?: (row: Row) => ReactNode;
  readonly more?: boolean;
  readonly onMore?: () => void;
}

/** One line a row; where it is narrow, each row is a short list of names and values. */
export function Table<Row>(props: TableProps<Row>): JSX.Element {
  const { label, columns, rows, keyOf, strong, under, more = false, onMore } = props;
  const words = useWords();
  return (
    <>
      <div className={style.field} tabIndex={0} role="region" aria-label={label}>
        {/* The roles are said because narrow screens show no table, and it stays one to those who listen. */}
        <table className={style.table} role="table" aria-label={label}>
          <thead role="rowgroup">
            <tr role="row">
              {columns.map(({ name, title, right, wide }) => (
                <th
                  key={name}
                  role="columnheader"
                  scope="col"
                  className={`${right ? style.right : ''} ${wide ? style.wide : ''}`}
                >
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {rows.map((row) => {
              const below = under?.(row) ?? null;
              return (
                <Fragment key={keyOf(row)}>
                  <tr
                    role="row"
                    className={`${strong?.(row) ? style.strong : ''} ${below ? style.opened : ''}`}
                  >
                    {columns.map(({ name, title, right, wide, cell }) => (
                      <td
                        key={name}
                        role="cell"
                        data-title={title}
                        className={`${right ? style.right : ''} ${wide ? style.wide : ''}`}
                      >
                        <span className={style.value}>{cell(row)}</span>
                      </td>
                    ))}
                  </tr>
                  {below ? (
                    <tr role="row" className={style.under}>
                      <td role="cell" colSpan={columns.length}>
                        {below}
                      </td>
                    </tr>
                  ) : null}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
      {more ? (
        <div className={style.more}>
          <Button onClick={onMore}>{words.sheet.older}</Button>
        </div>
      ) : null}
    </>
  );
}
