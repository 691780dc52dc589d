import { routes, type Reply } from '@lazaret/contracts';
import { Link } from '@tanstack/react-router';
import { useMemo, type JSX } from 'react';

import { sayNotice } from '../cases/say-case.js';
import { Bones } from '../look/Bones.js';
import { ErrorState } from '../look/ErrorState.js';
import { When } from '../look/When.js';
import { Choice } from '../sheet/Choice.js';
import { Filters } from '../sheet/Filters.js';
import { List } from '../sheet/List.js';
import { Sheet } from '../sheet/Sheet.js';
import type { Column } from '../sheet/Table.js';
import { useFilter } from '../sheet/use-filter.js';
import { usePages } from '../sheet/use-pages.js';
import { useAsk } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import { countStates, NOTICE_STATES, NOTICE_TEMPLATES, wantsSomebody } from './judge-notice.js';
import style from './notices.module.css';
import { NoticeState, sayNoticeState } from './NoticeState.js';

type Notice = Reply<typeof routes.notices>['items'][number];

/** Every letter, and what became of it. To whom is not part of it. */
export function NoticesPage(): JSX.Element {
  const words = useWords();
  const { notices, cases } = words;
  const { filter, set, clear } = useFilter(['state', 'template']);
  const counts = useAsk(routes.noticeCounts, {});
  const pages = usePages(routes.notices, filter);
  const states = counts.data ? countStates(counts.data.items) : null;
  const columns = useMemo((): readonly Column<Notice>[] => {
    const { column } = notices;
    return [
      {
        name: 'what',
        title: column.what,
        cell: (it) => (
          <Link to="/notices/$id" params={{ id: String(it.id) }} className={style.what}>
            {sayNotice({ ...it, error: null }, words)}
          </Link>
        ),
      },
      { name: 'state', title: column.state, cell: ({ state }) => <NoticeState state={state} /> },
      {
        name: 'case',
        title: column.case,
        cell: ({ case: code }) => (
          <Link to="/cases/$code" params={{ code }}>
            <code>{code}</code>
          </Link>
        ),
      },
      {
        name: 'line',
        title: column.line,
        cell: ({ line }) => (
          <Link to="/lines/$ref" params={{ ref: line }}>
            <code>{line}</code>
          </Link>
        ),
      },
      {
        name: 'sent',
        title: column.sent,
        right: true,
        cell: ({ sentAt }) => (sentAt === null ? '–' : <When at={sentAt} as="near" />),
      },
      {
        name: 'error',
        title: column.error,
        wide: true,
        cell: ({ error, state }) =>
          error === null ? '–' : <span className={wantsSomebody(state) ? style.error : ''}>{error}</span>,
      },
    ];
  }, [notices, words]);
  return (
    <Sheet
      title={notices.title}
      summary={states ? notices.summary(states.reduce((sum, { count }) => sum + count, 0)) : null}
    >
      <h2>{notices.counts}</h2>
      {counts.error && !counts.data ? (
        <ErrorState error={counts.error} onRetry={() => void counts.refetch()} />
      ) : null}
      {!states && !counts.error ? <Bones lines={2} height={32} /> : null}
      {states?.length === 0 ? <p className={style.dim}>{notices.countsNone}</p> : null}
      {states && states.length > 0 ? (
        <ul className={style.counts}>
          {states.map(({ state, count }) => (
            <li key={state}>
              <Link to="/notices" search={{ ...filter, state }} className={style.count}>
                <b>{words.count(count)}</b>
                <span className={wantsSomebody(state) ? '' : style.chip}>
                  <NoticeState state={state} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
      <h2 className={style.heading}>{notices.list}</h2>
      <Filters onClear={clear}>
        <Choice
          label={notices.state}
          every={words.sheet.every}
          value={filter.state ?? ''}
          options={NOTICE_STATES.map((state) => ({ value: state, label: sayNoticeState(state, words) }))}
          onChange={(value) => set('state', value)}
        />
        <Choice
          label={notices.template}
          every={words.sheet.every}
          value={filter.template ?? ''}
          options={NOTICE_TEMPLATES.map((name) => ({
            value: name,
            label: cases.page.template[name] ?? name,
          }))}
          onChange={(value) => set('template', value)}
        />
      </Filters>
      <List
        label={notices.list}
        pages={pages}
        columns={columns}
        keyOf={({ id }) => id}
        strong={({ state }) => wantsSomebody(state)}
        none={{ title: notices.none, help: notices.noneHelp }}
        onClear={clear}
      />
    </Sheet>
  );
}
