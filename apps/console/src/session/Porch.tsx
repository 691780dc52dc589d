import type { JSX, ReactNode } from 'react';

import { Brand } from '../frame/Brand.js';
import style from './Porch.module.css';

/** One narrow column for pages before the frame. */
export function Porch({ title, children }: { title: string; children: ReactNode }): JSX.Element {
  return (
    <main className={style.porch} id="content">
      <div className={style.column}>
        <Brand />
        <h1 className={style.title}>{title}</h1>
        {children}
      </div>
    </main>
  );
}
