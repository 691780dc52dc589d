import { Button, Checkbox, Popover } from '@mantine/core';
import type { JSX } from 'react';

import { Icon } from '../look/Icon.js';
import { useWords } from '../words/speech.js';
import { COLUMN_NAMES, moveColumn, toggleColumn, USUAL_COLUMNS, type ColumnName } from './columns.js';
import style from './menus.module.css';

/** Which columns, and in which order. */
export function ColumnsMenu(props: {
  columns: readonly ColumnName[];
  onChange: (columns: readonly ColumnName[]) => void;
}): JSX.Element {
  const { columns, onChange } = props;
  const words = useWords();
  const hidden = COLUMN_NAMES.filter((name) => !columns.includes(name));
  return (
    <Popover position="bottom-end" width={272} trapFocus returnFocus>
      <Popover.Target>
        <Button variant="subtle">{words.cases.columns}</Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.cases.columns} p={8}>
        <ul className={style.list}>
          {[...columns, ...hidden].map((name) => {
            const title = words.cases.column[name];
            const at = columns.indexOf(name);
            return (
              <li key={name} className={style.item}>
                <Checkbox
                  className={style.grow}
                  label={title}
                  checked={at >= 0}
                  disabled={name === 'what'}
                  onChange={() => onChange(toggleColumn(columns, name))}
                />
                {at >= 0 ? (
                  <>
                    <button
                      type="button"
                      className={style.small}
                      aria-label={words.cases.columnUp(title)}
                      disabled={at === 0}
                      onClick={() => onChange(moveColumn(columns, name, -1))}
                    >
                      <span className={style.upward}>
                        <Icon name="down" size={10} />
                      </span>
                    </button>
                    <button
                      type="button"
                      className={style.small}
                      aria-label={words.cases.columnDown(title)}
                      disabled={at === columns.length - 1}
                      onClick={() => onChange(moveColumn(columns, name, 1))}
                    >
                      <Icon name="down" size={10} />
                    </button>
                  </>
                ) : null}
              </li>
            );
          })}
        </ul>
        <Button variant="subtle" fullWidth onClick={() => onChange(USUAL_COLUMNS)}>
          {words.cases.columnsReset}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
