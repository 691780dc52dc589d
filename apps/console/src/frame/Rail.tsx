import { Link } from '@tanstack/react-router';
import { Fragment, type JSX } from 'react';

import { useSession } from '../session/use-session.js';
import { useWords } from '../words/speech.js';
import { span } from '../words/time.js';
import { Brand } from './Brand.js';
import { pagesFor } from './pages.js';
import style from './Rail.module.css';
import { useHealth } from './use-health.js';

/** The way to every page that somebody may see; a figure only where something waits for a person. */
export function Rail({ onGo }: { onGo?: () => void }): JSX.Element {
  const words = useWords();
  const { permissions } = useSession();
  const { health } = useHealth();
  const pages = pagesFor(permissions);
  return (
    <nav className={style.rail} aria-label={words.frame.main}>
      <div className={style.brand}>
        <Brand />
      </div>
      {pages.map((page, index) => {
        const waiting = page.waiting && health ? health.waiting[page.waiting] : 0;
        return (
          <Fragment key={page.name}>
            {page.second && pages[index - 1]?.second === false ? (
              <div className={style.gap} role="presentation" />
            ) : null}
            <Link
              to={page.path}
              search={page.search}
              className={style.link}
              activeProps={{ 'aria-current': 'page' }}
              activeOptions={{ includeSearch: false }}
              onClick={onGo}
            >
              <span>{words.frame.pages[page.name]}</span>
              {waiting > 0 ? (
                <span className={style.waiting} title={words.frame.waiting(waiting)}>
                  <span aria-hidden="true">{words.count(waiting)}</span>
                  <span className="unseen">, {words.frame.waiting(waiting)}</span>
                </span>
              ) : null}
            </Link>
          </Fragment>
        );
      })}
      {health ? (
        <p className={style.foot}>
          {health.oldestDueSeconds > 0
            ? words.frame.oldestDue(span(health.oldestDueSeconds * 1_000, words.time))
            : words.frame.nothingDue}
          <br />
          {health.attributionToday === null
            ? words.frame.noAttribution
            : words.frame.attribution(words.count(Math.floor(health.attributionToday * 1_000) / 10))}
        </p>
      ) : null}
    </nav>
  );
}
