import { Button } from '@mantine/core';
import { routes } from '@lazaret/contracts';
import { useState, type JSX } from 'react';

import { Bones } from '../look/Bones.js';
import { Chip } from '../look/Chip.js';
import { EmptyState } from '../look/EmptyState.js';
import { ErrorState } from '../look/ErrorState.js';
import { useSayWhen, When } from '../look/When.js';
import { useSession } from '../session/use-session.js';
import { Table } from '../sheet/Table.js';
import { useAsk } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import { AddOperator } from './AddOperator.js';
import { FirstPassword, type First } from './FirstPassword.js';
import type { Operator } from './judge-operator.js';
import { OperatorMenu } from './OperatorMenu.js';
import style from './settings.module.css';

/** Who may sign in, and as what. */
export function OperatorsPart(): JSX.Element {
  const words = useWords();
  const { settings: { operators: said }, terms } = words; // prettier-ignore
  const { name: own } = useSession();
  const { data, error, refetch } = useAsk(routes.operators, {});
  const [adding, setAdding] = useState(false);
  const [first, setFirst] = useState<First | null>(null);
  return (
    <>
      <div className={style.bar}>
        <p className={style.dim}>
          {data ? said.count(data.items.filter(({ disabled }) => !disabled).length) : ''}
        </p>
        <Button variant="filled" onClick={() => setAdding(true)}>
          {said.add}
        </Button>
      </div>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Bones lines={6} height={36} /> : null}
      {data?.items.length === 0 ? <EmptyState title={said.none}>{said.noneHelp}</EmptyState> : null}
      {data && data.items.length > 0 ? (
        <Table
          label={said.list}
          rows={data.items}
          keyOf={({ name }) => name}
          columns={[
            {
              name: 'name',
              title: said.column.name,
              cell: ({ name, displayName }) => (
                <>
                  {displayName} <code className={style.dim}>{name}</code>
                  {name === own ? <span className={style.dim}> ({said.you})</span> : null}
                </>
              ),
            },
            {
              name: 'roles',
              title: said.column.roles,
              wide: true,
              cell: ({ roles }) => roles.map((role) => terms.operatorRole[role]).join(', '),
            },
            { name: 'state', title: said.column.state, cell: (operator) => <State operator={operator} /> },
            {
              name: 'signedIn',
              title: said.column.signedIn,
              right: true,
              cell: ({ signedInAt }) =>
                signedInAt === null ? words.time.never : <When at={signedInAt} real />,
            },
            {
              name: 'sessions',
              title: said.column.sessions,
              right: true,
              cell: ({ sessions }) => words.count(sessions),
            },
            {
              name: 'actions',
              title: said.column.actions,
              right: true,
              cell: (operator) => (
                <OperatorMenu operator={operator} own={operator.name === own} onFirst={setFirst} />
              ),
            },
          ]}
        />
      ) : null}
      {adding ? (
        <AddOperator
          onAdded={(added) => {
            setAdding(false);
            setFirst(added);
          }}
          onClose={() => setAdding(false)}
        />
      ) : null}
      {first === null ? null : <FirstPassword first={first} onClose={() => setFirst(null)} />}
    </>
  );
} // prettier-ignore

function State({ operator }: { operator: Operator }): JSX.Element {
  const { settings: { operators: said } } = useWords(); // prettier-ignore
  const when = useSayWhen(true);
  if (operator.disabled)
    return (
      <Chip tone="broken" icon="cross">
        {said.state.disabled}
      </Chip>
    );
  if (operator.lockedUntil !== null && Date.parse(operator.lockedUntil) > Date.now())
    return (
      <Chip tone="waiting" icon="clock">
        {said.state.locked(when(operator.lockedUntil, 'clock'))}
      </Chip>
    );
  return (
    <Chip tone="watching" icon="tick" quiet>
      {said.state.in}
    </Chip>
  );
} // prettier-ignore
