import { Button, Group, Modal } from '@mantine/core';
import { routes, type CasePage } from '@lazaret/contracts';
import type { JSX } from 'react';

import { useSayWhen } from '../look/When.js';
import { useAsk } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import style from './ChangedDialog.module.css';
import { compareCases } from './compare-cases.js';

/** Somebody was faster: who, and what is different now. */
export function ChangedDialog(props: { before: CasePage; after: CasePage; onLook: () => void }): JSX.Element {
  const { before, after, onLook } = props;
  const words = useWords();
  const when = useSayWhen();
  const page = words.cases.page;
  // The newest entry says who it was.
  const { data } = useAsk(routes.caseTimeline, { params: { code: after.code }, query: { limit: 1 } });
  const newest = data?.items[0];
  const who = newest
    ? newest.actor.kind === 'operator'
      ? newest.actor.name
      : page.kindsOfActor[newest.actor.kind]
    : null;
  const differences = compareCases(before, after, words, when);
  return (
    <Modal
      opened
      onClose={onLook}
      title={page.changedTitle}
      closeButtonProps={{ 'aria-label': words.look.close }}
    >
      <p>
        {newest && who !== null ? page.changedBy(capital(who), when(newest.at, 'ago')) : page.changedSome}
      </p>
      {newest ? (
        <p className={style.newest}>
          {words.cases.event[newest.kind] ?? newest.name}
          {newest.text === '' ? '' : `: ${newest.text}`}
        </p>
      ) : null}
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
      <Group justify="flex-end" mt="md">
        <Button variant="filled" data-autofocus onClick={onLook}>
          {page.changedLook}
        </Button>
      </Group>
    </Modal>
  );
}

function capital(text: string): string {
  return `${text.charAt(0).toLocaleUpperCase()}${text.slice(1)}`;
}
