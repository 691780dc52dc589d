import type { JSX } from 'react';

import { useLive } from '../frame/live.js';
import { useShortcut } from '../look/use-shortcut.js';
import { useSayWhen } from '../look/When.js';
import { useWords } from '../words/speech.js';
import style from './Banners.module.css';

/** Cases changed: the list stays as it is until somebody wants to see it anew. */
export function NewBanner({ onShow }: { onShow: () => void }): JSX.Element {
  const words = useWords();
  const when = useSayWhen();
  const { changed, steady } = useLive();
  useShortcut(
    { keys: '.', label: words.cases.key.show, group: words.cases.key.group, run: onShow },
    changed !== null,
  );
  return (
    <div role="status" aria-live="polite">
      {changed ? (
        <button type="button" className={style.news} onClick={onShow}>
          {changed.since === null
            ? words.frame.clockMoved
            : words.frame.newCases(changed.count, when(changed.since, 'near'))}
          , {words.frame.showNew}
        </button>
      ) : null}
      {steady ? null : <p className={style.unsteady}>{words.frame.unsteady}</p>}
    </div>
  );
}
