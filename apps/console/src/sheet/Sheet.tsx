import type { JSX, ReactNode } from 'react';

import { usePageTitle } from '../frame/use-page-title.js';
import style from './Sheet.module.css';

/** A page that is read from top to bottom: what it is, how it stands in a sentence, what can be done, then the matter. */
export function Sheet(props: {
  title: string;
  /** What the browser calls it, when that is more. */
  named?: string;
  back?: ReactNode;
  beside?: ReactNode;
  summary?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}): JSX.Element {
  const { title, named = title, back, beside, summary, actions, children } = props;
  usePageTitle(named);
  return (
    <div className={style.sheet}>
      {back ? <div className={style.back}>{back}</div> : null}
      <header className={style.head}>
        <h1>{title}</h1>
        {beside}
        {summary ? <p className={style.summary}>{summary}</p> : null}
        {actions ? <div className={style.actions}>{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}
