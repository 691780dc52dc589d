import { routes, type CasePage } from '@lazaret/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { ask, Problem } from '../ask.js';
import { useAnnounce } from '../look/announce.js';
import { useToast } from '../look/toast.js';
import { keyOf } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import { useListChanges } from './use-cases.js';

export type CaseActionName = CasePage['actions'][number]['action'];

export interface Acting {
  readonly act: (action: CaseActionName, why: string) => Promise<void>;
  readonly busy: boolean;
  readonly error: unknown;
  /** Somebody was faster: what the case looks like now. */
  readonly changed: CasePage | null;
  readonly forget: () => void;
}

/** Does one thing with a case, as it was seen; whoever was faster is told of, and nothing is done. */
export function useAct(seen: CasePage, onDone: () => void): Acting {
  const words = useWords();
  const client = useQueryClient();
  const toast = useToast();
  const announce = useAnnounce();
  const { patch } = useListChanges();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [changed, setChanged] = useState<CasePage | null>(null);

  const take = (it: CasePage): void => {
    client.setQueryData(keyOf(routes.case, { params: { code: it.code } }), it);
    patch(it);
    for (const route of [routes.caseTimeline, routes.health, routes.approvals])
      void client.invalidateQueries({ queryKey: keyOf(route) });
  };
  const act = async (action: CaseActionName, why: string): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const reply = await ask(routes.actOnCase, {
        params: { code: seen.code },
        body: { action, why },
        version: seen.version,
      });
      take(reply.case);
      toast({ text: words.cases.page.done[action], tone: 'clear' });
      onDone();
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 412) {
        const now = problem.current as CasePage | undefined;
        if (now !== undefined) {
          setChanged(now);
          announce(words.cases.page.changedTitle);
        }
        void client.invalidateQueries({ queryKey: keyOf(routes.caseTimeline) });
      }
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const forget = (): void => {
    if (changed) take(changed);
    setChanged(null);
    setError(null);
  };
  return { act, busy, error, changed, forget };
}
