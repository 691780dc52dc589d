import type { JSX } from 'react';

import style from './Brand.module.css';

export function Brand(): JSX.Element {
  return (
    <span className={style.brand}>
      <svg
        width="20"
        height="20"
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        aria-hidden="true"
      >
        <path d="M3 17V8.2L10 3l7 5.2V17" />
        <path d="M1.5 17h17" />
        <path d="M10 9.2v4.4M7.8 11.4h4.4" stroke="var(--ink)" />
      </svg>
      Lazaret
    </span>
  );
}
