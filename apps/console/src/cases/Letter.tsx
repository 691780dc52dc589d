import { SegmentedControl } from '@mantine/core';
import { routes } from '@lazaret/contracts';
import { useState, type JSX } from 'react';

import { Bones } from '../look/Bones.js';
import { ErrorState } from '../look/ErrorState.js';
import { When } from '../look/When.js';
import { useAsk } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import style from './Letter.module.css';
import { LetterFrame } from './LetterFrame.js';

/** One letter, exactly as it left. To whom is not part of it. */
export function Letter({ id }: { id: number }): JSX.Element {
  const words = useWords();
  const { page } = words.cases;
  const { data, error, refetch } = useAsk(routes.notice, { params: { id } });
  const [as, setAs] = useState<'picture' | 'text'>('picture');
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Bones lines={6} />;
  return (
    <article className={style.letter} aria-label={page.letterFrame}>
      <dl className={style.head}>
        {data.letter ? (
          <div>
            <dt>{page.subject}</dt>
            <dd>{data.letter.subject}</dd>
          </div>
        ) : null}
        <div>
          <dt>{page.from}</dt>
          <dd>
            {page.template[data.template] ?? data.template}, {data.locale}
            {data.templateVersion === null ? '' : ` · ${data.templateVersion}`} ·{' '}
            {page.channel[data.channel] ?? data.channel}
          </dd>
        </div>
        <div>
          <dt>{page.state}</dt>
          <dd>
            {page.letterState[data.state] ?? data.state}
            {data.sentAt === null ? null : (
              <>
                , <When at={data.sentAt} as="exact" />
              </>
            )}
            {data.error === null ? null : <span className={style.error}> {data.error}</span>}
          </dd>
        </div>
      </dl>
      {data.letter ? (
        <>
          <SegmentedControl
            size="xs"
            value={as}
            onChange={setAs}
            data={[
              { value: 'picture', label: page.letter },
              { value: 'text', label: page.letterText },
            ]}
          />
          {as === 'picture' ? (
            <LetterFrame html={data.letter.html} title={page.letterFrame} />
          ) : (
            <pre className={style.text} tabIndex={0}>
              {data.letter.text}
            </pre>
          )}
        </>
      ) : (
        <p className={style.dim}>{page.letterGone}</p>
      )}
    </article>
  );
}
