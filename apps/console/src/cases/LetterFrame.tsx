import { useMemo, useRef, useState, type JSX } from 'react';

import style from './Letter.module.css';
import { dressLetter, prepareLetter } from './prepare-letter.js';

const TALLEST = 900;

/** A letter as a mail program shows it: no script runs, nothing is fetched, no link leads anywhere. */
export function LetterFrame({ html, title }: { html: string; title: string }): JSX.Element {
  const prepared = useMemo(() => prepareLetter(html), [html]);
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(320);
  return (
    <iframe
      ref={frame}
      className={style.frame}
      title={title}
      // Same origin so that the looks can be put on; without scripts that gives the letter nothing.
      sandbox="allow-same-origin"
      srcDoc={prepared.markup}
      style={{ height }}
      onLoad={() => {
        if (frame.current) setHeight(Math.min(TALLEST, Math.max(120, dressLetter(frame.current, prepared))));
      }}
    />
  );
}
