import { routes, type Reply } from '@lazaret/contracts';
import { useState, type JSX } from 'react';

import { Address } from '../look/Address.js';
import { ConfirmWithReason } from '../look/ConfirmWithReason.js';
import { KeyValues } from '../look/KeyValues.js';
import { useChange } from '../use-ask.js';
import { useWall, useWords } from '../words/speech.js';
import { fullDay } from '../words/time.js';
import style from './Reveal.module.css';

type Subscriber = Reply<typeof routes.reveal>;

/** Who has the line: shown for a purpose, kept by nobody, gone when the page is. */
export function Reveal({ line }: { line: string }): JSX.Element {
  const words = useWords();
  const { page } = words.cases;
  const [asking, setAsking] = useState(false);
  const [shown, setShown] = useState<{ line: string; subscriber: Subscriber } | null>(null);
  const reveal = useChange(routes.reveal);
  const subscriber = shown?.line === line ? shown.subscriber : null;
  return (
    <>
      {subscriber ? (
        <Who subscriber={subscriber} onHide={() => setShown(null)} />
      ) : (
        <KeyValues
          rows={[
            [
              page.subscriber,
              <button key="show" type="button" className={style.link} onClick={() => setAsking(true)}>
                {page.reveal}
              </button>,
            ],
          ]}
        />
      )}
      {asking ? (
        <ConfirmWithReason
          title={page.revealTitle}
          verb={page.revealVerb}
          label={page.revealWhy}
          hint={page.revealHint}
          busy={reveal.isPending}
          error={reveal.error}
          onConfirm={(purpose) =>
            reveal.mutate(
              { params: { ref: line }, body: { purpose: purpose.slice(0, 200) } },
              {
                onSuccess: (answer) => {
                  setShown({ line, subscriber: answer });
                  setAsking(false);
                },
              },
            )
          }
          onClose={() => {
            setAsking(false);
            reveal.reset();
          }}
        />
      ) : null}
    </>
  );
}

function Who({ subscriber, onHide }: { subscriber: Subscriber; onHide: () => void }): JSX.Element {
  const words = useWords();
  const wall = useWall();
  const { page } = words.cases;
  return (
    <div className={style.who} role="status">
      <KeyValues
        rows={[
          [page.subscriber, page.kind[subscriber.kind]],
          [
            page.customer,
            <Address key="ref" copy>
              {subscriber.ref}
            </Address>,
          ],
          subscriber.since === null ? null : [page.since, fullDay(Date.parse(subscriber.since), wall)],
          ...subscriber.contacts.map(
            ({ channel, value, bounced }) =>
              [
                page.channel[channel] ?? channel,
                <>
                  <Address copy>{value}</Address>
                  {bounced ? <span className={style.bounced}> {page.bounced}</span> : null}
                </>,
              ] as const,
          ),
        ]}
      />
      <button type="button" className={style.link} onClick={onHide}>
        {page.hide}
      </button>
    </div>
  );
}
