import { SegmentedControl } from '@mantine/core';
import { useId, useState, type JSX } from 'react';

import { useShortcut } from '../look/use-shortcut.js';
import { useWords } from '../words/speech.js';
import style from './Answer.module.css';
import type { Answer } from './judge-banner.js';

/** What to tell the caller, word for word: in their language first, in the operator's at a key. */
export function Say({ answer }: { answer: Pick<Answer, 'say' | 'callerLocale'> }): JSX.Element | null {
  const words = useWords();
  const id = useId();
  const { say, callerLocale } = answer;
  const [chosen, setChosen] = useState(callerLocale);
  const shown = say.find(({ locale }) => locale === chosen) ?? say[0];
  const others = say.filter(({ locale }) => locale !== shown?.locale);
  useShortcut(
    {
      keys: 'l',
      label: words.helpline.key.language,
      group: words.helpline.key.group,
      run: () => setChosen(others[0]?.locale ?? chosen),
    },
    others.length > 0,
  );
  if (!shown) return null;
  const name = (locale: Answer['callerLocale']): string =>
    `${words.helpline.sayLanguage[locale]}${locale === callerLocale && say.length > 1 ? ` (${words.helpline.callers})` : ''}`;
  return (
    <section className={style.say} aria-labelledby={id}>
      <div className={style.sayHead}>
        <h3 id={id} className={style.small}>
          {words.helpline.say} {words.helpline.sayLanguage[shown.locale]}
        </h3>
        {say.length > 1 ? (
          <SegmentedControl
            size="xs"
            aria-label={words.session.language}
            value={shown.locale}
            data={say.map(({ locale }) => ({ value: locale, label: name(locale) }))}
            onChange={setChosen}
          />
        ) : null}
      </div>
      <blockquote lang={shown.locale} className={style.words}>
        {shown.text}
      </blockquote>
    </section>
  );
}
