import { Button, Checkbox, Popover, Stack, TextInput } from '@mantine/core';
import { routes, type Reply } from '@lazaret/contracts';
import { useState, type JSX } from 'react';

import { sayProblem } from '../look/ErrorState.js';
import { Icon } from '../look/Icon.js';
import { useToast } from '../look/toast.js';
import { useAsk, useChange } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import style from './menus.module.css';

type View = Reply<typeof routes.views>['items'][number];

/** Saved views: to look through, to keep this one, to forget an own one. `search` is the address of the list as it is. */
export function ViewsMenu({
  search,
  onOpen,
}: {
  search: string;
  onOpen: (search: string) => void;
}): JSX.Element {
  const words = useWords();
  const toast = useToast();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const { data } = useAsk(routes.views, {}, { when: opened });
  const save = useChange(routes.saveView, [routes.views]);
  const drop = useChange(routes.dropView, [routes.views]);
  const views = (data?.items ?? []).filter(({ page }) => page === 'cases');

  const keepView = (view: Pick<View, 'name' | 'search' | 'shared'>): void => {
    save.mutate(
      { body: { ...view, page: 'cases' } },
      {
        onSuccess: () => toast({ text: words.cases.viewSaved(view.name), tone: 'clear' }),
        onError: (error) => toast({ text: sayProblem(error, words).help, tone: 'broken' }),
      },
    );
  };
  const forget = (view: View): void => {
    drop.mutate(
      { params: { id: view.id } },
      {
        onSuccess: () => toast({ text: words.cases.viewDropped(view.name), undo: () => keepView(view) }),
        onError: (error) => toast({ text: sayProblem(error, words).help, tone: 'broken' }),
      },
    );
  };

  return (
    <Popover position="bottom-end" width={288} opened={opened} onChange={setOpened} trapFocus returnFocus>
      <Popover.Target>
        <Button onClick={() => setOpened(!opened)}>{words.cases.views}</Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.cases.views} p={8}>
        {views.length === 0 ? <p className={style.teach}>{words.cases.viewNone}</p> : null}
        <ul className={style.list}>
          {views.map((view) => (
            <li key={view.id} className={style.item}>
              <button
                type="button"
                className={style.view}
                onClick={() => {
                  setOpened(false);
                  onOpen(view.search);
                }}
              >
                {view.name}
                {view.shared ? <span className={style.shared}>{words.cases.viewIsShared}</span> : null}
              </button>
              {view.mine ? (
                <button
                  type="button"
                  className={style.small}
                  aria-label={words.cases.viewDrop(view.name)}
                  onClick={() => forget(view)}
                >
                  <Icon name="cross" size={10} />
                </button>
              ) : null}
            </li>
          ))}
        </ul>
        <form
          className={style.save}
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() === '') return;
            keepView({ name: name.trim(), search, shared });
            setName('');
            setOpened(false);
          }}
        >
          <Stack gap="sm">
            <TextInput
              label={words.cases.viewName}
              description={words.cases.viewHelp}
              value={name}
              maxLength={60}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Checkbox
              label={words.cases.viewShared}
              checked={shared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />
            <Button type="submit" variant="filled" disabled={name.trim() === ''}>
              {words.cases.viewSave}
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
