import type { JSX, ReactNode } from 'react';

import style from './KeyValues.module.css';

/** Names on the left, values on the right, a line under each. What is null is not there. */
export function KeyValues({
  rows,
}: {
  rows: readonly (readonly [name: string, value: ReactNode, title?: string] | null)[];
}): JSX.Element {
  return (
    <dl className={style.list}>
      {rows
        .filter((row) => row !== null)
        .map(([name, value, title]) => (
          <div key={name} className={style.row} title={title}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
