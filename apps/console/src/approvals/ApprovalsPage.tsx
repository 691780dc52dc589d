import { routes } from '@lazaret/contracts';
import type { JSX } from 'react';

import { Bones } from '../look/Bones.js';
import { EmptyState } from '../look/EmptyState.js';
import { ErrorState } from '../look/ErrorState.js';
import { Sheet } from '../sheet/Sheet.js';
import { useAsk } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import { Answered } from './Answered.js';
import style from './approvals.module.css';
import { Waiting } from './Waiting.js';

const EVERY_MS = 20_000;
/** More than this never wait at once: each case and each policy has one at most, for a day. */
const MOST = 200;

/** What waits for a second person, and what became of it. */
export function ApprovalsPage(): JSX.Element {
  const { approvals: said } = useWords();
  const { data, error, refetch } = useAsk(
    routes.approvals,
    { query: { state: 'open', limit: MOST } },
    { everyMs: EVERY_MS },
  );
  const open = data?.items ?? null;
  return (
    <Sheet title={said.title} summary={open && open.length > 0 ? said.waiting(open.length) : null}>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Bones lines={4} height={48} /> : null}
      {open?.length === 0 ? (
        <EmptyState title={said.none}>
          {said.help} {said.noneHelp}
        </EmptyState>
      ) : null}
      {open && open.length > 0 ? <p className={style.help}>{said.help}</p> : null}
      {open && open.length > 0 ? (
        <ul className={style.waiting} aria-label={said.waiting(open.length)}>
          {open.map((approval) => (
            <Waiting key={approval.id} approval={approval} />
          ))}
        </ul>
      ) : null}
      <Answered />
    </Sheet>
  );
}
