import { Menu, SegmentedControl } from '@mantine/core';
import { LOCALES, routes, THEMES } from '@lazaret/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { JSX } from 'react';

import { ask } from '../ask.js';
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
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const change = useChangePreferences();
  const prefer = (what: Partial<Preferences>): void => {
    change(what).catch((error: unknown) => toast({ text: sayProblem(error, words).help, tone: 'broken' }));
  };
  const signOut = async (): Promise<void> => {
    await ask(routes.signOut).catch(() => undefined);
    await navigate({ to: '/sign-in' });
    client.clear();
  };
  return (
    <Menu position="bottom-end" width={272} returnFocus>
      <Menu.Target>
        <button
          type="button"
          className={style.avatar}
          aria-label={`${words.frame.user}: ${words.frame.signedInAs(session.displayName)}`}
        >
          {initials(session.displayName)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
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
        <Menu.Divider />
        <Menu.Item onClick={onShortcuts}>{words.frame.shortcuts}</Menu.Item>
        <Menu.Item onClick={() => void navigate({ to: '/settings' })}>{words.frame.settings}</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()}>{words.frame.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
