import type { CasePage } from '@lazaret/contracts';
import type { JSX } from 'react';

import { ConfirmWithReason } from '../look/ConfirmWithReason.js';
import { useWords } from '../words/speech.js';
import style from './CaseActions.module.css';
import { ChangedDialog } from './ChangedDialog.js';
import { useAct, type CaseActionName } from './use-act.js';

/** Asks why, does it, and tells when somebody was faster. */
export function ActDialog(props: {
  seen: CasePage;
  action: CaseActionName;
  onClose: () => void;
}): JSX.Element {
  const { seen, action, onClose } = props;
  const words = useWords();
  const { act, busy, error, faster, look } = useAct(seen, action, onClose);
  const needsSecond = seen.actions.find((one) => one.action === action)?.needsSecond === true;
  if (faster)
    return (
      <ChangedDialog
        before={seen}
        after={faster.now}
        since={faster.since}
        verb={words.terms.action[action]}
        busy={busy}
        onAgain={
          faster.now.actions.some((one) => one.action === action && one.allowed)
            ? () => act(faster.why)
            : null
        }
        onLook={() => {
          look();
          onClose();
        }}
      />
    );
  return (
    <ConfirmWithReason
      title={`${words.terms.action[action]}: ${seen.line}`}
      verb={words.terms.action[action]}
      busy={busy}
      error={error}
      onConfirm={act}
      onClose={onClose}
    >
      <p>{words.cases.page.happens[action]}</p>
      {needsSecond ? <p className={style.help}>{words.cases.page.secondHelp}</p> : null}
    </ConfirmWithReason>
  );
}
