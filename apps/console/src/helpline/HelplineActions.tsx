import { Button, Popover } from '@mantine/core';
import { routes } from '@lazaret/contracts';
import { Link } from '@tanstack/react-router';
import { useState, type JSX } from 'react';

import { ConfirmWithReason } from '../look/ConfirmWithReason.js';
import { Kbd } from '../look/Kbd.js';
import { useToast } from '../look/toast.js';
import { useShortcut } from '../look/use-shortcut.js';
import { useMay } from '../session/use-session.js';
import { useChange } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import style from './Answer.module.css';
import type { Answer } from './judge-banner.js';

type PhoneAction = 'release' | 'safety' | 'not-me' | 'call-back';

const KEYS: Readonly<Record<PhoneAction, string>> = {
  release: 'r',
  safety: 's',
  'not-me': 'm',
  'call-back': 'b',
};
const AMONG: readonly PhoneAction[] = ['safety', 'not-me', 'call-back']; // prettier-ignore

export interface PhoneActions {
  readonly may: (action: PhoneAction) => boolean;
  readonly choose: (action: PhoneAction) => void;
  /** The question that is open, if one is. */
  readonly dialog: JSX.Element | null;
}

/** What can be done while the caller waits. Every one of them can only help; each asks why, once. */
export function usePhoneActions(answer: Answer, onDone: () => void): PhoneActions {
  const words = useWords();
  const toast = useToast();
  const [chosen, setChosen] = useState<PhoneAction | null>(null);
  const act = useChange(routes.actOnLine, [routes.case, routes.caseTimeline, routes.cases, routes.line, routes.health]);
  const may = (action: PhoneAction): boolean => answer.actions.some((one) => one.action === action && one.allowed);
  const choose = (action: PhoneAction): void => {
    act.reset();
    setChosen(action);
  };
  const { key } = words.helpline;
  const group = key.group;
  useShortcut({ keys: KEYS.release, label: key.release, group, run: () => choose('release') }, may('release'));
  useShortcut({ keys: KEYS.safety, label: key.safety, group, run: () => choose('safety') }, may('safety'));
  useShortcut({ keys: KEYS['not-me'], label: key.notMe, group, run: () => choose('not-me') }, may('not-me'));
  useShortcut({ keys: KEYS['call-back'], label: key.call, group, run: () => choose('call-back') }, may('call-back'));
  const { line } = answer;
  const dialog =
    chosen === null ? null : (
      <ConfirmWithReason
        title={`${words.helpline.verb[chosen]}: ${line}`}
        verb={words.helpline.confirm[chosen]}
        label={words.helpline.why[chosen]}
        hint={words.helpline.whyHint}
        busy={act.isPending}
        error={act.error}
        onConfirm={(why) =>
          act.mutate(
            { params: { ref: line }, body: { action: chosen, why } },
            {
              onSuccess: ({ outcome }) => {
                const said = chosen === 'safety' ? words.helpline.done.noted : words.helpline.done[outcome];
                toast({ text: said, tone: 'clear' });
                setChosen(null);
                onDone();
              },
            },
          )
        }
        onClose={() => setChosen(null)}
      >
        {words.helpline.happens[chosen]}
      </ConfirmWithReason>
    );
  return { may, choose, dialog };
} // prettier-ignore

/** The row of actions below the answer, and the ways from here. */
export function PhoneActionsRow({ answer, actions }: { answer: Answer; actions: PhoneActions }): JSX.Element {
  const words = useWords();
  const mayLook = useMay();
  const impossible = answer.actions.filter(({ allowed }) => !allowed);
  return (
    <div className={style.row}>
      <div className={style.buttons} role="group" aria-label={words.helpline.actions}>
        {AMONG.filter(actions.may).map((action) => (
          <Button key={action} title={words.helpline.happens[action]} onClick={() => actions.choose(action)}>
            {words.helpline.verb[action]}
          </Button>
        ))}
        {impossible.length > 0 ? (
          <Popover position="bottom-start" width={320} returnFocus>
            <Popover.Target>
              <Button variant="subtle">{words.helpline.impossible}</Button>
            </Popover.Target>
            <Popover.Dropdown aria-label={words.helpline.impossible}>
              <ul className={style.impossible}>
                {impossible.map(({ action, forbidden }) => (
                  <li key={action}>
                    <b>{words.helpline.verb[action as PhoneAction] ?? words.terms.action[action]}</b>
                    <span>{forbidden === null ? '' : words.terms.forbidden[forbidden]}</span>
                  </li>
                ))}
              </ul>
            </Popover.Dropdown>
          </Popover>
        ) : null}
      </div>
      <div className={style.ways}>
        {answer.case !== null && mayLook('case.read') ? (
          <Link to="/cases/$code" params={{ code: answer.case }} className={style.way}>
            {words.helpline.openCase} <Kbd keys="o" />
          </Link>
        ) : null}
        {mayLook('line.read') ? (
          <Link to="/lines/$ref" params={{ ref: answer.line }} className={style.way}>
            {words.helpline.openLine}
          </Link>
        ) : null}
      </div>
    </div>
  );
}
