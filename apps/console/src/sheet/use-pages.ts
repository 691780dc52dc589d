import type { Reply, Route } from '@lazaret/contracts';
import { useInfiniteQuery, type InfiniteData } from '@tanstack/react-query';
import { useMemo } from 'react';

import { ask, type Problem } from '../ask.js';
import { keyOf } from '../use-ask.js';

interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}
type ItemOf<R extends Route> = Reply<R> extends PageOf<infer Item> ? Item : never;

export interface Pages<Item> {
  /** Null: not there yet. */
  readonly rows: readonly Item[] | null;
  readonly error: Problem | null;
  readonly more: boolean;
  readonly loadMore: () => void;
  readonly retry: () => void;
}

interface HowToPage {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly when?: boolean;
  /** So often all shown pages are asked again, ms; it may look at what is there. */
  readonly everyMs?: (rows: readonly unknown[]) => number | false;
}

const PAGE = 50;

/** A list, page by page; another filter is another list. */
export function usePages<const R extends Route>(
  route: R,
  query: Readonly<Record<string, string | undefined>>,
  { params, when, everyMs }: HowToPage = {},
): Pages<ItemOf<R>> {
  type Page = PageOf<ItemOf<R>>;
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery<
    Page,
    Problem,
    InfiniteData<Page, string | undefined>,
    readonly unknown[],
    string | undefined
  >({
    queryKey: keyOf(route, { pages: query, params }),
    queryFn: ({ pageParam, signal }) =>
      (ask as Loose)(
        route,
        {
          params,
          query: { ...query, limit: PAGE, ...(pageParam === undefined ? {} : { after: pageParam }) },
        },
        signal,
      ) as Promise<Page>,
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    ...(when === undefined ? {} : { enabled: when }),
    ...(everyMs
      ? { refetchInterval: ({ state }) => everyMs(state.data?.pages.flatMap(({ items }) => items) ?? []) }
      : {}),
  });
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? null, [data]);
  return {
    rows,
    error: data ? null : error,
    more: hasNextPage,
    loadMore: () => {
      if (!isFetchingNextPage) void fetchNextPage();
    },
    retry: () => void refetch(),
  };
}

// The types of `ask` depend on which route it is; here it is any.
type Loose = (route: Route, given: unknown, signal?: AbortSignal) => Promise<unknown>;
