import { MOST_IN_BULK, routes, type BulkAction, type Reply } from '@lazaret/contracts';
import type { JSX } from 'react';

import { ConfirmWithReason } from '../look/ConfirmWithReason.js';
import { sayProblem } from '../look/ErrorState.js';
import { useAsk, useChange } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import style from './Bulk.module.css';

export type BulkRun = Reply<typeof routes.startBulk>;
type Which = { codes: string[] } | { search: string };

/** What a bulk action would do, then why, then go. */
export function BulkDialog(props: {
  action: BulkAction;
  which: Which;
  onStarted: (run: BulkRun) => void;
  onClose: () => void;
}): JSX.Element {
  const { action, which, onStarted, onClose } = props;
  const words = useWords();
  const { bulk } = words.cases;
  const preview = useAsk(routes.previewBulk, { body: { action, which } }, { goodForMs: 0 });
  const start = useChange(routes.startBulk);
  const { data } = preview;
  const ready = data !== undefined && !data.tooMany && data.would > 0;
  return (
    <ConfirmWithReason
      title={bulk.title[action]}
      verb={ready ? bulk.start[action](data.would) : bulk.verb[action]}
      {...(action === 'note' ? { label: bulk.noteLabel, hint: words.cases.page.noteHint } : {})}
      busy={start.isPending}
      blocked={!ready}
      error={start.error}
      onConfirm={(why) => {
        start.mutate({ body: { action, which, why } }, { onSuccess: onStarted });
      }}
      onClose={onClose}
    >
      <div role="status">
        {data === undefined ? (
          <p>{preview.error ? sayProblem(preview.error, words).help : bulk.looking}</p>
        ) : null}
        {data?.tooMany ? <p className={style.stop}>{bulk.tooMany(MOST_IN_BULK)}</p> : null}
        {data && !data.tooMany ? (
          <>
            <p>
              <b>{data.would === 0 ? bulk.nothing : bulk.would(data.would, data.total)}</b>
            </p>
            {data.skipped.map(({ why, count }) => (
              <p key={why} className={style.dim}>
                {bulk.skipped(count, words.terms.forbidden[why])}
              </p>
            ))}
            <p className={style.dim}>{bulk.cannotUndo[action]}</p>
          </>
        ) : null}
      </div>
    </ConfirmWithReason>
  );
}
