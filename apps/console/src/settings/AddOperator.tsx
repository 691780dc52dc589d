import { Button, Group, Modal, Stack } from '@mantine/core';
import { routes } from '@lazaret/contracts';
import { useState, type JSX } from 'react';

import { sayProblem } from '../look/ErrorState.js';
import { useChange } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import type { First } from './FirstPassword.js';
import { judgeOperator, saidOf, type OperatorForm } from './judge-operator.js';
import { OperatorFields } from './OperatorFields.js';
import style from './settings.module.css';

const EMPTY: OperatorForm = { name: '', displayName: '', roles: [] };

/** Lets somebody in. The first password is shown by whoever opened this, once. */
export function AddOperator(props: { onAdded: (first: First) => void; onClose: () => void }): JSX.Element {
  const { onAdded, onClose } = props;
  const words = useWords();
  const { settings: { operators: said } } = words; // prettier-ignore
  const [form, setForm] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const add = useChange(routes.addOperator, [routes.operators]);
  const send = (): void => {
    setTried(true);
    if (judgeOperator(form).size > 0 || add.isPending) return;
    add.mutate(
      { body: { name: form.name, displayName: form.displayName.trim(), roles: [...form.roles] } },
      { onSuccess: ({ name, firstPassword }) => onAdded({ name, password: firstPassword }) },
    );
  };
  const placed = (['name', 'displayName', 'roles'] as const).some((field) => saidOf(field, add.error) !== null);
  return (
    <Modal opened title={said.addTitle} closeButtonProps={{ 'aria-label': words.look.close }} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Stack gap="md">
          <OperatorFields naming form={form} tried={tried} error={add.error} onChange={setForm} />
          {add.error && !placed ? (
            <p role="alert" className={style.error}>
              {sayProblem(add.error, words).help}
            </p>
          ) : null}
          <Group gap="sm" justify="flex-end">
            <Button onClick={onClose}>{words.look.cancel}</Button>
            <Button type="submit" variant="filled" loading={add.isPending}>
              {said.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
} // prettier-ignore
