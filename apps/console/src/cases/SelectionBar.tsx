import { Button } from '@mantine/core';
import type { BulkAction } from '@lazaret/contracts';
import type { JSX } from 'react';

import { useMay } from '../session/use-session.js';
import { useWords } from '../words/speech.js';
import { countSelected, MOST_SINGLE, type Selection } from './selection.js';
import style from './SelectionBar.module.css';

interface SelectionBarProps {
  readonly selection: Selection;
  readonly matching: number;
  /** All that are shown are picked, and there are more. */
  readonly offerAll: boolean;
  readonly onAll: () => void;
  readonly onDrop: () => void;
  readonly onBulk: (action: BulkAction) => void;
}

/** What can be done with what is picked. */
export function SelectionBar(props: SelectionBarProps): JSX.Element {
  const { selection, matching, offerAll, onAll, onDrop, onBulk } = props;
  const words = useWords();
  const may = useMay();
  const count = countSelected(selection, matching);
  const tooMany = selection.kind === 'some' && count > MOST_SINGLE;
  const mayBulk = may('case.bulk') && !tooMany;
  return (
    <div className={style.bar} role="region" aria-label={words.cases.selected(count)}>
      <span className={style.count} role="status">
        {selection.kind === 'all' ? words.cases.selectedAll(count) : words.cases.selected(count)}
      </span>
      {offerAll && selection.kind === 'some' ? (
        <Button variant="subtle" onClick={onAll}>
          {words.cases.selectMatching(matching)}
        </Button>
      ) : null}
      {tooMany ? <span className={style.dim}>{words.cases.bulk.tooManySingle(MOST_SINGLE)}</span> : null}
      <span className={style.verbs}>
        {mayBulk && may('garden.release') ? (
          <Button onClick={() => onBulk('release')}>{words.cases.bulk.verb.release} …</Button>
        ) : null}
        {mayBulk ? (
          <>
            <Button onClick={() => onBulk('call-back')}>{words.cases.bulk.verb['call-back']} …</Button>
            <Button onClick={() => onBulk('note')}>{words.cases.bulk.verb.note} …</Button>
          </>
        ) : null}
        <Button variant="subtle" onClick={onDrop}>
          {words.cases.drop}
        </Button>
      </span>
    </div>
  );
}
