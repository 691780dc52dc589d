import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type JSX } from 'react';

import { useSayWhen } from '../look/When.js';
import { useMay, useSession } from '../session/use-session.js';
import { useWords } from '../words/speech.js';
import { AnswerDialog, type Outcome } from './AnswerDialog.js';
import style from './approvals.module.css';
import { judgeAnswers, type Approval } from './judge-answers.js';
import { saySubject } from './say-subject.js';

/** One that waits: what, why, who asked, until when, and what can be said to it. */
export function Waiting({ approval }: { approval: Approval }): JSX.Element {
  const { approvals: said } = useWords();
  const { permissions } = useSession();
  const when = useSayWhen(true);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const answers = judgeAnswers(approval, permissions);
  const { kind, askedBy, askedAt, expiresAt, why, mine } = approval;
  const not = { mine: said.mine, kind: said.mayNotKind, role: said.mayNot };
  return (
    <li className={style.item}>
      <div className={style.what}>
        <h2>{said.kind[kind]}</h2>
        <p className={style.subject}>
          <Subject approval={approval} />
        </p>
        <blockquote>{why}</blockquote>
        <p className={style.dim}>
          {mine ? said.askedMine(when(askedAt, 'ago')) : said.asked(askedBy, when(askedAt, 'ago'))}
          {'; '}
          <span title={when(expiresAt, 'exact')}>{said.passes(when(expiresAt, 'ago'))}</span>
        </p>
      </div>
      <div className={style.answers}>
        <div className={style.buttons}>
          {answers.agree ? (
            <Button variant="filled" title={said.happens[kind]} onClick={() => setOutcome('approved')}>
              {said.agree}
            </Button>
          ) : null}
          {answers.decline ? <Button onClick={() => setOutcome('declined')}>{said.decline}</Button> : null}
          {answers.withdraw ? <Button onClick={() => setOutcome('withdrawn')}>{said.withdraw}</Button> : null}
        </div>
        {answers.not === null ? null : <p className={style.not}>{not[answers.not]}</p>}
      </div>
      {outcome === null ? null : (
        <AnswerDialog approval={approval} outcome={outcome} onClose={() => setOutcome(null)} />
      )}
    </li>
  );
}

/** What it is about, with the way there. */
export function Subject({ approval }: { approval: Approval }): JSX.Element {
  const words = useWords();
  const { approvals: said } = words;
  const may = useMay();
  const { case: code, policy } = approval;
  const subject = saySubject(approval.subject, words);
  if (code !== null && may('case.read'))
    return (
      <Link to="/cases/$code" params={{ code }} title={said.openCase}>
        {subject}
      </Link>
    );
  if (policy !== null && may('policy.read'))
    return (
      <Link to="/policy/$id" params={{ id: String(policy) }} title={said.openPolicy}>
        {subject}
      </Link>
    );
  return <>{subject}</>;
}
