import { Button, Group, Modal, Stack } from '@mantine/core';
import type { JSX } from 'react';

import { Address } from '../look/Address.js';
import { useWords } from '../words/speech.js';
import style from './settings.module.css';

/** Whose it is, and what it is. Kept nowhere but here, for as long as it is shown. */
export interface First {
  readonly name: string;
  readonly password: string;
}

/** Shows a first password once. It closes by one button only: closed by accident, it would be gone. */
export function FirstPassword({ first, onClose }: { first: First; onClose: () => void }): JSX.Element {
  const { settings: { operators: said } } = useWords(); // prettier-ignore
  return (
    <Modal
      opened
      title={said.firstTitle(first.name)}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      onClose={onClose}
    >
      <Stack gap="md">
        <p>{said.firstHelp}</p>
        <p className={style.first} aria-label={said.firstLabel}>
          <Address copy most={80}>
            {first.password}
          </Address>
        </p>
        <Group justify="flex-end">
          <Button variant="filled" data-autofocus onClick={onClose}>
            {said.firstDone}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
