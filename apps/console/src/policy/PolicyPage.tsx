import { Button } from '@mantine/core';
import { routes, type Reply } from '@lazaret/contracts';
import { Link } from '@tanstack/react-router';
import { useMemo, useState, type JSX } from 'react';

import { Bones } from '../look/Bones.js';
import { Chip } from '../look/Chip.js';
import { EmptyState } from '../look/EmptyState.js';
import { ErrorState } from '../look/ErrorState.js';
import { When } from '../look/When.js';
import { useMay } from '../session/use-session.js';
import { Sheet } from '../sheet/Sheet.js';
import { Table, type Column } from '../sheet/Table.js';
import { useAsk } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import { NewPolicy } from './NewPolicy.js';
import style from './policy.module.css';

type Version = Reply<typeof routes.policies>['items'][number];

/** Versions of the policy: which one decides, and a new one. */
export function PolicyPage(): JSX.Element {
  const { policy } = useWords();
  const may = useMay()('policy.propose');
  const { data, error, refetch } = useAsk(routes.policies, {});
  const active = data?.items.find((version) => version.active);
  const text = useAsk(routes.policy, { params: { id: active?.id ?? 0 } }, { when: active !== undefined });
  const [writing, setWriting] = useState(false);
  const columns = useMemo(
    (): readonly Column<Version>[] => [
      {
        name: 'label',
        title: policy.column.label,
        cell: ({ id, label }) => (
          <Link to="/policy/$id" params={{ id: String(id) }} className={style.label}>
            {label}
          </Link>
        ),
      },
      {
        name: 'state',
        title: policy.column.state,
        cell: (version) => <VersionState active={version.active} />,
      },
      {
        name: 'kept',
        title: policy.column.kept,
        cell: ({ createdAt, createdBy }) => (
          <>
            <When at={createdAt} as="near" /> {policy.by(createdBy)}
          </>
        ),
      },
      {
        name: 'active',
        title: policy.column.active,
        wide: true,
        cell: ({ activatedAt, activatedBy }) =>
          activatedAt === null ? (
            '–'
          ) : (
            <>
              <When at={activatedAt} as="near" /> {activatedBy === null ? '' : policy.by(activatedBy)}
            </>
          ),
      },
    ],
    [policy],
  );
  return (
    <Sheet
      title={policy.title}
      summary={active ? policy.decides(active.label) : null}
      actions={
        writing ? null : (
          <Button disabled={!may} title={may ? undefined : policy.mayNot} onClick={() => setWriting(true)}>
            {policy.put}
          </Button>
        )
      }
    >
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Bones lines={6} height={36} /> : null}
      {writing && (text.data !== undefined || active === undefined) ? (
        <NewPolicy from={text.data?.content ?? ''} onClose={() => setWriting(false)} />
      ) : null}
      {data?.items.length === 0 ? <EmptyState title={policy.none}>{policy.noneHelp}</EmptyState> : null}
      {data && data.items.length > 0 ? (
        <>
          <h2>{policy.versions}</h2>
          <Table
            label={policy.versions}
            columns={columns}
            rows={data.items}
            keyOf={({ id }) => id}
            strong={(version) => version.active}
          />
        </>
      ) : null}
    </Sheet>
  );
}

export function VersionState({ active }: { active: boolean }): JSX.Element {
  const { policy } = useWords();
  return active ? (
    <Chip tone="clear" icon="tick">
      {policy.active}
    </Chip>
  ) : (
    <Chip tone="watching" icon="save" quiet>
      {policy.notActive}
    </Chip>
  );
}
