import { Button, PasswordInput, Stack } from '@mantine/core';
import { routes } from '@lazaret/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState, type JSX } from 'react';

import { ask } from '../ask.js';
import { usePageTitle } from '../frame/use-page-title.js';
import { sayProblem } from '../look/ErrorState.js';
import { useToast } from '../look/toast.js';
import { asking } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import { judgePassword } from './judge-password.js';
import { Porch } from './Porch.js';
import style from './Porch.module.css';

/** The first password was given by somebody else: nothing else is shown before there is an own one. */
export function PasswordPage(): JSX.Element {
  const words = useWords();
  usePageTitle(words.session.changeTitle);
  const router = useRouter();
  const client = useQueryClient();
  const toast = useToast();
  const [form, setForm] = useState({ current: '', next: '', again: '' });
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const judged = judgePassword(form, error);

  const change = async (): Promise<void> => {
    setTried(true);
    if (judged.wrong) return;
    setBusy(true);
    setError(null);
    try {
      await ask(routes.changePassword, { body: { current: form.current, next: form.next } });
      await client.fetchQuery({ ...asking(routes.session, {}), staleTime: 0 });
      toast({ text: words.session.changed, tone: 'clear' });
      router.history.push('/');
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const field = (name: keyof typeof form) => ({
    required: true,
    withAsterisk: false,
    size: 'md',
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setForm((before) => ({ ...before, [name]: value }));
    },
  });

  return (
    <Porch title={words.session.changeTitle}>
      <p className={style.text}>{words.session.changeWhy}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void change();
        }}
      >
        <Stack gap="md">
          <PasswordInput
            {...field('current')}
            label={words.session.current}
            autoComplete="current-password"
            autoFocus
            error={judged.currentWrong ? words.session.currentWrong : null}
          />
          <PasswordInput
            {...field('next')}
            label={words.session.next}
            description={words.session.rule}
            autoComplete="new-password"
            error={judged.nextRefused ?? (tried && judged.tooShort ? words.session.tooShort : null)}
          />
          <PasswordInput
            {...field('again')}
            label={words.session.again}
            autoComplete="new-password"
            error={tried && judged.unequal ? words.session.unequal : null}
          />
          {error !== null && !judged.currentWrong && judged.nextRefused === null ? (
            <p role="alert" className={style.said}>
              {sayProblem(error, words).help}
            </p>
          ) : null}
          <Button type="submit" variant="filled" size="md" loading={busy}>
            {words.session.change}
          </Button>
        </Stack>
      </form>
    </Porch>
  );
}
