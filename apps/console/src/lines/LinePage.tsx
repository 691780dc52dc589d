import { Button } from '@mantine/core';
import { routes, type Reply } from '@lazaret/contracts';
import { Link, useParams } from '@tanstack/react-router';
import type { JSX } from 'react';

import { Bones } from '../look/Bones.js';
import { ErrorState } from '../look/ErrorState.js';
import { Icon } from '../look/Icon.js';
import { useMay } from '../session/use-session.js';
import { Sheet } from '../sheet/Sheet.js';
import { useAsk } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import { LineFacts } from './LineFacts.js';
import { LineCases, LineLetters, LineSessions, LineStays } from './LineLists.js';
import { isUnderWay } from './line-sign.js';
import { GardenChip, ProtectionChip } from './LineState.js';
import style from './lines.module.css';
import { ProtectButton } from './ProtectButton.js';

export type Line = Reply<typeof routes.line>;

const EVERY_MS = 5_000;

/** One line: what is held back, what was seen and sent, what the network calls it. Who has it must be asked for. */
export function LinePage(): JSX.Element {
  const words = useWords();
  const { lines: said } = words;
  const { ref } = useParams({ from: '/frame/lines/$ref' });
  const may = useMay();
  const first = useAsk(routes.line, { params: { ref } });
  const underWay = first.data !== undefined && isUnderWay(first.data.garden);
  useAsk(routes.line, { params: { ref } }, underWay ? { everyMs: EVERY_MS } : {});
  const { data, error, refetch } = first;
  return (
    <Sheet
      title={ref}
      named={`${said.facts} ${ref}`}
      back={
        <Link to="/lines">
          <Icon name="left" size={10} /> {said.back}
        </Link>
      }
      beside={
        data ? (
          <>
            {data.garden === 'none' ? null : <GardenChip state={data.garden} />}
            <ProtectionChip line={data} />
          </>
        ) : null
      }
      actions={
        data ? (
          <>
            {may('helpline.search') ? (
              <Button
                className={style.button ?? ''}
                renderRoot={(props) => <Link to="/helpline" search={{ line: ref }} {...props} />}
              >
                {said.answer}
              </Button>
            ) : null}
            {may('garden.release') && data.protection === null && data.class !== 'protected' ? (
              <ProtectButton line={ref} />
            ) : null}
          </>
        ) : null
      }
    >
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Bones lines={12} height={32} /> : null}
      {data ? (
        <div className={style.page}>
          <div className={style.main}>
            <LineCases line={data} />
            <LineStays line={data} />
            <LineLetters line={data} />
            <LineSessions line={data} />
          </div>
          <LineFacts line={data} />
        </div>
      ) : null}
    </Sheet>
  );
}
