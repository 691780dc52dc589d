import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { routes } from '@lazaret/contracts';
import { useState, type JSX } from 'react';

import { ConfirmWithReason } from '../look/ConfirmWithReason.js';
import { sayProblem } from '../look/ErrorState.js';
import { useToast } from '../look/toast.js';
import { useChange } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import style from './approvals.module.css';
import type { Approval } from './judge-answers.js';
import { saySubject } from './say-subject.js';

export type Outcome = 'approved' | 'declined' | 'withdrawn';

/** Asks once more, with what will happen. Who says no says why; who says yes may. */
export function AnswerDialog(props: { approval: Approval; outcome: Outcome; onClose: () => void }): JSX.Element {
  const { approval, outcome, onClose } = props;
  const words = useWords();
  const { approvals: said } = words;
  const toast = useToast();
  const [note, setNote] = useState('');
  const answer = useChange(routes.decideApproval, [
    routes.approvals, routes.health, routes.case, routes.caseTimeline, routes.cases, routes.line, routes.policies, routes.policy,
  ]);
  // The row that holds this dialog may be gone before it hears of the answer; a promise is heard all the same.
  const send = (why: string): void =>
    void answer.mutateAsync({ params: { id: approval.id }, body: { outcome, ...(why === '' ? {} : { why }) } }).then(
      () => {
        toast({ text: said.done[outcome], tone: 'clear' });
        onClose();
      },
      // What went wrong stands in `answer.error`.
      () => undefined,
    );
  const about = (
    <p className={style.about}>
      <b>{said.kind[approval.kind]}</b>: {saySubject(approval.subject, words)}
    </p>
  );
  if (outcome === 'declined')
    return (
      <ConfirmWithReason
        title={said.declineTitle}
        verb={said.decline}
        label={said.declineWhy}
        hint={said.declineHint}
        busy={answer.isPending}
        error={answer.error}
        onConfirm={send}
        onClose={onClose}
      >
        {about}
        <p>{said.declined}</p>
      </ConfirmWithReason>
    );
  return (
    <Modal
      opened
      title={outcome === 'approved' ? said.agreeTitle : said.withdrawTitle}
      closeButtonProps={{ 'aria-label': words.look.close }}
      onClose={onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!answer.isPending) send(note.trim());
        }}
      >
        <Stack gap="md">
          <div>
            {about}
            <p>{outcome === 'approved' ? said.happens[approval.kind] : said.withdrawn}</p>
          </div>
          <Textarea
            data-autofocus
            label={said.note}
            description={said.noteHint}
            value={note}
            error={note.trim().length > 0 && note.trim().length < 3 ? words.look.reasonShort : null}
            maxLength={500}
            autosize
            minRows={2}
            maxRows={6}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {answer.error ? (
            <p role="alert" className={style.error}>
              {sayProblem(answer.error, words).help}
            </p>
          ) : null}
          <Group gap="sm" justify="flex-end">
            <Button onClick={onClose}>{words.look.cancel}</Button>
            <Button
              type="submit"
              variant="filled"
              loading={answer.isPending}
              disabled={note.trim().length > 0 && note.trim().length < 3}
            >
              {outcome === 'approved' ? said.agree : said.withdraw}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
} // prettier-ignore
