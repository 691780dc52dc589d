import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';

import { bars } from '../look/bars.js';
import { useWall, useWords } from '../words/speech.js';
import { shortDay } from '../words/time.js';
import { shareOf, sumOf, type Feed } from './judge-feed.js';
import style from './reports.module.css';

const WIDTH = 240;
const HEIGHT = 40;
const BAR = 12;

/** Rows a day that ought to have a line, and within them those that have one. Zero-based; the same as a table. */
export function AttributionChart({ feed, asTable }: { feed: Feed; asTable: boolean }): JSX.Element {
  const words = useWords();
  const { reports } = words;
  const wall = useWall();
  const total = sumOf(feed.attribution);
  const share = shareOf(total);
  // A day has no zone: at noon in UTC it is the same day nearly everywhere.
  const dayOf = (day: string): string => shortDay(Date.parse(`${day}T12:00:00Z`), wall);
  const said = share === null ? reports.noShare : reports.share(words.count(share), total.asked);
  if (asTable)
    return (
      <table className={style.days} aria-label={`${feed.provider}: ${reports.attribution}`}>
        <thead>
          <tr>
            <th scope="col">{reports.day}</th>
            <th scope="col">{reports.asked}</th>
            <th scope="col">{reports.lines}</th>
            <th scope="col">{reports.shareTitle}</th>
          </tr>
        </thead>
        <tbody>
          {feed.attribution.map((one) => {
            const part = shareOf(one);
            return (
              <tr key={one.day}>
                <th scope="row">{dayOf(one.day)}</th>
                <td>{words.count(one.asked)}</td>
                <td>{words.count(one.lines)}</td>
                <td>{part === null ? '–' : `${words.count(part)} %`}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    );
  const size = { width: WIDTH, height: HEIGHT };
  const most = Math.max(...feed.attribution.map(({ asked }) => asked), 1);
  const asked = bars(
    feed.attribution.map((one) => one.asked),
    size,
  );
  return (
    <Link to="/reports" search={{ feed: feed.name }} className={style.chart}>
      <svg width="100%" viewBox={`0 0 ${WIDTH} ${HEIGHT + 1}`} aria-hidden="true">
        <path d={`M0 ${HEIGHT + 0.5}H${WIDTH}`} stroke="var(--line-strong)" />
        {asked.map((bar, index) => {
          const one = feed.attribution[index];
          if (!one || one.asked === 0) return null;
          const height = one.lines === 0 ? 0 : Math.max(2, Math.round((one.lines / most) * HEIGHT));
          return (
            <g key={one.day}>
              <title>{`${dayOf(one.day)}: ${words.count(one.lines)} / ${words.count(one.asked)}`}</title>
              <rect x={bar.x} y={bar.y} width={BAR} height={bar.height} fill="var(--line-strong)" />
              <rect x={bar.x} y={HEIGHT - height} width={BAR} height={height} fill="var(--muted)" />
            </g>
          );
        })}
      </svg>
      <span className={style.share}>
        <span>{dayOf(feed.attribution[0]?.day ?? '1970-01-01')}</span>
        <b>{said}</b>
      </span>
      <span className="unseen">
        {reports.attribution}. {reports.toReports(feed.provider)}
      </span>
    </Link>
  );
}
