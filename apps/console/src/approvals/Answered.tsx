import { APPROVAL_STATES, routes } from '@lazaret/contracts';
import { useMemo, type JSX } from 'react';

import { Chip } from '../look/Chip.js';
import type { IconName } from '../look/Icon.js';
import { When } from '../look/When.js';
import { Choice } from '../sheet/Choice.js';
import { Filters } from '../sheet/Filters.js';
import { List } from '../sheet/List.js';
import type { Column } from '../sheet/Table.js';
import { useFilter } from '../sheet/use-filter.js';
import { usePages } from '../sheet/use-pages.js';
import { useWords } from '../words/speech.js';
import style from './approvals.module.css';
import type { Approval } from './judge-answers.js';
import { Subject } from './Waiting.js';

const ICONS: Readonly<Record<Approval['state'], IconName>> = {
  open: 'clock',
  approved: 'tick',
  declined: 'cross',
  withdrawn: 'undo',
  expired: 'clock',
};

/** What was asked and is over: who answered, when, why. */
export function Answered(): JSX.Element | null {
  const words = useWords();
  const { approvals: said } = words;
  const { filter, set, clear } = useFilter(['state']);
  const pages = usePages(routes.approvals, filter);
  const over = useMemo(
    () => ({ ...pages, rows: pages.rows?.filter(({ state }) => state !== 'open') ?? null }),
    [pages],
  );
  const columns = useMemo((): readonly Column<Approval>[] => {
    const { column } = said;
    return [
      { name: 'what', title: column.what, cell: ({ kind }) => said.kind[kind] },
      { name: 'about', title: column.about, cell: (approval) => <Subject approval={approval} /> },
      {
        name: 'asked',
        title: column.asked,
        cell: ({ askedAt, askedBy }) => (
          <>
            <When at={askedAt} as="near" real /> {said.by(askedBy)}
          </>
        ),
      },
      {
        name: 'outcome',
        title: column.outcome,
        cell: ({ state, decidedAt, decidedBy }) => (
          <>
            <Chip tone={state === 'approved' ? 'clear' : 'watching'} icon={ICONS[state]} quiet>
              {said.state[state]}
            </Chip>
            {decidedAt === null ? null : <When at={decidedAt} as="near" real />}
            {decidedBy === null ? null : ` ${said.by(decidedBy)}`}
          </>
        ),
      },
      {
        name: 'why',
        title: column.why,
        wide: true,
        cell: ({ why, decidedWhy }) => (decidedWhy === null ? why : `${why} · ${decidedWhy}`),
      },
    ];
  }, [said]);
  if (over.rows?.length === 0 && !over.more && clear === null) return null;
  return (
    <section className={style.answered}>
      <h2>{said.answered}</h2>
      <Filters onClear={clear}>
        <Choice
          label={said.filter}
          every={words.sheet.every}
          value={filter.state ?? ''}
          options={APPROVAL_STATES.filter((state) => state !== 'open').map((value) => ({
            value,
            label: said.state[value],
          }))}
          onChange={(value) => set('state', value)}
        />
      </Filters>
      <List
        label={said.answered}
        pages={over}
        columns={columns}
        keyOf={({ id }) => id}
        none={{ title: said.answeredNone, help: said.answeredNoneHelp }}
        onClear={clear}
      />
    </section>
  );
}
