import type { JSX } from 'react';

/** Drawn on a grid of 12, in one line of 1.3. */
const PATHS = {
  clock: 'M6 1.3a4.7 4.7 0 1 0 0 9.4 4.7 4.7 0 0 0 0-9.4M6 3.3V6l1.8 1.3',
  fence: 'M1.5 6h9M1.5 3.2h9M1.5 8.8h9M4 1.5v9M8 1.5v9',
  letter: 'M1.5 3h9v6.2H4.2L1.5 11z',
  tick: 'M2 6.4 4.8 9 10 3.2',
  warning: 'M6 1.5 11 10.4H1zM6 5v2.4M6 8.9v.2',
  eye: 'M1 6s1.9-3.3 5-3.3S11 6 11 6 9.1 9.3 6 9.3 1 6 1 6zM6 4.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8',
  search: 'M5.2 1.5a3.7 3.7 0 1 0 0 7.4 3.7 3.7 0 0 0 0-7.4M8 8l2.6 2.6',
  cross: 'M2.8 2.8l6.4 6.4M9.2 2.8 2.8 9.2',
  plus: 'M6 2v8M2 6h8',
  minus: 'M2 6h8',
  down: 'M2.8 4.4 6 7.6l3.2-3.2',
  right: 'M4.4 2.8 7.6 6 4.4 9.2',
  left: 'M7.6 2.8 4.4 6l3.2 3.2',
  menu: 'M1.5 3h9M1.5 6h9M1.5 9h9',
  copy: 'M4 4h6.5v6.5H4zM8 4V1.5H1.5V8H4',
  columns: 'M1.5 2h9v8h-9zM4.5 2v8M7.5 2v8',
  filter: 'M1.5 2.5h9L7 6.6v3.6L5 9V6.6z',
  phone: 'M2.3 1.6h2l.8 2.3-1.2 1a6 6 0 0 0 3.2 3.2l1-1.2 2.3.8v2c-4.6.6-8.7-3.5-8.1-8.1z',
  person: 'M6 1.5a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4M1.8 10.6c.4-2.2 2-3.4 4.2-3.4s3.8 1.2 4.2 3.4',
  pen: 'M1.6 10.4 2.2 8l6-6 1.8 1.8-6 6z',
  scale: 'M6 1.5v9M3.5 10.5h5M1.2 3h9.6M2.8 3 1.2 6.8h3.2zM9.2 3 7.6 6.8h3.2z',
  shield: 'M6 1.2 10.2 3v3c0 2.4-1.8 4-4.2 4.8C3.6 10 1.8 8.4 1.8 6V3z',
  open: 'M3 5.4h6v5.1H3zM4.4 5.4V3.6a1.7 1.7 0 0 1 3.3-.6',
  undo: 'M4 2 1.6 4.4 4 6.8M1.6 4.4H7a3 3 0 0 1 0 6H5',
  save: 'M2 1.5h8v9L6 7.8 2 10.5z',
  more: 'M2.5 6v.1M6 6v.1M9.5 6v.1',
} as const;

export type IconName = keyof typeof PATHS;

/** A small picture that goes with a word; alone it says nothing to those who listen. */
export function Icon({ name, size = 12 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 12 12"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2 : 1.3}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
