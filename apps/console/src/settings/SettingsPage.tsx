import { Link, useSearch } from '@tanstack/react-router';
import type { JSX } from 'react';

import { useMay } from '../session/use-session.js';
import { Sheet } from '../sheet/Sheet.js';
import { useWords } from '../words/speech.js';
import { OperatorsPart } from './OperatorsPart.js';
import { LookPart } from './LookPart.js';
import { PasswordPart } from './PasswordPart.js';
import { SessionsPart } from './SessionsPart.js';
import style from './settings.module.css';

const CURRENT = { 'aria-current': 'page' } as const;

/** How the console looks to whoever is signed in; for administrators, who may sign in. */
export function SettingsPage(): JSX.Element {
  const { settings: said } = useWords();
  const search = useSearch({ from: '/frame/settings' });
  const mayManage = useMay()('operator.manage');
  const part = mayManage && search['part'] === 'operators' ? 'operators' : 'own';
  return (
    <Sheet title={said.title} named={part === 'own' ? said.title : `${said.part.operators}, ${said.title}`}>
      {mayManage ? (
        <nav className={style.parts} aria-label={said.parts}>
          <Link to="/settings" search={{}} activeOptions={{ exact: true }} activeProps={CURRENT}>
            {said.part.own}
          </Link>
          <Link to="/settings" search={{ part: 'operators' }} activeOptions={{ exact: true }} activeProps={CURRENT}>
            {said.part.operators}
          </Link>
        </nav>
      ) : null}
      {part === 'operators' ? (
        <OperatorsPart />
      ) : (
        <div className={style.own}>
          <LookPart />
          <PasswordPart />
          <SessionsPart />
        </div>
      )}
    </Sheet>
  );
} // prettier-ignore
