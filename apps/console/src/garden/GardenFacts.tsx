import { Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';

import { Chip } from '../look/Chip.js';
import { Panel } from '../look/Panel.js';
import { useSayWhen } from '../look/When.js';
import { useNow } from '../words/now.js';
import { useWords } from '../words/speech.js';
import style from './garden.module.css';
import { LONG_RELEASE_MS, type Garden } from './judge-garden.js';

/** How much the caps leave, whether the network obeys, and how many lines are in which state. */
export function GardenFacts({ garden }: { garden: Garden }): JSX.Element {
  const words = useWords();
  const { garden: said } = words;
  const when = useSayWhen();
  const now = useNow();
  const { caps, drift, oldestRelease, states } = garden;
  const long = oldestRelease !== null && now - Date.parse(oldestRelease) > LONG_RELEASE_MS;
  return (
    <div className={style.facts}>
      <Panel title={said.obeys}>
        <div className={style.obey}>
          {drift > 0 ? (
            <>
              <Chip tone="broken" icon="warning">
                {said.drift(drift)}
              </Chip>
              <Link to="/garden" search={{ drift: 'yes' }}>
                {said.showThem}
              </Link>
            </>
          ) : (
            <Chip tone="clear" icon="tick" quiet>
              {said.noDrift}
            </Chip>
          )}
        </div>
        <div className={style.obey}>
          {oldestRelease === null ? (
            <Chip tone="clear" icon="tick" quiet>
              {said.noOldest}
            </Chip>
          ) : (
            <>
              <Chip tone={long ? 'broken' : 'waiting'} icon={long ? 'warning' : 'clock'}>
                {said.oldest(when(oldestRelease, 'span'))}
              </Chip>
              <Link to="/garden" search={{ state: 'releasing,unknown' }}>
                {said.showThem}
              </Link>
            </>
          )}
        </div>
      </Panel>
      <Panel title={said.caps}>
        <Cap name={said.capDay} used={caps.day.used} most={caps.day.most} />
        {caps.hour.map(({ nas, used, most }) => (
          <Cap key={nas} name={said.capHour(nas)} used={used} most={most} />
        ))}
        {caps.hour.length === 0 ? <p className={style.dim}>{said.capHourNone(caps.mostPerHour)}</p> : null}
      </Panel>
      <Panel title={said.states}>
        {states.length === 0 ? <p className={style.dim}>{said.statesNone}</p> : null}
        {states.map(({ state, count }) => (
          <div key={state} className={style.state}>
            <Link to="/garden" search={{ state }}>
              {words.terms.garden[state]}
            </Link>
            <span>{words.count(count)}</span>
          </div>
        ))}
      </Panel>
    </div>
  );
}

function Cap({ name, used, most }: { name: string; used: number; most: number }): JSX.Element {
  const { garden } = useWords();
  const full = used >= most;
  return (
    <div className={style.cap}>
      <p className={style.capHead}>
        <span>{name}</span>
        <span className={full ? style.full : ''}>
          {garden.used(used, most)}
          {full ? `, ${garden.full}` : ''}
        </span>
      </p>
      <Progress
        size={4}
        value={most === 0 ? 100 : Math.min(100, (100 * used) / most)}
        color={full ? 'var(--waiting)' : 'var(--muted)'}
        aria-label={name}
      />
    </div>
  );
}
