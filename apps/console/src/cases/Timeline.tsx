import { Button } from '@mantine/core';
import { routes, type CasePage, type Reply } from '@lazaret/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, type JSX } from 'react';

import { ask, type Problem } from '../ask.js';
import { Bones } from '../look/Bones.js';
import { ErrorState } from '../look/ErrorState.js';
import { keyOf } from '../use-ask.js';
import { useNow } from '../words/now.js';
import { useWall, useWords } from '../words/speech.js';
import { dayHeading } from '../words/time.js';
import { foldSightings } from './fold-sightings.js';
import { groupByDay } from './group-by-day.js';
import style from './Timeline.module.css';
import { TimelineEntry } from './TimelineEntry.js';

type Page = Reply<typeof routes.caseTimeline>;
const PAGE = 50;

/** Everything that happened to a case, one column of time, the newest first. */
export function Timeline({ code, notices }: { code: string; notices: CasePage['notices'] }): JSX.Element {
  const words = useWords();
  const wall = useWall();
  const now = useNow();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery<
    Page,
    Problem
  >({
    queryKey: keyOf(routes.caseTimeline, { code, whole: true }),
    queryFn: ({ pageParam, signal }) =>
      ask(
        routes.caseTimeline,
        {
          params: { code },
          query: { limit: PAGE, ...(typeof pageParam === 'string' ? { after: pageParam } : {}) },
        },
        signal,
      ),
    initialPageParam: null,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const days = useMemo(
    () => groupByDay(foldSightings(data?.pages.flatMap(({ items }) => items) ?? []), wall),
    [data, wall],
  );
  return (
    <section className={style.timeline} aria-label={words.cases.page.timeline}>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Bones lines={10} height={32} /> : null}
      {data && days.length === 0 ? <p className={style.sub}>{words.cases.page.timelineEmpty}</p> : null}
      {days.map(({ day, entries }) => (
        <section key={day}>
          <h2 className={style.day}>
            {dayHeading(Date.parse(entries[0]?.at ?? day), now, wall, words.time)}
          </h2>
          <ol className={style.entries}>
            {entries.map((entry) => (
              <TimelineEntry key={entry.id} code={code} entry={entry} notices={notices} />
            ))}
          </ol>
        </section>
      ))}
      {hasNextPage ? (
        <Button variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {words.cases.page.earlierEntries}
        </Button>
      ) : null}
    </section>
  );
}
