import { Popover, SegmentedControl } from '@mantine/core';
import { LOCALES, routes, THEMES } from '@lazaret/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useState, type JSX } from 'react';

import { ask } from '../ask.js';
import { Kbd } from '../look/Kbd.js';
import { useToast } from '../look/toast.js';
import { sayProblem } from '../look/ErrorState.js';
import { useChangePreferences, useSession, type Preferences } from '../session/use-session.js';
import { useWords } from '../words/speech.js';
import { initials } from './initials.js';
import style from './UserMenu.module.css';

/** Who is signed in, how the console looks to them, and the way out. */
export function UserMenu({ onShortcuts }: { onShortcuts: () => void }): JSX.Element {
  const words = useWords();
  const session = useSession();
  const { preferences } = session;
  const navigate = useNavigate();
  const toast = useToast();
  const change = useChangePreferences();
  const [opened, setOpened] = useState(false);
  const prefer = (what: Partial<Preferences>): void => {
    change(what).catch((error: unknown) => toast({ text: sayProblem(error, words).help, tone: 'broken' }));
  };
  const signOut = async (): Promise<void> => {
    await ask(routes.signOut).catch(() => undefined);
    // A new page: nothing of what was shown stays in memory.
    window.location.assign('/sign-in');
  };
  const go = (run: () => void) => (): void => {
    setOpened(false);
    run();
  };
  return (
    <Popover position="bottom-end" width={272} opened={opened} onChange={setOpened} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={style.avatar} onClick={() => setOpened(!opened)}>
          {initials(session.displayName)}
          <span className="unseen">{` ${words.frame.user}: ${words.frame.signedInAs(session.displayName)}`}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.frame.user} p={4}>
        <div className={style.who}>
          <b>{session.displayName}</b>
          <span>{session.roles.map((role) => words.terms.operatorRole[role]).join(', ')}</span>
        </div>
        <div className={style.choice}>
          <span id="choose-theme">{words.frame.theme}</span>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-labelledby="choose-theme"
            value={preferences.theme}
            data={THEMES.map((value) => ({ value, label: words.frame.themes[value] }))}
            onChange={(theme) => prefer({ theme })}
          />
        </div>
        <div className={style.choice}>
          <span id="choose-language">{words.session.language}</span>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-labelledby="choose-language"
            value={preferences.locale}
            data={LOCALES.map((value) => ({ value, label: words.frame.locales[value] }))}
            onChange={(locale) => prefer({ locale })}
          />
        </div>
        <ul className={style.ways}>
          <li>
            <button type="button" onClick={go(onShortcuts)}>
              {words.frame.shortcuts} <Kbd keys="?" />
            </button>
          </li>
          <li>
            <button type="button" onClick={go(() => void navigate({ to: '/settings' }))}>
              {words.frame.settings}
            </button>
          </li>
          <li>
            <button type="button" onClick={go(() => void signOut())}>
              {words.frame.signOut}
            </button>
          </li>
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
