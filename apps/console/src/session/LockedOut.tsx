import { useEffect, useState, type JSX } from 'react';

import { useWall, useWords } from '../words/speech.js';
import { clockTime, span } from '../words/time.js';
import style from './Porch.module.css';

/** When to try again. `until` in ms; null when nobody knows. */
export function LockedOut({ until }: { until: number | null }): JSX.Element {
  const words = useWords();
  const wall = useWall();
  const left = useSecondsUntil(until ?? 0);
  if (until === null) return <p className={style.said}>{words.session.lockedSoon}</p>;
  if (left <= 0) return <p className={style.text}>{words.session.ready}</p>;
  // A clock that shows minutes must not promise the minute before.
  const at = clockTime(Math.ceil(until / 60_000) * 60_000, wall);
  return (
    <p className={style.said}>
      {words.session.locked(at, words.time.within(span(left * 1_000, words.time)))}
    </p>
  );
}

function useSecondsUntil(until: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 5_000);
    return () => window.clearInterval(timer);
  }, [until]);
  return Math.ceil((until - now) / 1_000);
}
