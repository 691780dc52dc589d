import { Button } from '@mantine/core';
import { useState, type JSX } from 'react';

import { keep, kept } from '../session/keep.js';
import { useWords } from '../words/speech.js';
import style from './Banners.module.css';

const KEPT = 'lazaret.cases.met';

/** Tells a newcomer what to look at; once. */
export function FirstVisit({ waiting, onShow }: { waiting: number; onShow: () => void }): JSX.Element | null {
  const words = useWords();
  const [met, setMet] = useState(() => kept(KEPT) !== null);
  if (met) return null;
  const done = (): void => {
    keep(KEPT, 'yes');
    setMet(true);
  };
  return (
    <section className={style.first} aria-label={words.cases.first.title}>
      <div>
        <p>
          <b>{words.cases.first.title}</b> {words.cases.first.text(waiting)}
        </p>
        <p className={style.keys}>{words.cases.first.keys}</p>
      </div>
      <div className={style.buttons}>
        {waiting > 0 ? (
          <Button
            onClick={() => {
              done();
              onShow();
            }}
          >
            {words.cases.first.show}
          </Button>
        ) : null}
        <Button variant="subtle" onClick={done}>
          {words.cases.first.done}
        </Button>
      </div>
    </section>
  );
}
