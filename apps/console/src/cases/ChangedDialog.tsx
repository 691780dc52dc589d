import { Button, Group, Modal } from '@mantine/core';
import { routes, type CasePage, type Reply } from '@lazaret/contracts';
import type { JSX } from 'react';

import { useSayWhen } from '../look/When.js';
import { useAsk } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import type { Words } from '../words/words.js';
import style from './ChangedDialog.module.css';
import { compareCases } from './compare-cases.js';

type Entry = Reply<typeof routes.caseTimeline>['items'][number];

interface ChangedDialogProps {
  readonly before: CasePage;
  readonly after: CasePage;
  /** The newest entry of the timeline that was known; null: tell the newest of all. */
  readonly since: number | null;
  readonly verb: string;
  readonly busy: boolean;
  /** Does it all the same; null when it may not be done any more. */
  readonly onAgain: (() => void) | null;
  readonly onLook: () => void;
}

const MOST = 5;

/** Somebody was faster: who, what they did, and what is different now. */
export function ChangedDialog(props: ChangedDialogProps): JSX.Element {
  const { before, after, since, verb, busy, onAgain, onLook } = props;
  const words = useWords();
  const when = useSayWhen();
  const { page, event } = words.cases;
  const { data } = useAsk(
    routes.caseTimeline,
    { params: { code: after.code }, query: { limit: 20 } },
    { goodForMs: 0 },
  );
  const all = data?.items ?? [];
  const news = since === null ? all.slice(0, 1) : all.filter(({ id }) => id > since);
  // People first: what the house did by itself mostly follows from what they did.
  const first = news.find(({ actor }) => actor.kind !== 'system') ?? news[0];
  const differences = compareCases(before, after, words, when);
  return (
    <Modal
      opened
      onClose={onLook}
      title={page.changedTitle}
      closeButtonProps={{ 'aria-label': words.look.close }}
    >
      <p>{first ? page.changedBy(capital(whoOf(first, words)), when(first.at, 'ago')) : page.changedSome}</p>
      <ul className={style.news}>
        {news.slice(0, MOST).map((entry) => (
          <li key={entry.id}>
            {event[entry.kind] ?? entry.name}
            {entry.actor.kind === 'operator' ? ` ${page.by(entry.actor.name)}` : ''}
            {entry.notice !== null || entry.text === '' ? '' : `: ${entry.text}`}
          </li>
        ))}
      </ul>
      <h2 className={style.what}>{page.changedWhat}</h2>
      {differences.length === 0 ? (
        <p>{page.changedNothing}</p>
      ) : (
        <dl className={style.list}>
          {differences.map(({ title, before: was, after: is }) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>
                <del>{was}</del> <ins>{is}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <Group justify="flex-end" mt="md" gap="sm">
        {onAgain ? (
          <Button loading={busy} onClick={onAgain}>
            {page.changedAgain(verb)}
          </Button>
        ) : null}
        <Button variant="filled" data-autofocus onClick={onLook}>
          {page.changedLook}
        </Button>
      </Group>
    </Modal>
  );
}

function whoOf({ actor }: Entry, { cases: { page } }: Words): string {
  return actor.kind === 'operator' ? actor.name : page.kindsOfActor[actor.kind];
}

function capital(text: string): string {
  return `${text.charAt(0).toLocaleUpperCase()}${text.slice(1)}`;
}
