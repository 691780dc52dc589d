import { routes, type Reply } from '@lazaret/contracts';
import { GARDEN_STATES } from '@lazaret/kernel';
import { Link } from '@tanstack/react-router';
import { useMemo, type JSX } from 'react';

import { Bones } from '../look/Bones.js';
import { EmptyState } from '../look/EmptyState.js';
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
import style from './garden.module.css';
import { GardenFacts } from './GardenFacts.js';
import { heldLines } from './judge-garden.js';
import { Switches } from './Switches.js';

type Stay = Reply<typeof routes.stays>['items'][number];

const EVERY_MS = 10_000;

/** Who is held back, whether the network does what we want, and the switches that stop it. */
export function GardenPage(): JSX.Element {
  const words = useWords();
  const { garden: said } = words;
  const { data, error, refetch } = useAsk(routes.garden, {}, { everyMs: EVERY_MS });
  const none = data !== undefined && !data.available && data.states.length === 0;
  return (
    <Sheet title={said.title} summary={data ? said.held(heldLines(data.states)) : null}>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Bones lines={8} height={36} /> : null}
      {none ? <EmptyState title={said.noNetwork}>{said.noNetworkHelp}</EmptyState> : null}
      {data && !none ? (
        <>
          <Switches garden={data} />
          <GardenFacts garden={data} />
          <Stays bngs={data.caps.hour.map(({ nas }) => nas)} />
        </>
      ) : null}
    </Sheet>
  );
}

function Stays({ bngs }: { bngs: readonly string[] }): JSX.Element {
  const words = useWords();
  const { garden: said, terms } = words;
  const { filter, set, clear } = useFilter(['state', 'over', 'drift', 'nas']);
  const pages = usePages(routes.stays, filter);
  const columns = useMemo((): readonly Column<Stay>[] => {
    const { column } = said;
    return [
      {
        name: 'line',
        title: column.line,
        cell: ({ line }) => (
          <Link to="/lines/$ref" params={{ ref: line }} className={style.line}>
            {line}
          </Link>
        ),
      },
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
        name: 'wanted',
        title: column.wanted,
        cell: ({ desired, profile }) =>
          desired === 'open' ? said.wanted.open : `${said.wanted.confined}, ${terms.profile[profile]}`,
      },
      {
        name: 'actual',
        title: column.actual,
        cell: ({ state, drift }) => (
          <>
            {terms.garden[state]}
            {drift ? <span className={style.differs}> · {said.differs}</span> : null}
          </>
        ),
      },
      { name: 'nas', title: column.nas, cell: ({ nas }) => <code>{nas}</code> },
      {
        name: 'asked',
        title: column.asked,
        right: true,
        cell: ({ askedAt }) => <When at={askedAt} as="near" />,
      },
      {
        name: 'ends',
        title: column.ends,
        right: true,
        cell: ({ overAt, endsAt }) => <When at={overAt ?? endsAt} as="near" />,
      },
      {
        name: 'why',
        title: column.why,
        wide: true,
        cell: ({ openWhy, openBy }) =>
          openWhy === null ? '–' : `${openWhy}${openBy === null ? '' : `, ${said.by(openBy)}`}`,
      },
    ];
  }, [said, terms]);
  return (
    <>
      <h2 className={style.heading}>{said.list}</h2>
      <Filters onClear={clear}>
        <Choice
          label={said.column.actual}
          every={words.sheet.every}
          value={filter.state ?? ''}
          options={GARDEN_STATES.map((state) => ({ value: state, label: terms.garden[state] }))}
          onChange={(value) => set('state', value)}
        />
        <Choice
          label={said.over}
          every={words.sheet.every}
          value={filter.over ?? ''}
          options={(['no', 'yes'] as const).map((value) => ({ value, label: said.overs[value] }))}
          onChange={(value) => set('over', value)}
        />
        <Choice
          label={said.driftFilter}
          every={words.sheet.every}
          value={filter.drift ?? ''}
          options={[{ value: 'yes', label: said.driftYes }]}
          onChange={(value) => set('drift', value)}
        />
        <Choice
          label={said.column.nas}
          every={words.sheet.every}
          value={filter.nas ?? ''}
          options={bngs.map((nas) => ({ value: nas, label: nas }))}
          onChange={(value) => set('nas', value)}
        />
      </Filters>
      <List
        label={said.list}
        pages={pages}
        columns={columns}
        keyOf={({ id }) => id}
        strong={({ drift }) => drift}
        none={{ title: said.none, help: said.noneHelp }}
        onClear={clear}
      />
    </>
  );
}
