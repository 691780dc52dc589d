import { Button, PasswordInput } from '@mantine/core';
import { routes } from '@lazaret/contracts';
import { useId, useState, type JSX } from 'react';

import { sayProblem } from '../look/ErrorState.js';
import { useToast } from '../look/toast.js';
import { judgePassword } from '../session/judge-password.js';
import { useSession } from '../session/use-session.js';
import { useChange } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import style from './settings.module.css';

const EMPTY = { current: '', next: '', again: '' };

/** Another password; every other session ends with it. */
export function PasswordPart(): JSX.Element {
  const words = useWords();
  const { session: said, settings: { password } } = words; // prettier-ignore
  const { name } = useSession();
  const toast = useToast();
  const id = useId();
  const [form, setForm] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const change = useChange(routes.changePassword, [routes.sessions]);
  const judged = judgePassword(form, change.error);
  const send = (): void => {
    setTried(true);
    if (judged.wrong || form.current === '') return;
    change.mutate(
      { body: { current: form.current, next: form.next } },
      {
        onSuccess: () => {
          setForm(EMPTY);
          setTried(false);
          toast({ text: said.changed, tone: 'clear' });
        },
      },
    );
  };
  const field = (key: keyof typeof EMPTY) => ({
    value: form[key],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setForm((before) => ({ ...before, [key]: value }));
    },
  });
  const { error } = change;
  return (
    <section className={style.part} aria-labelledby={id}>
      <div className={style.about}>
        <h2 id={id}>{password.title}</h2>
        <p>{password.help}</p>
      </div>
      <form
        className={style.fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (!change.isPending) send();
        }}
      >
        {/* Tells a password manager whose it is. */}
        <input className="unseen" type="text" autoComplete="username" value={name} readOnly tabIndex={-1} aria-hidden="true" />
        <PasswordInput
          {...field('current')}
          label={said.current}
          autoComplete="current-password"
          error={judged.currentWrong || (tried && form.current === '') ? said.currentWrong : null}
        />
        <PasswordInput
          {...field('next')}
          label={said.next}
          description={said.rule}
          autoComplete="new-password"
          error={judged.nextRefused ?? (tried && judged.tooShort ? said.tooShort : null)}
        />
        <PasswordInput
          {...field('again')}
          label={said.again}
          autoComplete="new-password"
          error={tried && judged.unequal ? said.unequal : null}
        />
        {error && !judged.currentWrong && judged.nextRefused === null ? (
          <p role="alert" className={style.error}>
            {sayProblem(error, words).help}
          </p>
        ) : null}
        <div>
          <Button type="submit" loading={change.isPending}>
            {password.verb}
          </Button>
        </div>
      </form>
    </section>
  );
} // prettier-ignore
