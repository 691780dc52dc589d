import type { CaseRow } from '@lazaret/contracts';
import type { JSX, ReactNode } from 'react';

import { Address } from '../look/Address.js';
import { Sparkline } from '../look/Sparkline.js';
import { StateBadge } from '../look/StateBadge.js';
import { toneOf } from '../look/tones.js';
import { useSayWhen, When } from '../look/When.js';
import { useWords } from '../words/speech.js';
import style from './CaseTable.module.css';
import type { ColumnName } from './columns.js';
import { sayNext, sayWhat } from './say-case.js';

/** Rows that wait for a person carry colour; so does what is broken. */
export function isLoud({ waits, badge }: CaseRow): boolean {
  return waits === 'person' || toneOf(badge) === 'broken';
}

/** One thing about one case, as a column shows it. */
export function CaseCell({ row, column }: { row: CaseRow; column: ColumnName }): ReactNode {
  const words = useWords();
  switch (column) {
    case 'what':
      return <What row={row} />;
    case 'state':
      return <StateBadge badge={row.badge} days={row.badgeDays} quiet={!isLoud(row)} />;
    case 'why':
      return row.reason === null ? null : <span title={row.reason}>{row.reason}</span>;
    case 'seen':
      return row.lastSeenAt === null ? words.time.never : <When at={row.lastSeenAt} as="span" />;
    case 'days':
      return <Sparkline days={row.days} strong={row.waits === 'person'} />;
    case 'next':
      return <Next row={row} />;
    case 'waits':
      return words.terms.waits[row.waits];
    case 'class':
      return words.terms.class[row.class];
    case 'lineClass':
      return words.terms.lineClass[row.lineClass];
    case 'region':
      return row.region;
    case 'garden':
      return words.terms.garden[row.garden];
    case 'tier':
      return row.tier;
    case 'opened':
      return <When at={row.openedAt} as="span" />;
    case 'sightings':
      return words.count(row.sightings);
    case 'reinfections':
      return row.reinfections === 0 ? null : words.count(row.reinfections);
    case 'notes':
      return row.notes === 0 ? null : words.count(row.notes);
    case 'code':
      return <Address>{row.code}</Address>;
  }
}

function What({ row }: { row: CaseRow }): JSX.Element {
  return (
    <>
      <b className={style.name}>{sayWhat(row, useWords())}</b> <span className={style.line}>{row.line}</span>
    </>
  );
}

function Next({ row }: { row: CaseRow }): JSX.Element {
  const words = useWords();
  const when = useSayWhen();
  const said = sayNext(row.next, words, when);
  return <span title={row.next.at === null ? said : when(row.next.at, 'exact')}>{said}</span>;
}

/** What a cell can be filtered by; null when it cannot. */
export function filterOf(
  row: CaseRow,
  column: ColumnName,
): {
  readonly name: 'family' | 'badge' | 'waits' | 'class' | 'lineClass' | 'region' | 'garden' | 'tier';
  readonly value: string;
} | null {
  const some = <Name extends string>(name: Name, value: string | null) =>
    value === null ? null : { name, value };
  switch (column) {
    case 'what':
      return some('family', row.family);
    case 'state':
      return some('badge', row.badge);
    case 'waits':
      return some('waits', row.waits);
    case 'class':
      return some('class', row.class);
    case 'lineClass':
      return some('lineClass', row.lineClass);
    case 'region':
      return some('region', row.region);
    case 'garden':
      return some('garden', row.garden);
    case 'tier':
      return some('tier', row.tier);
    case 'why':
    case 'seen':
    case 'days':
    case 'next':
    case 'opened':
    case 'sightings':
    case 'reinfections':
    case 'notes':
    case 'code':
      return null;
  }
}
