import { Button } from '@mantine/core';
import { routes, type Reply } from '@lazaret/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Fragment, useState, type JSX } from 'react';

import { ask, type Problem } from '../ask.js';
import { Address } from '../look/Address.js';
import { Bones } from '../look/Bones.js';
import { ErrorState } from '../look/ErrorState.js';
import { Icon } from '../look/Icon.js';
import { When } from '../look/When.js';
import { keyOf } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import style from './Details.module.css';
import { flattenFacts } from './flatten-facts.js';
import { nameFamily } from './say-case.js';
import { WhyChain } from './WhyChain.js';

type Page = Reply<typeof routes.caseSightings>;
type Sighting = Page['items'][number];
const PAGE = 20;

/** What was seen, the newest first; each opens to the feed's own columns and its chain to the line. */
export function Sightings({ code }: { code: string }): JSX.Element {
  const words = useWords();
  const { page } = words.cases;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery<
    Page,
    Problem
  >({
    queryKey: keyOf(routes.caseSightings, code),
    queryFn: ({ pageParam, signal }) =>
      ask(
        routes.caseSightings,
        {
          params: { code },
          query: { limit: PAGE, ...(typeof pageParam === 'string' ? { after: pageParam } : {}) },
        },
        signal,
      ),
    initialPageParam: null,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const [opened, setOpened] = useState<number | null>(null);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Bones lines={6} />;
  const items = data.pages.flatMap((one) => one.items);
  if (items.length === 0) return <p className={style.dim}>{page.noSightings}</p>;
  return (
    <div className={style.box}>
      <div className={style.wide} tabIndex={0} role="region" aria-label={page.sightings}>
        <table className={style.table}>
          <thead>
            <tr>
              <th scope="col">{page.seenAt}</th>
              <th scope="col">{page.source}</th>
              <th scope="col">{page.address}</th>
              <th scope="col">{page.type}</th>
              <th scope="col">{page.evidence}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((it) => (
              <Fragment key={it.id}>
                <tr className={it.detachedAt === null ? '' : style.gone}>
                  <td>
                    <button
                      type="button"
                      className={style.open}
                      aria-expanded={opened === it.id}
                      onClick={() => setOpened(opened === it.id ? null : it.id)}
                    >
                      <Icon name={opened === it.id ? 'down' : 'right'} size={10} />
                      <When at={it.seenAt} as="near" />
                    </button>
                  </td>
                  <td>
                    {it.upstream} <span className={style.dim}>{it.reportType}</span>
                  </td>
                  <td>
                    <Address port={it.port}>{it.address}</Address>
                  </td>
                  <td>{it.malware === null ? it.type : nameFamily(it.malware)}</td>
                  <td className={style.dim}>
                    {words.terms.role[it.role]}, {it.spoofable ? page.spoofable : page.solid}
                    {it.active ? '' : `, ${page.observed}`}
                    {it.detachedAt === null ? '' : `, ${page.detached}`}
                  </td>
                </tr>
                {opened === it.id ? (
                  <tr>
                    <td colSpan={5}>
                      <SightingDetails it={it} />
                    </td>
                  </tr>
                ) : null}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      {hasNextPage ? (
        <Button variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {page.moreSightings}
        </Button>
      ) : null}
    </div>
  );
}

function SightingDetails({ it }: { it: Sighting }): JSX.Element {
  const words = useWords();
  const { page } = words.cases;
  return (
    <div className={style.details}>
      {it.detachedWhy === null ? null : (
        <p>
          {page.detached}: {it.detachedWhy}
        </p>
      )}
      <div>
        <h3>{page.why}</h3>
        <WhyChain links={it.why} />
      </div>
      <div>
        <h3>{page.attributes}</h3>
        <dl className={`${style.facts} ${style.mono}`}>
          {flattenFacts(it.attributes).map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}
