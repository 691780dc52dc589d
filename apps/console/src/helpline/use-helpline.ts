import { routes, type Helpline } from '@lazaret/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';

import { ask } from '../ask.js';

/** What the caller said, and when it was; `at` null: now. */
export interface Question {
  readonly words: string;
  /** ISO 8601. */
  readonly at: string | null;
}

export interface Asked {
  readonly question: Question;
  readonly found: Helpline;
  /** How long the answer took. */
  readonly ms: number;
}

export interface HelplineState {
  readonly asked: Asked | null;
  readonly looking: Question | null;
  readonly error: unknown;
  readonly look: (question: Question) => Promise<Asked | null>;
  /** Asks anew about the line that the answer is about; nobody is looked up again for it. */
  readonly refresh: () => Promise<void>;
  readonly clear: () => void;
}

const EVERY_MS = 3_000;
/** After so many tries whoever is at the telephone asks again by hand. */
const MOST_TRIES = 40;

/** One caller at a time. Whom somebody asked about stays in this page: not in its address, not in any store. */
export function useHelpline(): HelplineState {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [looking, setLooking] = useState<Question | null>(null);
  const [error, setError] = useState<unknown>(null);
  const control = useRef<AbortController | null>(null);
  useEffect(() => () => control.current?.abort(), []);

  const begin = useCallback((): AbortSignal => {
    control.current?.abort();
    control.current = new AbortController();
    return control.current.signal;
  }, []);
  const look = useCallback(
    async (question: Question): Promise<Asked | null> => {
      const signal = begin();
      setLooking(question);
      setError(null);
      const began = performance.now();
      try {
        const found = await find(question, signal);
        const next = { question, found, ms: performance.now() - began };
        setAsked(next);
        return next;
      } catch (problem) {
        if (signal.aborted) return null;
        setAsked(null);
        setError(problem);
        return null;
      } finally {
        if (!signal.aborted) setLooking(null);
      }
    },
    [begin],
  );

  const line = asked?.found.answer?.line ?? null;
  const refresh = useCallback(async (): Promise<void> => {
    if (line === null) return;
    try {
      const found = await find({ words: line, at: null });
      if (found.answer?.line !== line) return;
      setAsked((before) =>
        before?.found.answer?.line === line ? { ...before, found: { ...before.found, answer: found.answer } } : before,
      );
    } catch {
      // What was there stays; the next try or the next question says more.
    }
  }, [line]); // prettier-ignore

  const clear = useCallback(() => {
    begin();
    setAsked(null);
    setLooking(null);
    setError(null);
  }, [begin]);

  useWatching(asked, refresh);
  return { asked, looking, error, look, refresh, clear };
}

/** While the network is at work, the answer is brought up to date by itself. */
function useWatching(asked: Asked | null, refresh: () => Promise<void>): void {
  const answer = asked?.found.answer ?? null;
  const line = answer?.line ?? null;
  const limited = answer?.limited ?? 'no';
  useEffect(() => {
    if (line === null || (limited !== 'ending' && limited !== 'asked')) return;
    let tries = 0;
    const timer = window.setInterval(() => {
      tries += 1;
      if (tries >= MOST_TRIES) window.clearInterval(timer);
      void refresh();
    }, EVERY_MS);
    return () => window.clearInterval(timer);
  }, [line, limited, refresh]);
}

async function find({ words, at }: Question, signal?: AbortSignal): Promise<Helpline> {
  return ask(routes.helpline, { body: { words, ...(at === null ? {} : { at }) } }, signal);
}
