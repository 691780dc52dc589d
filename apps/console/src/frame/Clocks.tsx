import type { JSX } from 'react';

import { useSession } from '../session/use-session.js';
import { useNow } from '../words/now.js';
import { useWall, useWords } from '../words/speech.js';
import { clockTime, exactly, shortDay } from '../words/time.js';
import style from './Clocks.module.css';
import { useHealth } from './use-health.js';

/** The domain's time: in UTC and where the operator is; in a demo its day too, and the way to move it. */
export function Clocks(): JSX.Element {
  const words = useWords();
  const wall = useWall();
  const now = useNow();
  const { health } = useHealth();
  const { provider } = useSession();
  // Who reads everything in UTC still sits somewhere.
  const here = wall.zone === 'UTC' ? Intl.DateTimeFormat().resolvedOptions().timeZone : wall.zone;
  return (
    <div className={style.clocks}>
      {health?.virtual ? (
        <span className={style.demo} title={words.frame.demoHelp}>
          {words.frame.demoDay} <b>{shortDay(now, wall)}</b>
          {provider.demo === null ? null : (
            <>
              {' · '}
              <a href={provider.demo} target="_blank" rel="noreferrer">
                {words.frame.demoMove}
              </a>
            </>
          )}
        </span>
      ) : null}
      <span title={exactly(now, { ...wall, zone: 'UTC' })} className={style.utc}>
        {clockTime(now, { ...wall, zone: 'UTC' })} {words.frame.utc}
      </span>
      {here === 'UTC' ? null : (
        <span title={words.frame.local(here)} className={style.local}>
          {clockTime(now, { ...wall, zone: here })} <span className={style.place}>{placeOf(here)}</span>
        </span>
      )}
    </div>
  );
}

/** `Europe/Berlin` → `Berlin` */
function placeOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
