import { Button, Popover } from '@mantine/core';
import type { CasePage } from '@lazaret/contracts';
import { useState, type JSX, type ReactNode } from 'react';

import { Kbd } from '../look/Kbd.js';
import { useShortcut } from '../look/use-shortcut.js';
import { useWords } from '../words/speech.js';
import { ActDialog } from './ActDialog.js';
import style from './CaseActions.module.css';
import { mainAction, sortActions } from './sort-actions.js';
import type { CaseActionName } from './use-act.js';

/** What may be done with a case, `children` beside it; what may not says why. `brief`: the first few only, without keys. */
export function CaseActions(props: { it: CasePage; brief?: boolean; children?: ReactNode }): JSX.Element {
  const { it, brief = false, children } = props;
  const words = useWords();
  // As it was seen when the button was pressed: news that come in meanwhile must not be agreed to unseen.
  const [chosen, setChosen] = useState<{ action: CaseActionName; seen: CasePage } | null>(null);
  const { allowed, forbidden } = sortActions(it.actions);
  const main = mainAction(it);
  const mayRelease = allowed.some(({ action }) => action === 'release');
  useShortcut(
    {
      keys: 'r',
      label: words.terms.action.release,
      group: words.cases.page.group,
      run: () => setChosen({ action: 'release', seen: it }),
    },
    mayRelease && !brief,
  );
  return (
    <div className={style.actions} role="group" aria-label={words.cases.page.actions}>
      {allowed.length === 0 ? <p className={style.none}>{words.cases.page.noActions}</p> : null}
      {(brief ? allowed.slice(0, 3) : allowed).map(({ action, needsSecond }) => (
        <Button
          key={action}
          variant={action === main ? 'filled' : 'default'}
          title={needsSecond ? words.cases.page.secondHelp : words.cases.page.happens[action]}
          rightSection={action === 'release' && !brief ? <Kbd keys="r" /> : null}
          onClick={() => setChosen({ action, seen: it })}
        >
          {words.terms.action[action]}
          {needsSecond ? <span className={style.second}>, {words.cases.page.second}</span> : null}
        </Button>
      ))}
      {children}
      {forbidden.length > 0 && !brief ? <Forbidden forbidden={forbidden} /> : null}
      {chosen ? (
        <ActDialog seen={chosen.seen} action={chosen.action} onClose={() => setChosen(null)} />
      ) : null}
    </div>
  );
}

function Forbidden({ forbidden }: { forbidden: CasePage['actions'] }): JSX.Element {
  const words = useWords();
  return (
    <Popover position="bottom-start" width={320} returnFocus>
      <Popover.Target>
        <Button variant="subtle">{words.cases.page.moreActions}</Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.cases.page.moreActions}>
        <ul className={style.forbidden}>
          {forbidden.map(({ action, forbidden: why }) => (
            <li key={action}>
              <b>{words.terms.action[action]}</b>
              <span>{why === null ? '' : words.terms.forbidden[why]}</span>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
