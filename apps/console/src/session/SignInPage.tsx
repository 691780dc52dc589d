import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { routes } from '@lazaret/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useRef, useState, type JSX } from 'react';

import { ask, Problem } from '../ask.js';
import { sayProblem } from '../look/ErrorState.js';
import { usePageTitle } from '../frame/use-page-title.js';
import { pathBack } from '../plain-search.js';
import { keyOf } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import { LockedOut } from './LockedOut.js';
import { Porch } from './Porch.js';
import style from './Porch.module.css';

type Refusal =
  | { readonly kind: 'wrong' }
  | { readonly kind: 'locked'; readonly until: number | null }
  | { readonly kind: 'other'; readonly error: unknown };

export function SignInPage(): JSX.Element {
  const words = useWords();
  usePageTitle(words.session.title);
  const router = useRouter();
  const client = useQueryClient();
  const { to, over } = useSearch({ from: '/sign-in' });
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const passwordField = useRef<HTMLInputElement>(null);

  const signIn = async (): Promise<void> => {
    setBusy(true);
    try {
      const session = await ask(routes.signIn, { body: { name, password } });
      client.setQueryData(keyOf(routes.session, {}), session);
      router.history.push(pathBack(to));
    } catch (error) {
      setRefusal(refusalOf(error));
      setPassword('');
      passwordField.current?.focus();
    } finally {
      setBusy(false);
    }
  };

  return (
    <Porch title={words.session.title}>
      <p className={style.text}>{over === undefined ? words.session.welcome : words.session.over}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void signIn();
        }}
      >
        <Stack gap="md">
          <TextInput
            label={words.session.name}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            required
            withAsterisk={false}
            size="md"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            ref={passwordField}
            label={words.session.password}
            autoComplete="current-password"
            required
            withAsterisk={false}
            size="md"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <div role="alert">
            {refusal?.kind === 'wrong' ? <p className={style.said}>{words.session.wrong}</p> : null}
            {refusal?.kind === 'locked' ? <LockedOut until={refusal.until} /> : null}
            {refusal?.kind === 'other' ? (
              <p className={style.said}>{sayProblem(refusal.error, words).help}</p>
            ) : null}
          </div>
          <Button type="submit" variant="filled" size="md" loading={busy}>
            {words.session.signIn}
          </Button>
        </Stack>
      </form>
      <p className={style.foot}>{words.session.forgot}</p>
    </Porch>
  );
}

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Problem)) return { kind: 'other', error };
  const { status, retryAfterSeconds } = error;
  if (status === 429 || status === 423 || (status === 401 && retryAfterSeconds !== null))
    return {
      kind: 'locked',
      until: retryAfterSeconds === null ? null : Date.now() + retryAfterSeconds * 1_000,
    };
  return status === 401 ? { kind: 'wrong' } : { kind: 'other', error };
}
