import type { JSX } from 'react';

import { Chip } from '../look/Chip.js';
import { useWords } from '../words/speech.js';
import type { Words } from '../words/words.js';
import { noticeLook, wantsSomebody } from './judge-notice.js';

export function NoticeState({ state }: { state: string }): JSX.Element {
  const words = useWords();
  const [tone, icon] = noticeLook(state);
  return (
    <Chip tone={tone} icon={icon} quiet={!wantsSomebody(state)}>
      {sayNoticeState(state, words)}
    </Chip>
  );
}

export function sayNoticeState(state: string, { cases, notices }: Words): string {
  return state === 'held' ? notices.held : (cases.page.letterState[state] ?? state);
}
