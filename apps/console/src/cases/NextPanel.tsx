import { Progress } from '@mantine/core';
import type { CasePage } from '@lazaret/contracts';
import type { JSX } from 'react';

import { Panel } from '../look/Panel.js';
import { useSayWhen } from '../look/When.js';
import { useNow } from '../words/now.js';
import { useWords } from '../words/speech.js';
import { span } from '../words/time.js';
import style from './NextPanel.module.css';

/** What happens by itself and when, and how much of what is allowed is used. */
export function NextPanel({ it }: { it: CasePage }): JSX.Element {
  const words = useWords();
  const { page } = words.cases;
  const when = useSayWhen();
  const now = useNow();
  const { step, at } = it.next;
  const said = `${words.terms.next[step]}${at === null ? '' : ` ${when(at, 'near')}`}`;
  const { stayDays, windowDays, selfReleases } = it.limits;
  const stay = it.gardenFacts && it.gardenFacts.overAt === null ? it.gardenFacts : null;
  const since = stay?.confirmedAt ?? null;
  return (
    <Panel title={page.nextTitle}>
      <div className={style.box}>
        <p>
          {step === 'nothing' ? (
            page.nothingNext
          ) : (
            <>
              <b>{said}</b>
              {step === 'releases-itself' ? ` ${page.ifNobody}.` : said.endsWith('.') ? '' : '.'}
            </>
          )}
        </p>
        {it.waitingSince === null ? null : (
          <p className={style.dim}>{page.waitsSince(span(now - Date.parse(it.waitingSince), words.time))}</p>
        )}
        {since === null ? null : (
          <>
            <Progress
              className={style.bar}
              size={6}
              color="var(--confined)"
              value={Math.min(100, (stayDays.used / Math.max(stayDays.most, 0.1)) * 100)}
              aria-label={page.confined(span(now - Date.parse(since), words.time), page.days(stayDays.most))}
            />
            <p className={style.dim}>
              {page.confined(span(now - Date.parse(since), words.time), page.days(stayDays.most))};{' '}
              {page.window(
                words.count(windowDays.used),
                page.days(windowDays.most),
                page.days(windowDays.window),
              )}
              .
            </p>
          </>
        )}
        {selfReleases.used > 0 ? (
          <p className={style.dim}>
            {page.selfReleases(selfReleases.used, selfReleases.most, page.days(selfReleases.days))}.
          </p>
        ) : null}
      </div>
    </Panel>
  );
}
