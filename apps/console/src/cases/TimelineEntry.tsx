import type { CasePage, Reply, routes } from '@lazaret/contracts';
import { useId, useState, type JSX } from 'react';

import { Icon } from '../look/Icon.js';
import { When } from '../look/When.js';
import { useMay } from '../session/use-session.js';
import { useWords } from '../words/speech.js';
import { sayNotice } from './say-case.js';
import { DecisionFacts } from './DecisionFacts.js';
import { Letter } from './Letter.js';
import { Sightings } from './Sightings.js';
import { signOf } from './timeline-sign.js';
import style from './Timeline.module.css';

type Entry = Reply<typeof routes.caseTimeline>['items'][number];

/** One thing that happened; what belongs to it unfolds in place. */
export function TimelineEntry(props: {
  code: string;
  entry: Entry;
  notices: CasePage['notices'];
}): JSX.Element {
  const { code, entry, notices } = props;
  const words = useWords();
  const { page, event } = words.cases;
  const may = useMay();
  const [open, setOpen] = useState(false);
  const id = useId();
  const { icon, tone } = signOf(entry.kind);
  const said = entry.kind === 'note' || entry.actor.kind === 'subscriber';
  const notice = notices.find(({ id: of }) => of === entry.notice);
  const text = notice ? sayNotice(notice, words) : entry.text;
  const more = moreOf(entry, may('notice.read'));
  const label = more === 'letter' ? page.what : more === 'facts' ? page.facts : page.rows;
  return (
    <li className={style.entry}>
      <span className={style.time}>
        <When at={entry.at} as="clock" />
      </span>
      <span className={`${style.sign} ${style[tone]}`}>
        <Icon name={icon} size={11} />
      </span>
      <div className={style.body}>
        <p>
          {said || entry.actor.kind === 'operator' ? (
            <b>{event[entry.kind] ?? entry.name}</b>
          ) : (
            (event[entry.kind] ?? entry.name)
          )}
          {entry.actor.kind === 'operator' ? (
            <span className={style.sub}> {page.by(entry.actor.name)}</span>
          ) : null}
        </p>
        {text === '' ? null : entry.kind === 'note' ? (
          <blockquote className={style.quote}>{text}</blockquote>
        ) : (
          <p className={style.sub}>{text}</p>
        )}
        {more ? (
          <button
            type="button"
            className={style.more}
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? 'down' : 'right'} size={10} />
            {label}
          </button>
        ) : null}
        <div id={id}>
          {open && more === 'letter' && entry.notice !== null ? <Letter id={entry.notice} /> : null}
          {open && more === 'facts' && entry.decision !== null ? (
            <DecisionFacts code={code} id={entry.decision} />
          ) : null}
          {open && more === 'sightings' ? <Sightings code={code} /> : null}
        </div>
      </div>
    </li>
  );
}

const SEEN = new Set(['sightings', 'opened', 'reopened', 'reinfection', 'attribution-withdrawn']);

function moreOf(entry: Entry, mayRead: boolean): 'letter' | 'facts' | 'sightings' | null {
  // That it arrived says nothing new of the letter.
  if (entry.notice !== null) return mayRead && entry.kind !== 'notice.delivered' ? 'letter' : null;
  if (entry.decision !== null) return 'facts';
  return SEEN.has(entry.kind) ? 'sightings' : null;
}
