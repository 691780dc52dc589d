import { SegmentedControl, Select, Switch } from '@mantine/core';
import { LOCALES, THEMES } from '@lazaret/contracts';
import { useId, useMemo, type JSX } from 'react';

import { sayProblem } from '../look/ErrorState.js';
import { useToast } from '../look/toast.js';
import { useChangePreferences, useSession, type Preferences } from '../session/use-session.js';
import { useRealNow } from '../words/now.js';
import { useWall, useWords } from '../words/speech.js';
import { clockTime } from '../words/time.js';
import style from './settings.module.css';

/** Language, time zone, theme and keys. Each holds at once, here and in every other browser. */
export function LookPart(): JSX.Element {
  const words = useWords();
  const { settings: { look: said } } = words; // prettier-ignore
  const { preferences } = useSession();
  const change = useChangePreferences();
  const toast = useToast();
  const wall = useWall();
  const now = useRealNow();
  const id = useId();
  const zones = useMemo(() => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')], []);
  const prefer = (what: Partial<Preferences>): void => {
    change(what).then(
      // Language and theme are seen at once.
      () => {
        if (what.locale === undefined && what.theme === undefined) toast({ text: said.kept, tone: 'clear' });
      },
      (error: unknown) => toast({ text: sayProblem(error, words).help, tone: 'broken' }),
    );
  };
  return (
    <section className={style.part} aria-labelledby={id}>
      <div className={style.about}>
        <h2 id={id}>{said.title}</h2>
        <p>{said.help}</p>
      </div>
      <div className={style.fields}>
        <div className={style.field}>
          <span id={`${id}-language`} className={style.label}>
            {said.language}
          </span>
          <SegmentedControl
            aria-labelledby={`${id}-language`}
            value={preferences.locale}
            data={LOCALES.map((value) => ({ value, label: words.frame.locales[value] }))}
            onChange={(locale) => prefer({ locale })}
          />
        </div>
        <Select
          label={said.timeZone}
          description={said.timeZoneHelp(clockTime(now, wall))}
          searchable
          allowDeselect={false}
          limit={60}
          nothingFoundMessage={said.timeZoneNone}
          value={preferences.timeZone}
          data={zones.includes(preferences.timeZone) ? zones : [preferences.timeZone, ...zones]}
          onChange={(timeZone) => {
            if (timeZone !== null) prefer({ timeZone });
          }}
        />
        <div className={style.field}>
          <span id={`${id}-theme`} className={style.label}>
            {said.theme}
          </span>
          <SegmentedControl
            aria-labelledby={`${id}-theme`}
            value={preferences.theme}
            data={THEMES.map((value) => ({ value, label: words.frame.themes[value] }))}
            onChange={(theme) => prefer({ theme })}
          />
        </div>
        <Switch
          classNames={{ description: style.under ?? '' }}
          label={said.shortcuts}
          description={said.shortcutsHelp}
          checked={preferences.shortcuts}
          onChange={(event) => prefer({ shortcuts: event.currentTarget.checked })}
        />
      </div>
    </section>
  );
} // prettier-ignore
