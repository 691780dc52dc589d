import { SegmentedControl } from '@mantine/core';
import { useMemo, useState, type JSX } from 'react';

import { useWords } from '../words/speech.js';
import { compareLines, foldSame } from './compare-lines.js';
import style from './policy.module.css';

const SIGNS = { same: '', gone: '−', new: '+' } as const;

/** The text of a version: whole, or what is different from the one that decides. */
export function PolicyText({ content, active }: { content: string; active: string | null }): JSX.Element {
  const { policy } = useWords();
  const [as, setAs] = useState<'differences' | 'whole'>('differences');
  const shown = active === null ? 'whole' : as;
  return (
    <section>
      <div className={style.textHead}>
        <h2>{policy.text}</h2>
        {active === null ? null : (
          <SegmentedControl
            size="xs"
            value={shown}
            onChange={setAs}
            data={[
              { value: 'differences', label: policy.differences },
              { value: 'whole', label: policy.whole },
            ]}
          />
        )}
      </div>
      {shown === 'differences' && active !== null ? (
        <Differences before={active} after={content} />
      ) : (
        <pre className={style.text} tabIndex={0} aria-label={policy.text}>
          {content.split('\n').map((line, index) => (
            <span key={index} className={`${style.line} ${/^\s*#/.test(line) ? style.comment : ''}`}>
              {line}
            </span>
          ))}
        </pre>
      )}
    </section>
  );
}

function Differences({ before, after }: { before: string; after: string }): JSX.Element {
  const { policy } = useWords();
  const lines = useMemo(() => compareLines(before, after), [before, after]);
  if (lines === null) return <p className={style.dim}>{policy.tooLong}</p>;
  if (lines.every(({ kind }) => kind === 'same')) return <p className={style.dim}>{policy.same}</p>;
  return (
    <pre className={style.text} tabIndex={0} aria-label={policy.differences}>
      {foldSame(lines).map((line, index) => {
        if (typeof line === 'number')
          return (
            <span key={index} className={style.folded}>
              {policy.unchanged(line)}
            </span>
          );
        const Tag = line.kind === 'gone' ? 'del' : line.kind === 'new' ? 'ins' : 'span';
        const tone = line.kind === 'same' ? '' : style[line.kind];
        return (
          <Tag
            key={index}
            data-sign={SIGNS[line.kind]}
            className={`${style.line} ${style.compared} ${tone}`}
            style={{ textDecoration: 'none' }}
          >
            {line.text}
          </Tag>
        );
      })}
    </pre>
  );
}
