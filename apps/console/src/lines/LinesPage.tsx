import { routes, type Reply } from '@lazaret/contracts';
import { GARDEN_STATES, LINE_CLASSES } from '@lazaret/kernel';
import { Link } from '@tanstack/react-router';
import { useMemo, type JSX } from 'react';

import { When } from '../look/When.js';
import { Choice } from '../sheet/Choice.js';
import { Filters } from '../sheet/Filters.js';
import { List } from '../sheet/List.js';
import { Sheet } from '../sheet/Sheet.js';
import type { Column } from '../sheet/Table.js';
import { useFilter } from '../sheet/use-filter.js';
import { usePages } from '../sheet/use-pages.js';
import { Written } from '../sheet/Written.js';
import { useWords } from '../words/speech.js';
import { GardenChip, ProtectionChip } from './LineState.js';
import style from './lines.module.css';

type Line = Reply<typeof routes.lines>['items'][number];

/** Every line, one row each. Who has it is not part of it. */
export function LinesPage(): JSX.Element {
  const words = useWords();
  const { lines: said, terms } = words;
  const { filter, set, clear } = useFilter(['prefix', 'class', 'garden', 'cases']);
  const pages = usePages(routes.lines, filter);
  const withRegions = pages.rows?.some(({ region }) => region !== null) ?? true;
  const columns = useMemo((): readonly Column<Line>[] => {
    const { column } = said;
    return [
      {
        name: 'line',
        title: column.line,
        cell: ({ ref }) => (
          <Link to="/lines/$ref" params={{ ref }} className={style.ref}>
            {ref}
          </Link>
        ),
      },
      { name: 'garden', title: column.garden, cell: ({ garden }) => <GardenChip state={garden} /> },
      {
        name: 'cases',
        title: column.cases,
        right: true,
        cell: ({ ref, openCases, case: code }) =>
          openCases === 0 ? (
            '–'
          ) : openCases === 1 && code !== null ? (
            <Link to="/cases/$code" params={{ code }} aria-label={`${column.cases}: 1, ${code}`}>
              1
            </Link>
          ) : (
            <Link to="/cases" search={{ state: '-closed', line: ref }} aria-label={`${column.cases}: ${openCases}`}>
              {words.count(openCases)}
            </Link>
          ),
      },
      {
        name: 'seen',
        title: column.seen,
        right: true,
        cell: ({ lastSeenAt }) => (lastSeenAt === null ? '–' : <When at={lastSeenAt} as="near" />),
      },
      { name: 'class', title: column.class, cell: ({ class: kind }) => terms.lineClass[kind] },
      ...(withRegions ? [{ name: 'region', title: column.region, cell: ({ region }: Line) => region ?? '–' }] : []),
      {
        name: 'protection',
        title: column.protection,
        wide: true,
        cell: (line) => <ProtectionChip line={line} quiet />,
      },
    ];
  }, [said, terms, words, withRegions]); // prettier-ignore
  return (
    <Sheet title={said.title} summary={pages.rows ? said.shown(pages.rows.length, pages.more) : null}>
      <Filters onClear={clear}>
        <Written
          label={said.filter.begins}
          hint={said.filter.beginsHint}
          value={filter.prefix ?? ''}
          onChange={(value) => set('prefix', value)}
        />
        <Choice
          label={said.filter.class}
          every={words.sheet.every}
          value={filter.class ?? ''}
          options={LINE_CLASSES.map((value) => ({ value, label: terms.lineClass[value] }))}
          onChange={(value) => set('class', value)}
        />
        <Choice
          label={said.filter.garden}
          every={words.sheet.every}
          value={filter.garden ?? ''}
          options={GARDEN_STATES.map((value) => ({ value, label: terms.garden[value] }))}
          onChange={(value) => set('garden', value)}
        />
        <Choice
          label={said.filter.cases}
          every={words.sheet.every}
          value={filter.cases ?? ''}
          options={[{ value: 'open', label: said.filter.open }]}
          onChange={(value) => set('cases', value)}
        />
      </Filters>
      <List
        label={said.list}
        pages={pages}
        columns={columns}
        keyOf={({ ref }) => ref}
        none={{ title: said.none, help: said.noneHelp }}
        onClear={clear}
      />
    </Sheet>
  );
}
