import { Button } from '@mantine/core';
import { routes, type Reply } from '@lazaret/contracts';
import { useMemo, useState, type JSX } from 'react';

import { Address } from '../look/Address.js';
import { Chip } from '../look/Chip.js';
import { ErrorState } from '../look/ErrorState.js';
import { Icon } from '../look/Icon.js';
import { When } from '../look/When.js';
import { Choice } from '../sheet/Choice.js';
import { Filters } from '../sheet/Filters.js';
import { List } from '../sheet/List.js';
import { Sheet } from '../sheet/Sheet.js';
import type { Column } from '../sheet/Table.js';
import { useFilter } from '../sheet/use-filter.js';
import { usePages } from '../sheet/use-pages.js';
import { Written } from '../sheet/Written.js';
import { useChange } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import style from './audit.module.css';
import { EntryDetails } from './EntryDetails.js';

export type Entry = Reply<typeof routes.audit>['items'][number];
type Verdict = Reply<typeof routes.verifyAudit>;

const KINDS = [
  'case', 'line', 'person', 'garden', 'feed', 'policy', 'approval', 'operator', 'session', 'audit',
] as const; // prettier-ignore

/** Who did what, and whether nothing of it was changed afterwards. */
export function AuditPage(): JSX.Element {
  const words = useWords();
  const { audit } = words;
  const { filter, set, clear } = useFilter(['action', 'actor', 'subject']);
  const pages = usePages(routes.audit, filter);
  const verify = useChange(routes.verifyAudit, [routes.audit]);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const columns = useMemo((): readonly Column<Entry>[] => {
    const { column } = audit;
    const turn = (id: number): void =>
      setOpen(
        (before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]),
      );
    return [
      {
        name: 'at',
        title: column.at,
        cell: ({ id, at }) => (
          <button type="button" className={style.open} aria-expanded={open.has(id)} onClick={() => turn(id)}>
            <Icon name={open.has(id) ? 'down' : 'right'} />
            <When at={at} real />
          </button>
        ),
      },
      {
        name: 'actor',
        title: column.actor,
        cell: ({ actor, actorKind }) =>
          actorKind === 'operator' ? actor : `${actor}, ${audit.actorKind[actorKind]}`,
      },
      { name: 'action', title: column.action, cell: ({ action }) => <code>{action}</code> },
      { name: 'subject', title: column.subject, cell: ({ subject }) => subject },
      { name: 'why', title: column.why, wide: true, cell: ({ why }) => why ?? '–' },
    ];
  }, [audit, open]);
  return (
    <Sheet
      title={audit.title}
      summary={audit.summary}
      actions={
        <Button loading={verify.isPending} onClick={() => verify.mutate({ body: {} })}>
          {audit.verify}
        </Button>
      }
    >
      <div role="status">{verify.data ? <ChainVerdict it={verify.data} /> : null}</div>
      {verify.error ? <ErrorState error={verify.error} /> : null}
      <Filters onClear={clear}>
        <Choice
          label={audit.kind}
          every={words.sheet.every}
          value={filter.action ?? ''}
          options={KINDS.map((kind) => ({ value: kind, label: audit.kinds[kind] ?? kind }))}
          onChange={(value) => set('action', value)}
        />
        <Written
          label={audit.actor}
          hint={audit.actorHint}
          value={filter.actor ?? ''}
          onChange={(value) => set('actor', value)}
        />
        <Written
          label={audit.subject}
          hint={audit.subjectHint}
          value={filter.subject ?? ''}
          onChange={(value) => set('subject', value)}
        />
      </Filters>
      <List
        label={audit.list}
        pages={pages}
        columns={columns}
        keyOf={({ id }) => id}
        under={(it) => (open.has(it.id) ? <EntryDetails it={it} /> : null)}
        none={{ title: audit.none, help: audit.noneHelp }}
        onClear={clear}
      />
    </Sheet>
  );
}

function ChainVerdict({ it }: { it: Verdict }): JSX.Element {
  const { audit } = useWords();
  return (
    <div className={`${style.verdict} ${it.intact ? '' : style.broken}`}>
      <Chip tone={it.intact ? 'clear' : 'broken'} icon={it.intact ? 'tick' : 'warning'}>
        {it.intact
          ? audit.intact(it.checked)
          : it.brokenAt === null
            ? audit.brokenSomewhere
            : audit.broken(it.brokenAt)}
      </Chip>
      {it.intact ? null : (
        <span>
          {it.why === null ? '' : `${it.why}. `}
          {audit.brokenHelp}
        </span>
      )}
      {it.head === null ? null : (
        <span className={style.dim}>
          {audit.head}{' '}
          <Address most={24} copy>
            {it.head}
          </Address>
        </span>
      )}
    </div>
  );
}
