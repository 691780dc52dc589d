import { useCallback, type JSX } from 'react';

import style from './CaseTable.module.css';

/** A tick box with a large field around it. `onTick` is told whether the shift key was held. */
export function TickBox(props: {
  state: 'all' | 'some' | 'none';
  label: string;
  onTick: (range: boolean) => void;
}): JSX.Element {
  const { state, label, onTick } = props;
  const mark = useCallback(
    (box: HTMLInputElement | null) => {
      if (box) box.indeterminate = state === 'some';
    },
    [state],
  );
  return (
    <label className={style.tickField} onClick={(event) => event.stopPropagation()}>
      <input
        ref={mark}
        type="checkbox"
        tabIndex={-1}
        aria-label={label}
        checked={state === 'all'}
        onChange={(event) =>
          onTick((event.nativeEvent as unknown as { shiftKey?: boolean }).shiftKey === true)
        }
      />
    </label>
  );
}
