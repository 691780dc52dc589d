import { Button, Group, Stack, Textarea } from '@mantine/core';
import { routes } from '@lazaret/contracts';
import { useState, type JSX } from 'react';

import { sayProblem } from '../look/ErrorState.js';
import { useToast } from '../look/toast.js';
import { useChange } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import style from './CasePage.module.css';

/** A note for colleagues. What was written stays until it is kept. */
export function NoteForm({ code, onClose }: { code: string; onClose: () => void }): JSX.Element {
  const words = useWords();
  const { page } = words.cases;
  const toast = useToast();
  const [text, setText] = useState('');
  const note = useChange(routes.noteCase, [routes.case, routes.caseTimeline]);
  const save = (): void => {
    if (text.trim() === '' || note.isPending) return;
    note.mutate(
      { params: { code }, body: { text: text.trim() } },
      {
        onSuccess: () => {
          toast({ text: page.noteSaved, tone: 'clear' });
          onClose();
        },
      },
    );
  };
  return (
    <form
      className={style.note}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Stack gap="sm">
        <Textarea
          label={page.note}
          description={page.noteHint}
          autoFocus
          autosize
          minRows={2}
          maxRows={12}
          maxLength={4_000}
          value={text}
          error={note.error ? sayProblem(note.error, words).help : null}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
            if (event.key === 'Escape' && text === '') onClose();
          }}
        />
        <Group gap="sm">
          <Button type="submit" variant="filled" loading={note.isPending} disabled={text.trim() === ''}>
            {page.noteSave}
          </Button>
          <Button onClick={onClose}>{words.look.cancel}</Button>
        </Group>
      </Stack>
    </form>
  );
}
