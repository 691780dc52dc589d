import { routes, type Reply } from '@lazaret/contracts';

import { useAsk } from '../use-ask.js';

export type Health = Reply<typeof routes.health>;

const EVERY_MS = 20_000;

/** How the house is; asked again by itself. */
export function useHealth(): { readonly health: Health | null; readonly toldAt: number } {
  const { data, dataUpdatedAt } = useAsk(routes.health, {}, { everyMs: EVERY_MS });
  return { health: data ?? null, toldAt: dataUpdatedAt };
}
