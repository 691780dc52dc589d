import { API_BASE, routes } from '@lazaret/contracts';
import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  type JSX,
  type ReactNode,
} from 'react';

import { keyOf } from '../use-ask.js';
import { readCasesChanged } from './read-event.js';

interface Live {
  /** Cases that changed and are not shown yet. Without `since`, nobody knows how many: the clock was moved. */
  readonly changed: { readonly count: number; readonly since: string | null } | null;
  /** They are shown now. */
  readonly shown: () => void;
  /** Events are coming in. */
  readonly steady: boolean;
}

const LiveContext = createContext<Live>({ changed: null, shown: () => undefined, steady: true });

/**
 * Listens to what changes in the house. Lists say "N changed, show" and are never re-ordered under the cursor; single
 * things and figures are asked again at once.
 */
export function LiveProvider({ children }: { children: ReactNode }): JSX.Element {
  const client = useQueryClient();
  const [changed, setChanged] = useState<Live['changed']>(null);
  const [steady, setSteady] = useState(true);
  useEffect(() => {
    const source = new EventSource(`${API_BASE}${routes.events.path}`);
    const again = (...keys: (typeof routes)[keyof typeof routes][]): void => {
      for (const route of keys) void client.invalidateQueries({ queryKey: keyOf(route) });
    };
    source.addEventListener('cases', (event: MessageEvent) => {
      const { count, since } = readCasesChanged(event.data);
      setChanged((before) => ({ count: (before?.count ?? 0) + count, since: before?.since ?? since }));
      again(routes.health, routes.case, routes.caseTimeline);
    });
    source.addEventListener('clock', () => {
      setChanged((before) => before ?? { count: 0, since: null });
      again(routes.health, routes.case, routes.caseTimeline);
    });
    source.addEventListener('open', () => setSteady(true));
    // The browser tries again by itself.
    source.addEventListener('error', () => setSteady(false));
    return () => source.close();
  }, [client]);
  const shown = useCallback(() => setChanged(null), []);
  const live = useMemo(() => ({ changed, shown, steady }), [changed, shown, steady]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): Live {
  return useContext(LiveContext);
}
