import { Modal } from '@mantine/core';
import type { Helpline } from '@lazaret/contracts';
import { useState, type JSX } from 'react';

import { Letter } from '../cases/Letter.js';
import { sayNotice } from '../cases/say-case.js';
import { useShortcut } from '../look/use-shortcut.js';
import { When } from '../look/When.js';
import { useMay } from '../session/use-session.js';
import { useWords } from '../words/speech.js';
import style from './Answer.module.css';
import { useSayInSentence } from './use-say-when.js';

type Sent = NonNullable<Helpline['answer']>['sent'];

const SHOWN = 3;

/** Every letter of late, each to be opened exactly as it left. */
export function SentList({ sent }: { sent: Sent }): JSX.Element {
  const words = useWords();
  const when = useSayInSentence();
  const mayRead = useMay()('notice.read');
  const [all, setAll] = useState(false);
  const [open, setOpen] = useState<number | null>(null);
  const newest = sent[0];
  useShortcut(
    {
      keys: 'e',
      label: words.helpline.key.letter,
      group: words.helpline.key.group,
      run: () => setOpen(newest?.id ?? null),
    },
    mayRead && newest !== undefined,
  );
  if (sent.length === 0) return <>{words.helpline.sentNothing}</>;
  const { letterState } = words.cases.page;
  const shown = all ? sent : sent.slice(0, SHOWN);
  const hidden = sent.length - shown.length;
  return (
    <>
      <ul className={style.sent}>
        {shown.map((it) => {
          const { id, state, sentAt, plannedAt } = it;
          const at = sentAt ?? plannedAt;
          const name = sayNotice({ ...it, error: null }, words);
          return (
            <li key={id}>
              {mayRead ? (
                <button
                  type="button"
                  className={style.link}
                  title={words.helpline.open}
                  aria-label={`${name}, ${when(at)}: ${words.helpline.open}`}
                  onClick={() => setOpen(id)}
                >
                  {name}
                </button>
              ) : (
                name
              )}{' '}
              <span className={style.dim}>
                <When at={at} as="near" />, {letterState[state] ?? state}
              </span>
            </li>
          );
        })}
      </ul>
      {hidden > 0 ? (
        <button type="button" className={style.link} onClick={() => setAll(true)}>
          {words.helpline.moreSent(hidden)}
        </button>
      ) : null}
      {open === null ? null : (
        <Modal
          opened
          size={664}
          title={words.helpline.letterTitle}
          closeButtonProps={{ 'aria-label': words.look.close }}
          onClose={() => setOpen(null)}
        >
          <Letter id={open} />
        </Modal>
      )}
    </>
  );
}
