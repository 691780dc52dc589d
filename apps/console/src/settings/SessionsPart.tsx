import { Button } from '@mantine/core';
import { routes, type Reply } from '@lazaret/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type JSX } from 'react';

import { ask } from '../ask.js';
import { Bones } from '../look/Bones.js';
import { ErrorState, sayProblem } from '../look/ErrorState.js';
import { useToast } from '../look/toast.js';
import { When } from '../look/When.js';
import { Table } from '../sheet/Table.js';
import { keyOf, useAsk } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import { nameAgent } from './name-agent.js';
import style from './settings.module.css';

type OwnSession = Reply<typeof routes.sessions>['items'][number];

/** Every browser somebody is signed in with; each but this one can be sent away. */
export function SessionsPart(): JSX.Element {
  const words = useWords();
  const { settings: { sessions: said } } = words; // prettier-ignore
  const client = useQueryClient();
  const toast = useToast();
  const { data, error, refetch } = useAsk(routes.sessions, {});
  const [ending, setEnding] = useState<ReadonlySet<string>>(new Set());
  const others = data?.items.filter(({ current }) => !current) ?? [];
  const end = async (gone: readonly OwnSession[]): Promise<void> => {
    setEnding(new Set(gone.map((one) => one.id)));
    try {
      // One after the other: a handful at most.
      for (const one of gone) await ask(routes.endSession, { params: { id: one.id } });
      toast({ text: said.ended(gone.length), tone: 'clear' });
    } catch (problem) {
      toast({ text: sayProblem(problem, words).help, tone: 'broken' });
    } finally {
      setEnding(new Set());
      void client.invalidateQueries({ queryKey: keyOf(routes.sessions) });
    }
  };
  const name = ({ agent }: OwnSession): string => {
    const named = nameAgent(agent);
    if (named === null) return agent === '' ? said.unknown : agent.slice(0, 40);
    return named.system === null ? named.browser : said.agent(named.browser, named.system);
  };
  return (
    <div className={`${style.part} ${style.across}`}>
      <div className={style.about}>
        <h2>{said.title}</h2>
        <p>{said.help}</p>
      </div>
      <div className={style.table}>
        {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
        {!data && !error ? <Bones lines={2} height={36} /> : null}
        {data ? (
          <Table
            label={said.title}
            rows={data.items}
            keyOf={(one) => one.id}
            columns={[
              {
                name: 'agent',
                title: said.column.agent,
                cell: (one) => (
                  <span title={one.agent}>
                    {name(one)}
                    {one.current ? <span className={style.dim}>, {said.current}</span> : null}
                  </span>
                ),
              },
              {
                name: 'seen',
                title: said.column.seen,
                right: true,
                cell: ({ seenAt }) => <When at={seenAt} real />,
              },
              {
                name: 'started',
                title: said.column.started,
                right: true,
                cell: ({ startedAt }) => <When at={startedAt} as="near" real />,
              },
              {
                name: 'expires',
                title: said.column.expires,
                right: true,
                cell: ({ expiresAt }) => <When at={expiresAt} as="near" real />,
              },
              {
                name: 'action',
                title: said.action,
                right: true,
                cell: (one) =>
                  one.current ? (
                    '–'
                  ) : (
                    <Button
                      size="compact-sm"
                      loading={ending.has(one.id)}
                      aria-label={said.endNamed(name(one))}
                      onClick={() => void end([one])}
                    >
                      {said.end}
                    </Button>
                  ),
              },
            ]}
          />
        ) : null}
        {others.length > 1 ? (
          <Button mt="md" loading={ending.size > 1} onClick={() => void end(others)}>
            {said.endOthers(others.length)}
          </Button>
        ) : null}
      </div>
    </div>
  );
} // prettier-ignore
