import type { Reply, routes } from '@lazaret/contracts';
import { Progress } from '@mantine/core';
import type { JSX } from 'react';

import { Chip } from '../look/Chip.js';
import type { IconName } from '../look/Icon.js';
import type { Tone } from '../look/tones.js';
import { useWords } from '../words/speech.js';
import style from './reports.module.css';

export type Report = Reply<typeof routes.reports>['items'][number];

const LOOKS = {
  stored: ['watching', 'clock'],
  parsing: ['told', 'eye'],
  parsed: ['clear', 'tick'],
  failed: ['broken', 'warning'],
} as const satisfies Record<Report['state'], readonly [Tone, IconName]>;

/** How far a report is read. How many rows it has is known only at its end. */
export function ReportState({ it }: { it: Pick<Report, 'state' | 'parsedTo' | 'rows'> }): JSX.Element {
  const { reports } = useWords();
  const [tone, icon] = LOOKS[it.state];
  return (
    <span className={style.state}>
      <Chip tone={tone} icon={icon} quiet={it.state === 'parsed'}>
        {reports.state[it.state]}
      </Chip>
      {it.state === 'parsing' ? (
        <>
          <Progress
            className={style.progress}
            value={it.rows > it.parsedTo ? (100 * it.parsedTo) / it.rows : 100}
            striped
            animated
            size={4}
            color="var(--told)"
            aria-label={reports.soFar(it.parsedTo)}
          />
          <span className={style.dim}>{reports.soFar(it.parsedTo)}</span>
        </>
      ) : null}
    </span>
  );
}
