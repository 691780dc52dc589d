import { Button, Checkbox, Group, Modal, Stack } from '@mantine/core';
import { routes } from '@lazaret/contracts';
import { useState, type JSX } from 'react';

import { sayProblem } from '../look/ErrorState.js';
import { useToast } from '../look/toast.js';
import { useChange } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import type { Feed } from './judge-feed.js';
import style from './reports.module.css';

/** Lets a type of report count, once somebody has said that they have looked. */
export function ActivateDialog(props: {
  feed: Feed;
  type: Feed['types'][number];
  onClose: () => void;
}): JSX.Element {
  const { feed, type, onClose } = props;
  const words = useWords();
  const { reports } = words;
  const toast = useToast();
  const [seen, setSeen] = useState(false);
  const activate = useChange(routes.activate, [routes.feeds, routes.health]);
  const { reportType, mappingVersion } = type;
  return (
    <Modal
      opened
      onClose={onClose}
      title={reports.activateTitle(reportType)}
      closeButtonProps={{ 'aria-label': words.look.close }}
    >
      <Stack gap="md">
        <p>
          <b>{reports.brought(type.observations, type.lines)}</b>
        </p>
        <p>{reports.activateText}</p>
        <p className={style.dim}>
          {reports.activateRead} <code>{mappingVersion}</code>
        </p>
        <Checkbox
          data-autofocus
          label={reports.seenCounts}
          checked={seen}
          onChange={(event) => setSeen(event.currentTarget.checked)}
        />
        {activate.error ? (
          <p role="alert" className={style.warn}>
            {sayProblem(activate.error, words).help}
          </p>
        ) : null}
        <Group gap="sm" justify="flex-end">
          <Button onClick={onClose}>{words.look.cancel}</Button>
          <Button
            variant="filled"
            disabled={!seen}
            loading={activate.isPending}
            onClick={() =>
              activate.mutate(
                { params: { name: feed.name }, body: { reportType, mappingVersion } },
                {
                  onSuccess: () => {
                    toast({ text: reports.activated(reportType), tone: 'clear' });
                    onClose();
                  },
                },
              )
            }
          >
            {reports.activate}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
