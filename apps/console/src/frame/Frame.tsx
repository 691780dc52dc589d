import { Drawer } from '@mantine/core';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState, type JSX } from 'react';

import { Icon } from '../look/Icon.js';
import { ShortcutSheet } from '../look/ShortcutSheet.js';
import { useShortcut } from '../look/use-shortcut.js';
import { useSession } from '../session/use-session.js';
import { NowProvider } from '../words/now.js';
import { useWords } from '../words/speech.js';
import { Clocks } from './Clocks.js';
import style from './Frame.module.css';
import { LiveProvider } from './live.js';
import { Omnibox } from './Omnibox.js';
import { pagesFor, type Page } from './pages.js';
import { Rail } from './Rail.js';
import { useHealth } from './use-health.js';
import { UserMenu } from './UserMenu.js';

/** What stands around every page: rail, omnibox, clocks, account. */
export function Frame(): JSX.Element {
  const words = useWords();
  const { permissions } = useSession();
  const { health, toldAt } = useHealth();
  const [sheet, setSheet] = useState(false);
  const [drawer, setDrawer] = useState(false);
  const content = useFocusOnNewPage();
  useShortcut({
    keys: '?',
    label: words.look.shortcuts,
    group: words.look.anywhere,
    run: () => setSheet(true),
  });
  // The first paint waits for the domain's time: ages that jump by weeks when it comes would be wrong for a moment.
  return (
    <NowProvider
      at={health ? Date.parse(health.now) : Date.now()}
      toldAt={toldAt}
      virtual={health?.virtual ?? false}
    >
      <LiveProvider>
        <a className={style.skip} href="#content">
          {words.frame.skip}
        </a>
        <div className={style.frame}>
          <div className={style.rail}>
            <Rail />
          </div>
          <header className={style.top}>
            <button
              type="button"
              className={style.menu}
              aria-label={words.frame.menu}
              onClick={() => setDrawer(true)}
            >
              <Icon name="menu" size={16} />
            </button>
            <Omnibox />
            <div className={style.side}>
              <div className={style.clocks}>
                <Clocks />
              </div>
              <UserMenu onShortcuts={() => setSheet(true)} />
            </div>
          </header>
          <main className={style.content} id="content" tabIndex={-1} ref={content}>
            {health ? <Outlet /> : null}
          </main>
        </div>
        {drawer ? (
          <Drawer.Root opened onClose={() => setDrawer(false)} size={264}>
            <Drawer.Overlay />
            <Drawer.Content aria-label={words.frame.menu}>
              <Drawer.Body p={0}>
                <Rail onGo={() => setDrawer(false)} />
                <div className={style.inDrawer}>
                  <Clocks />
                </div>
              </Drawer.Body>
            </Drawer.Content>
          </Drawer.Root>
        ) : null}
        {sheet ? <ShortcutSheet onClose={() => setSheet(false)} /> : null}
        {pagesFor(permissions).map((page) => (
          <GoTo key={page.name} page={page} />
        ))}
      </LiveProvider>
    </NowProvider>
  );
}

function GoTo({ page }: { page: Page }): null {
  const words = useWords();
  const navigate = useNavigate();
  useShortcut({
    keys: page.keys,
    label: words.frame.goTo(words.frame.pages[page.name]),
    group: words.look.anywhere,
    run: () => void navigate({ to: page.path, search: page.search }),
  });
  return null;
}

/** A new page is read from its beginning: the focus follows, unless something on the page has taken it already. */
function useFocusOnNewPage(): React.RefObject<HTMLElement | null> {
  const content = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const first = useRef(true);
  useEffect(() => {
    if (!first.current && !content.current?.contains(document.activeElement))
      content.current?.focus({ preventScroll: true });
    first.current = false;
  }, [path]);
  return content;
}
