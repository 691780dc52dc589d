import { routes, type CasePage } from '@lazaret/contracts';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { ask, Problem } from '../ask.js';
import { useAnnounce } from '../look/announce.js';
import { useToast } from '../look/toast.js';
import { keyOf } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import { newestEntry } from './newest-entry.js';
import { useListChanges } from './use-cases.js';

export type CaseActionName = CasePage['actions'][number]['action'];

/** Somebody changed the case meanwhile. */
interface Faster {
  /** What it looks like now. */
  readonly now: CasePage;
  /** The newest entry of the timeline that was known before; null when none was. */
  readonly since: number | null;
  /** The reason that was given; it is not lost. */
  readonly why: string;
}

export interface Acting {
  /** Does it with the case as it was seen, and after somebody was faster, as it is now. */
  readonly act: (why: string) => void;
  readonly busy: boolean;
  readonly error: unknown;
  readonly faster: Faster | null;
  /** Shows what somebody made of it. */
  readonly look: () => void;
}

export function useAct(seen: CasePage, action: CaseActionName, onDone: () => void): Acting {
  const words = useWords();
  const client = useQueryClient();
  const toast = useToast();
  const announce = useAnnounce();
  const { patch } = useListChanges();
  const [known] = useState(() => knownEntry(client, seen.code));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [faster, setFaster] = useState<Faster | null>(null);

  const take = (it: CasePage): void => {
    client.setQueryData(keyOf(routes.case, { params: { code: it.code } }), it);
    patch(it);
    for (const route of [routes.caseTimeline, routes.health, routes.approvals])
      void client.invalidateQueries({ queryKey: keyOf(route) });
  };
  const run = async (why: string): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const { version } = faster?.now ?? seen;
      const reply = await ask(routes.actOnCase, {
        params: { code: seen.code },
        body: { action, why },
        version,
      });
      take(reply.case);
      toast({ text: words.cases.page.done[action], tone: 'clear' });
      onDone();
    } catch (problem) {
      const now =
        problem instanceof Problem && problem.status === 412
          ? (problem.current as CasePage | undefined)
          : undefined;
      if (now === undefined) setError(problem);
      else {
        setFaster({ now, since: known, why });
        announce(words.cases.page.changedTitle);
      }
    } finally {
      setBusy(false);
    }
  };
  return { act: (why) => void run(why), busy, error, faster, look: () => faster && take(faster.now) };
}

function knownEntry(client: QueryClient, code: string): number | null {
  const cached = client.getQueriesData({ queryKey: keyOf(routes.caseTimeline) });
  return newestEntry(
    cached.filter(([[, given]]) => JSON.stringify(given ?? null).includes(code)).map(([, data]) => data),
  );
}
