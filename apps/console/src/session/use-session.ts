import { routes, type Reply } from '@lazaret/contracts';
import type { Permission } from '@lazaret/kernel';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

import { ask } from '../ask.js';
import { asking, keyOf } from '../use-ask.js';

export type Session = Reply<typeof routes.session>;
export type Preferences = Session['preferences'];

/** Who is signed in, if it is known already; it is never asked here. */
export function useKnownSession(): Session | null {
  return useQuery({ ...asking(routes.session, {}), enabled: false }).data ?? null;
}

/** Who is signed in. @throws Error outside the frame, which asks before it shows anything */
export function useSession(): Session {
  const session = useKnownSession();
  if (session === null) throw new Error('nobody is signed in');
  return session;
}

export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useSession();
  return (permission) => permissions.includes(permission);
}

/** Changes how the console looks to the operator: at once here, then for every other browser of theirs. */
export function useChangePreferences(): (change: Partial<Preferences>) => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    async (change) => {
      const key = keyOf(routes.session, {});
      const before = client.getQueryData<Session>(key);
      if (!before) return;
      const preferences = { ...before.preferences, ...change };
      client.setQueryData<Session>(key, { ...before, preferences });
      try {
        await ask(routes.preferences, { body: preferences });
      } catch (error) {
        client.setQueryData<Session>(key, before);
        throw error;
      }
    },
    [client],
  );
}
