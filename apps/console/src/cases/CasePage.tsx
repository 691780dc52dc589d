import { Button } from '@mantine/core';
import { routes, type CasePage as Case } from '@lazaret/contracts';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState, type JSX } from 'react';

import { usePageTitle } from '../frame/use-page-title.js';
import { Address } from '../look/Address.js';
import { Bones } from '../look/Bones.js';
import { Chip } from '../look/Chip.js';
import { ErrorState } from '../look/ErrorState.js';
import { Kbd } from '../look/Kbd.js';
import { StateBadge } from '../look/StateBadge.js';
import { useShortcut } from '../look/use-shortcut.js';
import { useMay } from '../session/use-session.js';
import { useAsk } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import { CaseActions } from './CaseActions.js';
import { CaseNav } from './CaseNav.js';
import style from './CasePage.module.css';
import { CaseSide } from './CaseSide.js';
import { readListState, writeFilter } from './list-state.js';
import { NoteForm } from './NoteForm.js';
import { sayWhat } from './say-case.js';
import { Timeline } from './Timeline.js';

/** One case: what it is, what to do, what happened, and why. Its address keeps the list one came from. */
export function CasePage(): JSX.Element {
  const { code } = useParams({ from: '/frame/cases/$code' });
  const given = useSearch({ from: '/frame/cases/$code' });
  const search = useMemo(() => writeFilter(readListState(given)), [given]);
  const words = useWords();
  const { data, error, refetch } = useAsk(routes.case, { params: { code } });
  usePageTitle(data ? `${sayWhat(data, words)} ${data.line}` : code);
  return (
    <div className={style.page}>
      <div className={style.left}>
        <CaseNav code={code} search={search} />
        {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
        {!data && !error ? <Bones lines={8} height={32} /> : null}
        {data ? (
          <>
            <CaseHead it={data} />
            <Timeline key={code} code={code} notices={data.notices} />
          </>
        ) : null}
      </div>
      <aside className={style.side} aria-label={words.cases.page.lineFacts}>
        {data ? <CaseSide it={data} /> : <Bones lines={12} height={32} />}
      </aside>
    </div>
  );
}

function CaseHead({ it }: { it: Case }): JSX.Element {
  const words = useWords();
  const { page } = words.cases;
  const may = useMay();
  const [noting, setNoting] = useState<string | null>(null);
  useShortcut(
    { keys: 'n', label: page.note, group: page.group, run: () => setNoting(it.code) },
    may('case.note'),
  );
  const held = it.badge !== 'confined' && (it.garden === 'accepted' || it.garden === 'active');
  return (
    <header className={style.head}>
      <div className={style.title}>
        <h1>{words.cases.on(sayWhat(it, words), it.line)}</h1>
        <StateBadge badge={it.badge} days={it.badgeDays} />
        {held ? (
          <Chip tone="confined" icon="fence">
            {words.terms.badge.confined}
          </Chip>
        ) : null}
        <Address copy>{it.code}</Address>
      </div>
      <p className={style.story}>{it.story}</p>
      <CaseActions it={it}>
        {may('case.note') ? (
          <Button rightSection={<Kbd keys="n" />} onClick={() => setNoting(it.code)}>
            {page.note}
          </Button>
        ) : null}
      </CaseActions>
      {it.actions.some(({ forbidden }) => forbidden === 'waits-for-approval') ? (
        <p className={style.approval}>
          {words.terms.forbidden['waits-for-approval']}: <Link to="/approvals">{page.openApproval}</Link>
        </p>
      ) : null}
      {noting === it.code ? <NoteForm code={it.code} onClose={() => setNoting(null)} /> : null}
    </header>
  );
}
