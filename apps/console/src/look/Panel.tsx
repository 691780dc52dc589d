import { useId, type JSX, type ReactNode } from 'react';

import style from './Panel.module.css';

/** One group of facts with its heading. */
export function Panel({ title, children }: { title: string; children: ReactNode }): JSX.Element {
  const id = useId();
  return (
    <section className={style.panel} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
