import type { JSX } from 'react';

import { useWords } from '../words/speech.js';
import style from './Bones.module.css';

/** Where text will stand, so that nothing jumps when it comes. */
export function Bones({ lines = 3, height = 20 }: { lines?: number; height?: number }): JSX.Element {
  const words = useWords();
  return (
    <div className={style.bones} aria-busy="true">
      <span className="unseen">{words.look.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className={style.line} style={{ height }}>
          <Bone width={WIDTHS[line % WIDTHS.length] ?? '60%'} />
        </div>
      ))}
    </div>
  );
}

export function Bone({ width }: { width: string }): JSX.Element {
  return <span className={style.bone} style={{ width }} />;
}

const WIDTHS = ['72%', '56%', '64%', '48%', '68%'];
