import { useEffect, useImperativeHandle, useRef, useState, type JSX, type Ref } from 'react';

import { Icon } from '../look/Icon.js';
import { Kbd } from '../look/Kbd.js';
import { useNow } from '../words/now.js';
import { useWall, useWords } from '../words/speech.js';
import style from './AskBox.module.css';
import { readWallTime } from './read-wall-time.js';
import type { Question } from './use-helpline.js';

export interface AskBoxHandle {
  /** Empty, and ready to be written in. */
  readonly clear: () => void;
}

/** One large box for whatever the caller has at hand, and when it was, if it was not now. */
export function AskBox(props: {
  /** What is written in it when the page is opened at a line. */
  start: string;
  looking: boolean;
  /** How it was found, once it was; shown for as long as nothing else is written. */
  found: { words: string; how: string } | null;
  onAsk: (question: Question) => void;
  /** Away from the box, to what it found. */
  onLeave: () => void;
  ref: Ref<AskBoxHandle>;
}): JSX.Element {
  const { start, looking, found, onAsk, onLeave } = props;
  const words = useWords();
  const wall = useWall();
  const now = useNow();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(start);
  const [when, setWhen] = useState<string | null>(null);
  useEffect(() => {
    field.current?.focus();
  }, []);
  useEffect(() => setText(start), [start]);
  useImperativeHandle(
    props.ref,
    () => ({
      clear: () => {
        setText('');
        setWhen(null);
        field.current?.focus();
      },
    }),
    [],
  );
  const at = when === null || when === '' ? null : readWallTime(when, wall.zone);
  const ahead = at !== null && Date.parse(at) > now;
  const trimmed = text.trim();
  const told = found !== null && found.words === trimmed && !looking;
  const send = (): void => {
    if (trimmed === '' || ahead) return;
    field.current?.select();
    onAsk({ words: trimmed, at });
  };
  return (
    <form
      role="search"
      aria-label={words.helpline.label}
      className={style.form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label className={style.box}>
        <Icon name="search" size={18} />
        <span className="unseen">{words.helpline.label}</span>
        <input
          ref={field}
          className={style.field}
          type="text"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          enterKeyHint="search"
          placeholder={words.helpline.placeholder}
          value={text}
          maxLength={300}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.preventDefault();
            event.stopPropagation();
            onLeave();
          }}
        />
        {told ? (
          <span className={style.how}>
            {found.how} <Kbd keys="Escape" />
          </span>
        ) : (
          <button type="submit" className={style.find} disabled={trimmed === '' || looking || ahead}>
            {looking ? words.helpline.finding : words.helpline.find}
            {looking ? null : <Kbd keys="Enter" always />}
          </button>
        )}
      </label>
      <div className={style.below}>
        {when === null ? (
          <button type="button" className={style.link} onClick={() => setWhen('')}>
            {words.helpline.at}
          </button>
        ) : (
          <>
            <label className={style.when}>
              {words.helpline.atLabel(wall.zone)}
              <input
                type="datetime-local"
                step={1}
                className={style.time}
                value={when}
                aria-invalid={ahead}
                aria-describedby={ahead ? 'helpline-ahead' : undefined}
                onChange={(event) => setWhen(event.currentTarget.value)}
              />
            </label>
            <button type="button" className={style.link} onClick={() => setWhen(null)}>
              {words.helpline.atForget}
            </button>
            {ahead ? (
              <p id="helpline-ahead" role="alert" className={style.error}>
                {words.helpline.atFuture}
              </p>
            ) : null}
          </>
        )}
      </div>
    </form>
  );
}
