import { routes } from '@lazaret/contracts';
import { Link } from '@tanstack/react-router';
import { useMemo, type JSX } from 'react';

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
import { FeedsPanel } from './FeedsPanel.js';
import style from './reports.module.css';
import { ReportState, type Report } from './ReportState.js';

const STATES = ['stored', 'parsing', 'parsed', 'failed'] as const;
const WHILE_READING_MS = 2_000;
const FEEDS_EVERY_MS = 60_000;

/** What others have seen of us: where it comes from, and every report with what became of its rows. */
export function ReportsPage(): JSX.Element {
  const words = useWords();
  const { reports } = words;
  const { filter, set, clear } = useFilter(['feed', 'state', 'rejected']);
  const feeds = useAsk(routes.feeds, {}, { everyMs: FEEDS_EVERY_MS });
  const pages = usePages(routes.reports, filter, {
    everyMs: (rows) =>
      (rows as readonly Report[]).some(({ state }) => state === 'parsing' || state === 'stored') &&
      WHILE_READING_MS,
  });
  const columns = useMemo((): readonly Column<Report>[] => {
    const { column } = reports;
    const figure = (n: number): string => (n === 0 ? '–' : words.count(n));
    return [
      {
        name: 'name',
        title: column.name,
        wide: true,
        cell: ({ id, name }) => (
          <Link to="/reports/$id" params={{ id: String(id) }} className={style.name}>
            {name}
          </Link>
        ),
      },
      { name: 'feed', title: column.feed, cell: ({ feed }) => feed },
      { name: 'state', title: column.state, cell: (it) => <ReportState it={it} /> },
      {
        name: 'received',
        title: column.received,
        right: true,
        cell: ({ receivedAt }) => <When at={receivedAt} />,
      },
      { name: 'rows', title: column.rows, right: true, cell: ({ rows }) => words.count(rows) },
      { name: 'observed', title: column.observed, right: true, cell: ({ observed }) => figure(observed) },
      { name: 'duplicate', title: column.duplicate, right: true, cell: ({ duplicate }) => figure(duplicate) },
      {
        name: 'rejected',
        title: column.rejected,
        right: true,
        cell: ({ rejected }) =>
          rejected === 0 ? '–' : <span className={style.put}>{words.count(rejected)}</span>,
      },
    ];
  }, [reports, words]);
  const waiting = feeds.data?.items
    .flatMap(({ types }) => types)
    .filter(({ activatedAt }) => activatedAt === null);
  return (
    <Sheet title={reports.title} summary={waiting ? reports.waiting(waiting.length) : null}>
      {feeds.error && !feeds.data ? (
        <ErrorState error={feeds.error} onRetry={() => void feeds.refetch()} />
      ) : feeds.data ? (
        <FeedsPanel feeds={feeds.data.items} />
      ) : (
        <Bones lines={6} height={36} />
      )}
      <h2 className={style.heading}>{reports.list}</h2>
      <Filters onClear={clear}>
        <Choice
          label={reports.column.feed}
          every={words.sheet.every}
          value={filter.feed ?? ''}
          options={(feeds.data?.items ?? []).map(({ name, provider }) => ({ value: name, label: provider }))}
          onChange={(value) => set('feed', value)}
        />
        <Choice
          label={reports.column.state}
          every={words.sheet.every}
          value={filter.state ?? ''}
          options={STATES.map((state) => ({ value: state, label: reports.state[state] }))}
          onChange={(value) => set('state', value)}
        />
        <Choice
          label={reports.filterRejected}
          every={words.sheet.every}
          value={filter.rejected ?? ''}
          options={[{ value: 'yes', label: reports.filterRejectedYes }]}
          onChange={(value) => set('rejected', value)}
        />
      </Filters>
      <List
        label={reports.list}
        pages={pages}
        columns={columns}
        keyOf={({ id }) => id}
        none={{ title: reports.none, help: reports.noneHelp }}
        onClear={clear}
      />
    </Sheet>
  );
}
