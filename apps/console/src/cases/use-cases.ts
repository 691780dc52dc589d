import { LONGEST_PAGE, routes, type CaseRow, type Reply } from '@lazaret/contracts';
import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

import { ask, type Problem } from '../ask.js';
import type { PlainSearch } from '../plain-search.js';
import { keyOf, useAsk } from '../use-ask.js';

type CasesReply = Reply<typeof routes.cases>;
export type CaseFacets = Reply<typeof routes.caseFacets>;

const PAGE = 100;
/** A list somebody went away from stays as it was for so long. */
const KEPT_MS = 30 * 60_000;

export interface CaseList {
  readonly rows: readonly CaseRow[];
  readonly error: Problem | null;
  readonly loading: boolean;
  readonly more: boolean;
  readonly loadMore: () => void;
  readonly retry: () => void;
}

/** The rows of a list, page by page. They stay as they are until somebody asks anew: nothing moves under the cursor. */
export function useCases(search: PlainSearch): CaseList {
  const query = useInfiniteQuery<
    CasesReply,
    Problem,
    InfiniteData<CasesReply, string | undefined>,
    readonly unknown[],
    string | undefined
  >({
    queryKey: keyOf(routes.cases, search),
    queryFn: ({ pageParam, signal }) =>
      ask(
        routes.cases,
        {
          query: {
            ...search,
            limit: Math.min(PAGE, LONGEST_PAGE),
            ...(pageParam === undefined ? {} : { after: pageParam }),
          },
        },
        signal,
      ),
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: Infinity,
    gcTime: KEPT_MS,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query;
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return {
    rows,
    error: data ? null : error,
    loading: isPending,
    more: hasNextPage,
    loadMore,
    retry: () => void refetch(),
  };
}

export function useCaseFacets(matching: PlainSearch): CaseFacets | null {
  return useAsk(routes.caseFacets, { query: matching }, { keep: true }).data ?? null;
}

/** Ways to bring lists up to date. */
export function useListChanges(): {
  readonly askAnew: () => Promise<void>;
  readonly patch: (row: CaseRow) => void;
} {
  const client = useQueryClient();
  const askAnew = useCallback(async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: keyOf(routes.cases) }),
      client.invalidateQueries({ queryKey: keyOf(routes.caseFacets) }),
    ]);
  }, [client]);
  const patch = useCallback(
    (row: CaseRow) => {
      client.setQueriesData<InfiniteData<CasesReply>>({ queryKey: keyOf(routes.cases) }, (before) =>
        before && 'pages' in before
          ? {
              ...before,
              pages: before.pages.map((page) => ({
                ...page,
                items: page.items.map((item) => (item.code === row.code ? row : item)),
              })),
            }
          : before,
      );
      void client.invalidateQueries({ queryKey: keyOf(routes.caseFacets) });
    },
    [client],
  );
  return { askAnew, patch };
}
