import { Button, Group, Modal, Stack } from '@mantine/core';
import { routes } from '@lazaret/contracts';
import { useState, type JSX } from 'react';

import { sayProblem } from '../look/ErrorState.js';
import { useToast } from '../look/toast.js';
import { useChange } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import {
  changedMeanwhile,
  changeOf,
  judgeOperator,
  saidOf,
  type Operator,
  type OperatorForm,
} from './judge-operator.js';
import { OperatorFields } from './OperatorFields.js';
import style from './settings.module.css';

/** Another name or other roles. Who was faster is not written over unseen: what stands there now is shown first. */
export function ChangeOperator({ operator, onClose }: { operator: Operator; onClose: () => void }): JSX.Element {
  const words = useWords();
  const { settings: { operators: said }, terms } = words; // prettier-ignore
  const toast = useToast();
  const [was, setWas] = useState(operator);
  const [form, setForm] = useState<OperatorForm>({ name: was.name, displayName: was.displayName, roles: was.roles });
  const [tried, setTried] = useState(false);
  const change = useChange(routes.changeOperator, [routes.operators]);
  const now = changedMeanwhile(change.error);
  const send = (seen: Operator): void => {
    setTried(true);
    if (judgeOperator(form).size > 0 || change.isPending) return;
    const body = changeOf(seen, form);
    setWas(seen);
    if (body === null) return onClose();
    change.mutate(
      { params: { name: seen.name }, body, version: seen.version },
      {
        onSuccess: ({ name }) => {
          toast({ text: said.saved(name), tone: 'clear' });
          onClose();
        },
      },
    );
  };
  const takeTheirs = (theirs: Operator): void => {
    change.reset();
    setWas(theirs);
    setForm({ name: theirs.name, displayName: theirs.displayName, roles: theirs.roles });
  };
  const placed = (['displayName', 'roles'] as const).some((field) => saidOf(field, change.error) !== null);
  return (
    <Modal
      opened
      title={said.changeTitle(operator.name)}
      closeButtonProps={{ 'aria-label': words.look.close }}
      onClose={onClose}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send(now ?? was);
        }}
      >
        <Stack gap="md">
          {now ? (
            <div role="alert" className={style.faster}>
              <p>{said.changedMeanwhile}</p>
              <p>
                <b>{now.displayName}</b>, {now.roles.map((role) => terms.operatorRole[role]).join(', ')}
                {now.disabled ? `, ${said.state.disabled.toLowerCase()}` : ''}
              </p>
            </div>
          ) : null}
          <OperatorFields naming={false} form={form} tried={tried} error={change.error} onChange={setForm} />
          {change.error && !now && !placed ? (
            <p role="alert" className={style.error}>
              {sayProblem(change.error, words).help}
            </p>
          ) : null}
          <Group gap="sm" justify="flex-end">
            {now ? (
              <Button onClick={() => takeTheirs(now)}>{said.takeTheirs}</Button>
            ) : (
              <Button onClick={onClose}>{words.look.cancel}</Button>
            )}
            <Button type="submit" variant="filled" loading={change.isPending}>
              {now ? said.saveOver : said.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
} // prettier-ignore
