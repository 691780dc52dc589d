import type { JSX, ReactNode } from 'react';

import style from './states.module.css';

/** Nothing here: what would be, why it is not, and the one thing to do. */
export function EmptyState(props: { title: string; children?: ReactNode; action?: ReactNode }): JSX.Element {
  const { title, children, action } = props;
  return (
    <div className={style.state}>
      <p className={style.title}>{title}</p>
      {children ? <div className={style.text}>{children}</div> : null}
      {action ? <div className={style.action}>{action}</div> : null}
    </div>
  );
}
