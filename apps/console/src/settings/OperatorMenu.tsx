import { ActionIcon, Button, Group, Menu, Modal, Stack } from '@mantine/core';
import { routes } from '@lazaret/contracts';
import { useState, type JSX } from 'react';

import { sayProblem } from '../look/ErrorState.js';
import { Icon } from '../look/Icon.js';
import { useToast } from '../look/toast.js';
import { useChange } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import { ChangeOperator } from './ChangeOperator.js';
import type { First } from './FirstPassword.js';
import type { Operator } from './judge-operator.js';
import style from './settings.module.css';

type Opened = 'change' | 'reset' | 'end' | 'lock' | 'let-in';

/** What an administrator does with one operator. */
export function OperatorMenu(props: {
  operator: Operator;
  own: boolean;
  onFirst: (first: First) => void;
}): JSX.Element {
  const { operator, own, onFirst } = props;
  const { settings: { operators: said } } = useWords(); // prettier-ignore
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = (): void => setOpened(null);
  return (
    <>
      <Menu position="bottom-end" returnFocus>
        <Menu.Target>
          <ActionIcon aria-label={said.actionsOf(operator.name)}>
            <Icon name="more" size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpened('change')}>{said.change}</Menu.Item>
          <Menu.Item disabled={own} onClick={() => setOpened('reset')}>
            {said.reset}
            {own ? `, ${said.notYourself}` : ''}
          </Menu.Item>
          <Menu.Item disabled={operator.sessions === 0} onClick={() => setOpened('end')}>
            {said.endSessions}
          </Menu.Item>
          <Menu.Divider />
          {operator.disabled ? (
            <Menu.Item onClick={() => setOpened('let-in')}>{said.letIn}</Menu.Item>
          ) : (
            <Menu.Item disabled={own} onClick={() => setOpened('lock')}>
              {said.lockOut}
              {own ? `, ${said.notYourself}` : ''}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {opened === 'change' ? <ChangeOperator operator={operator} onClose={close} /> : null}
      {opened === 'reset' ? <Reset operator={operator} onFirst={onFirst} onClose={close} /> : null}
      {opened === 'end' ? <EndSessions operator={operator} onClose={close} /> : null}
      {opened === 'lock' || opened === 'let-in' ? (
        <Lock operator={operator} out={opened === 'lock'} onClose={close} />
      ) : null}
    </>
  );
} // prettier-ignore

function Reset(props: { operator: Operator; onFirst: (first: First) => void; onClose: () => void }): JSX.Element {
  const { operator: { name }, onFirst, onClose } = props; // prettier-ignore
  const { settings: { operators: said } } = useWords(); // prettier-ignore
  const reset = useChange(routes.resetPassword, [routes.operators]);
  return (
    <Sure
      title={said.resetTitle(name)}
      text={said.resetText}
      verb={said.reset}
      busy={reset.isPending}
      error={reset.error}
      onClose={onClose}
      onSure={() =>
        reset.mutate(
          { params: { name }, body: {} },
          {
            onSuccess: ({ firstPassword }) => {
              onClose();
              onFirst({ name, password: firstPassword });
            },
          },
        )
      }
    />
  );
} // prettier-ignore

function EndSessions({ operator: { name }, onClose }: { operator: Operator; onClose: () => void }): JSX.Element {
  const { settings: { operators: said } } = useWords(); // prettier-ignore
  const toast = useToast();
  const end = useChange(routes.endSessions, [routes.operators, routes.sessions]);
  return (
    <Sure
      title={said.endTitle(name)}
      text={said.endText}
      verb={said.endSessions}
      busy={end.isPending}
      error={end.error}
      onClose={onClose}
      onSure={() =>
        end.mutate(
          { params: { name } },
          {
            onSuccess: () => {
              toast({ text: said.endDone(name), tone: 'clear' });
              onClose();
            },
          },
        )
      }
    />
  );
} // prettier-ignore

/** Somebody who changed the operator meanwhile did not decide this: the newest version is taken, and it is asked again. */
function Lock(props: { operator: Operator; out: boolean; onClose: () => void }): JSX.Element {
  const { operator, out, onClose } = props;
  const { name, version } = operator;
  const { settings: { operators: said } } = useWords(); // prettier-ignore
  const toast = useToast();
  const change = useChange(routes.changeOperator, [routes.operators]);
  return (
    <Sure
      title={out ? said.lockTitle(name) : `${said.letIn}: ${name}`}
      text={out ? said.lockText : null}
      verb={out ? said.lockOut : said.letIn}
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onSure={() =>
        change.mutate(
          { params: { name }, body: { disabled: out }, version },
          {
            onSuccess: () => {
              toast({ text: out ? said.lockDone(name) : said.letInDone(name), tone: 'clear' });
              onClose();
            },
          },
        )
      }
    />
  );
} // prettier-ignore

function Sure(props: {
  title: string;
  text: string | null;
  verb: string;
  busy: boolean;
  error: unknown;
  onSure: () => void;
  onClose: () => void;
}): JSX.Element {
  const { title, text, verb, busy, error, onSure, onClose } = props;
  const words = useWords();
  return (
    <Modal opened title={title} closeButtonProps={{ 'aria-label': words.look.close }} onClose={onClose}>
      <Stack gap="md">
        {text === null ? null : <p>{text}</p>}
        {error ? (
          <p role="alert" className={style.error}>
            {sayProblem(error, words).help}
          </p>
        ) : null}
        <Group gap="sm" justify="flex-end">
          <Button onClick={onClose}>{words.look.cancel}</Button>
          <Button variant="filled" data-autofocus loading={busy} onClick={onSure}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
