import { Button, Textarea } from '@mantine/core';
import { routes } from '@lazaret/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState, type JSX } from 'react';

import { Problem } from '../ask.js';
import { sayProblem } from '../look/ErrorState.js';
import { useToast } from '../look/toast.js';
import { useChange } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import style from './policy.module.css';
import { rangeOfLine, readPlace } from './read-place.js';

const LONGEST = 200_000;
const LINE_PX = 20;

/** A new version, begun from one that is known; every problem says where it is, and leads there. */
export function NewPolicy({ from, onClose }: { from: string; onClose: () => void }): JSX.Element {
  const words = useWords();
  const { policy } = words;
  const navigate = useNavigate();
  const toast = useToast();
  const field = useRef<HTMLTextAreaElement>(null);
  const [content, setContent] = useState(from);
  const put = useChange(routes.putPolicy, [routes.policies]);
  const goTo = (line: number): void => {
    const area = field.current;
    if (!area) return;
    area.focus();
    area.setSelectionRange(...rangeOfLine(content, line));
    area.scrollTop = Math.max(0, (line - 4) * LINE_PX);
  };
  const keep = (): void =>
    put.mutate(
      { body: { content } },
      {
        onSuccess: ({ id, label }) => {
          toast({ text: policy.kept(label), tone: 'clear' });
          void navigate({ to: '/policy/$id', params: { id: String(id) } });
        },
      },
    );
  return (
    <section className={style.edit} aria-label={policy.putTitle}>
      <Textarea
        ref={field}
        data-autofocus
        label={policy.putField}
        description={policy.putHelp}
        value={content}
        rows={24}
        maxLength={LONGEST}
        spellCheck={false}
        onChange={(event) => setContent(event.currentTarget.value)}
      />
      {put.error ? <Problems error={put.error} onGo={goTo} /> : null}
      <div className={style.buttons}>
        <Button variant="filled" loading={put.isPending} disabled={content.trim().length < 2} onClick={keep}>
          {policy.keep}
        </Button>
        <Button onClick={onClose}>{words.look.cancel}</Button>
      </div>
    </section>
  );
}

function Problems({ error, onGo }: { error: unknown; onGo: (line: number) => void }): JSX.Element {
  const words = useWords();
  const { policy } = words;
  const errors = error instanceof Problem ? error.errors : [];
  return (
    <div className={style.problems} role="alert">
      <p>{errors.length === 0 ? sayProblem(error, words).help : policy.problems(errors.length)}</p>
      <ul>
        {errors.map(({ pointer, detail }, index) => {
          const { line, place } = readPlace(pointer);
          return (
            <li key={index}>
              {line === null ? null : (
                <button type="button" onClick={() => onGo(line)}>
                  {policy.toLine(line)}
                </button>
              )}
              {place === '' ? null : <code>{place}</code>}
              <span>{detail}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
