import type { Reply, Route } from '@lazaret/contracts';
import {
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';

import { ask, type Given, type Problem } from './ask.js';

type QueryKey = readonly [path: string, given?: unknown];

/** Under this key an answer is kept; without `given`, the beginning of all keys of the route. */
export function keyOf(route: Route, given?: unknown): QueryKey {
  return given === undefined ? [route.path] : [route.path, given];
}

/** One question, for `useQuery`, loaders and prefetching alike. */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- the library's own inference is the type
export function asking<const R extends Route>(route: R, given: Given<R>) {
  return queryOptions<Reply<R>, Problem>({
    queryKey: keyOf(route, given),
    queryFn: ({ signal }) => (ask as Loose)(route, given, signal) as Promise<Reply<R>>,
  });
}

export interface HowToAsk {
  /** False: not yet. */
  readonly when?: boolean;
  readonly everyMs?: number;
  /** Keep showing the answer to the last question until the next is there. */
  readonly keep?: boolean;
  /** So long an answer is good without asking again, ms. */
  readonly goodForMs?: number;
}

export function useAsk<const R extends Route>(
  route: R,
  given: Given<R>,
  how: HowToAsk = {},
): UseQueryResult<Reply<R>, Problem> {
  return useQuery({
    ...asking(route, given),
    ...(how.when === undefined ? {} : { enabled: how.when }),
    ...(how.everyMs === undefined ? {} : { refetchInterval: how.everyMs }),
    ...(how.goodForMs === undefined ? {} : { staleTime: how.goodForMs }),
    ...(how.keep ? { placeholderData: (before: Reply<R> | undefined) => before as never } : {}),
  });
}

/** A change; afterwards everything that `touches` names is asked again. */
export function useChange<const R extends Route>(
  route: R,
  touches: readonly Route[] = [],
): UseMutationResult<Reply<R>, Problem, Given<R>> {
  const client = useQueryClient();
  return useMutation<Reply<R>, Problem, Given<R>>({
    mutationFn: (given) => (ask as Loose)(route, given) as Promise<Reply<R>>,
    onSettled: () =>
      Promise.all(touches.map((touched) => client.invalidateQueries({ queryKey: keyOf(touched) }))),
  });
}

// The types of `ask` depend on which route it is; here it is any.
type Loose = (route: Route, given: unknown, signal?: AbortSignal) => Promise<unknown>;
