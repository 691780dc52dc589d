import { Link } from '@tanstack/react-router';
import type { JSX, ReactNode } from 'react';

import { sayNotice, sayWhat } from '../cases/say-case.js';
import { Sparkline } from '../look/Sparkline.js';
import { StateBadge } from '../look/StateBadge.js';
import { When } from '../look/When.js';
import { NoticeState } from '../notices/NoticeState.js';
import { useMay } from '../session/use-session.js';
import { Table } from '../sheet/Table.js';
import { useWords } from '../words/speech.js';
import type { Line } from './LinePage.js';
import { GardenChip } from './LineState.js';
import style from './lines.module.css';

export function LineCases({ line }: { line: Line }): JSX.Element {
  const words = useWords();
  const { lines: said } = words;
  return (
    <Part
      title={said.cases}
      none={line.cases.length === 0 ? said.casesNone : null}
      beside={
        line.cases.length === 0 ? null : (
          <Link to="/cases" search={{ line: line.ref }}>
            {said.allCases}
          </Link>
        )
      }
    >
      <Table
        label={said.cases}
        rows={line.cases}
        keyOf={({ code }) => code}
        strong={({ waits }) => waits === 'person'}
        columns={[
          {
            name: 'what',
            title: said.case.what,
            cell: (it) => (
              <Link to="/cases/$code" params={{ code: it.code }}>
                {sayWhat(it, words)}
              </Link>
            ),
          },
          {
            name: 'state',
            title: said.case.state,
            cell: ({ badge, badgeDays, state }) => (
              <StateBadge badge={badge} days={badgeDays} quiet={state === 'closed' || state === 'cleared'} />
            ),
          },
          { name: 'days', title: said.case.days, cell: ({ days }) => <Sparkline days={days} /> },
          {
            name: 'seen',
            title: said.case.seen,
            right: true,
            cell: ({ lastSeenAt }) => (lastSeenAt === null ? '–' : <When at={lastSeenAt} as="near" />),
          },
          {
            name: 'opened',
            title: said.case.opened,
            right: true,
            cell: ({ openedAt }) => <When at={openedAt} as="near" />,
          },
          { name: 'code', title: said.case.code, cell: ({ code }) => <code>{code}</code> },
        ]}
      />
    </Part>
  );
}

export function LineStays({ line }: { line: Line }): JSX.Element {
  const words = useWords();
  const { lines: said, terms } = words;
  const why = words.cases.page.openWhy;
  return (
    <Part title={said.stays} none={line.stays.length === 0 ? said.staysNone : null}>
      <Table
        label={said.stays}
        rows={line.stays}
        keyOf={({ id }) => id}
        columns={[
          {
            name: 'state',
            title: said.stay.state,
            cell: ({ state, drift }) => (
              <>
                <GardenChip state={state} /> {drift ? <span className={style.differs}>{said.differs}</span> : null}
              </>
            ),
          },
          { name: 'profile', title: said.stay.profile, cell: ({ profile }) => terms.profile[profile] },
          {
            name: 'case',
            title: said.stay.case,
            cell: ({ case: code }) => (
              <Link to="/cases/$code" params={{ code }}>
                <code>{code}</code>
              </Link>
            ),
          },
          {
            name: 'asked',
            title: said.stay.asked,
            right: true,
            cell: ({ askedAt }) => <When at={askedAt} as="near" />,
          },
          {
            name: 'ends',
            title: said.stay.ends,
            right: true,
            cell: ({ overAt, endsAt }) =>
              overAt === null ? (
                <When at={endsAt} as="near" />
              ) : (
                <>
                  {said.stay.over} <When at={overAt} as="near" />
                </>
              ),
          },
          {
            name: 'why',
            title: said.stay.why,
            wide: true,
            cell: ({ openWhy, openBy }) =>
              openWhy === null
                ? '–'
                : `${why[openWhy] ?? openWhy}${openBy === null ? '' : `, ${said.stay.by(openBy)}`}`,
          },
        ]}
      />
    </Part>
  );
} // prettier-ignore

type Letter = Line['notices'][number];

export function LineLetters({ line }: { line: Line }): JSX.Element {
  const words = useWords();
  const { lines: said } = words;
  const mayRead = useMay()('notice.read');
  return (
    <Part title={said.letters} none={line.notices.length === 0 ? said.lettersNone : null}>
      <Table
        label={said.letters}
        rows={line.notices}
        keyOf={({ id }) => id}
        columns={[
          {
            name: 'what',
            title: said.letter.what,
            cell: (it) => {
              const name = sayNotice({ ...it, error: null }, words);
              return mayRead ? (
                <Link to="/notices/$id" params={{ id: String(it.id) }}>
                  {name}
                </Link>
              ) : (
                name
              );
            },
          },
          { name: 'state', title: said.letter.state, cell: ({ state }) => <NoticeState state={state} /> },
          {
            name: 'case',
            title: said.letter.case,
            cell: ({ case: code }) => (
              <Link to="/cases/$code" params={{ code }}>
                <code>{code}</code>
              </Link>
            ),
          },
          {
            name: 'sent',
            title: said.letter.sent,
            right: true,
            cell: ({ sentAt }) => (sentAt === null ? '–' : <When at={sentAt} as="near" />),
          },
          ...(line.notices.some(({ error }) => error !== null)
            ? [
                {
                  name: 'error',
                  title: said.letter.error,
                  wide: true,
                  cell: ({ error }: Letter) => error ?? '–',
                },
              ]
            : []),
        ]}
      />
    </Part>
  );
}

export function LineSessions({ line }: { line: Line }): JSX.Element {
  const { lines: said } = useWords();
  return (
    <Part title={said.sessions} none={line.sessions.length === 0 ? said.sessionsNone : null}>
      <Table
        label={said.sessions}
        rows={line.sessions}
        keyOf={({ nas, startedAt }) => `${nas} ${startedAt}`}
        columns={[
          { name: 'nas', title: said.nas, cell: ({ nas }) => <code>{nas}</code> },
          { name: 'service', title: said.session.service, cell: ({ service }) => service },
          {
            name: 'profile',
            title: said.session.profile,
            cell: ({ profile }) => profile ?? said.session.noProfile,
          },
          {
            name: 'started',
            title: said.session.started,
            right: true,
            cell: ({ startedAt }) => <When at={startedAt} as="near" />,
          },
          {
            name: 'last',
            title: said.session.last,
            right: true,
            cell: ({ lastAt }) => <When at={lastAt} />,
          },
        ]}
      />
    </Part>
  );
}

function Part(props: {
  title: string;
  none: string | null;
  beside?: ReactNode;
  children: ReactNode;
}): JSX.Element {
  const { title, none, beside, children } = props;
  return (
    <div>
      <div className={style.heading}>
        <h2>{title}</h2>
        {beside}
      </div>
      {none === null ? children : <p className={style.none}>{none}</p>}
    </div>
  );
}
