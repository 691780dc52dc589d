import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useState, type JSX, type ReactNode } from 'react';

import { useWords } from '../words/speech.js';
import { sayProblem } from './ErrorState.js';
import style from './ConfirmWithReason.module.css';

/** As in `reason` of the contracts. */
const SHORTEST = 3;
const LONGEST = 500;

export interface ConfirmWithReasonProps {
  readonly title: string;
  /** What will happen, and what will not. */
  readonly children?: ReactNode;
  /** What the button says: the verb. */
  readonly verb: string;
  readonly label?: string;
  readonly hint?: string;
  readonly busy?: boolean;
  /** Nothing can be confirmed yet, or at all. */
  readonly blocked?: boolean;
  readonly error?: unknown;
  readonly onConfirm: (why: string) => void;
  readonly onClose: () => void;
}

/** Asks once more, and why; what was typed stays when it does not work. */
export function ConfirmWithReason(props: ConfirmWithReasonProps): JSX.Element {
  const {
    title,
    children,
    verb,
    label,
    hint,
    busy = false,
    blocked = false,
    error = null,
    onConfirm,
    onClose,
  } = props;
  const words = useWords();
  const [why, setWhy] = useState('');
  const [told, setTold] = useState(false);
  const short = why.trim().length < SHORTEST;
  const confirm = (): void => {
    setTold(true);
    if (!short && !busy && !blocked) onConfirm(why.trim());
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': words.look.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          confirm();
        }}
      >
        <Stack gap="md">
          {children ? <div>{children}</div> : null}
          <Textarea
            data-autofocus
            label={label ?? words.look.reason}
            description={hint ?? words.look.reasonHint}
            error={told && short ? words.look.reasonShort : null}
            value={why}
            maxLength={LONGEST}
            autosize
            minRows={2}
            maxRows={6}
            onChange={(event) => setWhy(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) confirm();
            }}
          />
          {error === null || error === undefined ? null : (
            <p role="alert" className={style.error}>
              {sayProblem(error, words).help}
            </p>
          )}
          <Group gap="sm" justify="flex-end">
            <Button onClick={onClose}>{words.look.cancel}</Button>
            <Button type="submit" variant="filled" disabled={blocked} loading={busy}>
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
