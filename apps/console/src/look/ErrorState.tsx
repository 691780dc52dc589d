import { Button } from '@mantine/core';
import type { JSX } from 'react';

import { Problem } from '../ask.js';
import { useWords } from '../words/speech.js';
import type { Words } from '../words/words.js';
import { Address } from './Address.js';
import style from './states.module.css';

/** What went wrong, what was kept, what to do; with the number to ask about. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }): JSX.Element {
  const words = useWords();
  const { title, help } = sayProblem(error, words);
  const traceId = error instanceof Problem ? error.traceId : null;
  return (
    <div className={style.state} role="alert">
      <p className={style.title}>{title}</p>
      <p className={style.text}>{help}</p>
      {onRetry ? (
        <div className={style.action}>
          <Button onClick={onRetry}>{words.look.retry}</Button>
        </div>
      ) : null}
      {traceId ? (
        <p className={style.trace}>
          {words.look.problem.trace} <Address copy>{traceId}</Address>
        </p>
      ) : null}
    </div>
  );
}

/** A problem in words that help. What the API says of a refusal is kept: it names the place and the remedy. */
export function sayProblem(
  error: unknown,
  { look: { problem } }: Words,
): { readonly title: string; readonly help: string } {
  if (!(error instanceof Problem)) return { title: problem.broken, help: problem.brokenHelp };
  const { status, detail } = error;
  if (status === 0) return { title: problem.unreached, help: problem.unreachedHelp };
  if (status === 403) return { title: problem.forbidden, help: detail ?? problem.forbiddenHelp };
  if (status === 404) return { title: problem.missing, help: detail ?? problem.missingHelp };
  if (status === 429) return { title: problem.busy, help: problem.busyHelp };
  if (status === 502 || status === 503 || status === 504)
    return { title: problem.unreached, help: detail ?? problem.unreachedHelp };
  if (status >= 500) return { title: problem.broken, help: problem.brokenHelp };
  return { title: problem.title, help: error.errors[0]?.detail ?? detail ?? error.title };
}
