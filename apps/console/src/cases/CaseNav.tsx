import { routes } from '@lazaret/contracts';
import { Link, useNavigate } from '@tanstack/react-router';
import type { JSX } from 'react';

import { Icon } from '../look/Icon.js';
import { Kbd } from '../look/Kbd.js';
import { useShortcut } from '../look/use-shortcut.js';
import type { PlainSearch } from '../plain-search.js';
import { useAsk } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import style from './CasePage.module.css';

/** Back to the list one came from, and on through it, case by case. */
export function CaseNav({ code, search }: { code: string; search: PlainSearch }): JSX.Element {
  const words = useWords();
  const { page } = words.cases;
  const navigate = useNavigate();
  const { data } = useAsk(routes.caseNeighbours, { params: { code }, query: search }, { keep: true });
  const go = (to: string): void =>
    void navigate({ to: '/cases/$code', params: { code: to }, search, replace: true });
  const [previous, next] = [data?.previous ?? null, data?.next ?? null];
  useShortcut(
    { keys: 'j', label: page.next, group: page.group, run: () => next !== null && go(next) },
    next !== null,
  );
  useShortcut(
    { keys: 'k', label: page.previous, group: page.group, run: () => previous !== null && go(previous) },
    previous !== null,
  );
  useShortcut({
    keys: 'Escape',
    label: page.back,
    group: page.group,
    run: () => void navigate({ to: '/cases', search }),
  });
  return (
    <nav className={style.nav} aria-label={page.back}>
      <Link to="/cases" search={search} className={style.back}>
        <Icon name="left" size={10} /> {page.back}
      </Link>
      <span className={style.position}>
        {data ? (data.position === null ? page.outside : page.position(data.position, data.total)) : ''}
        {previous === null ? null : (
          <Link
            to="/cases/$code"
            params={{ code: previous }}
            search={search}
            replace
            aria-label={page.previous}
            title={page.previous}
            className={style.step}
          >
            <Kbd keys="k" />
            <Icon name="left" size={10} />
          </Link>
        )}
        {next === null ? null : (
          <Link
            to="/cases/$code"
            params={{ code: next }}
            search={search}
            replace
            aria-label={page.next}
            title={page.next}
            className={style.step}
          >
            <Icon name="right" size={10} />
            <Kbd keys="j" />
          </Link>
        )}
      </span>
    </nav>
  );
}
