import { Button } from '@mantine/core';
import { useState, type JSX } from 'react';

import { Chip } from '../look/Chip.js';
import { EmptyState } from '../look/EmptyState.js';
import type { IconName } from '../look/Icon.js';
import { Kbd } from '../look/Kbd.js';
import type { Tone } from '../look/tones.js';
import { useShortcut } from '../look/use-shortcut.js';
import { useSayWhen, When } from '../look/When.js';
import { useMay } from '../session/use-session.js';
import { useNow } from '../words/now.js';
import { useWords } from '../words/speech.js';
import { ActivateDialog } from './ActivateDialog.js';
import { AttributionChart } from './AttributionChart.js';
import { judgeFeed, type Feed, type FeedHealth } from './judge-feed.js';
import style from './reports.module.css';

const LOOKS = {
  failing: ['broken', 'warning'],
  late: ['waiting', 'clock'],
  never: ['watching', 'eye'],
  alive: ['clear', 'tick'],
} as const satisfies Record<FeedHealth, readonly [Tone, IconName]>;

/** Where reports come from, whether they come, and how many of their rows find a line. */
export function FeedsPanel({ feeds }: { feeds: readonly Feed[] }): JSX.Element {
  const { reports } = useWords();
  const [asTable, setAsTable] = useState(false);
  const turn = (): void => setAsTable(!asTable);
  useShortcut({
    keys: 't',
    label: asTable ? reports.asChart : reports.asTable,
    group: reports.title,
    run: turn,
  });
  if (feeds.length === 0) return <EmptyState title={reports.noFeeds}>{reports.noFeedsHelp}</EmptyState>;
  return (
    <section aria-label={reports.feeds}>
      <div className={style.headings}>
        <h2>{reports.feeds}</h2>
        <Button variant="subtle" aria-pressed={asTable} onClick={turn} rightSection={<Kbd keys="t" />}>
          {reports.asTable}
        </Button>
      </div>
      <div className={style.feeds}>
        {feeds.map((feed) => (
          <FeedRow key={feed.name} feed={feed} asTable={asTable} />
        ))}
      </div>
    </section>
  );
}

function FeedRow({ feed, asTable }: { feed: Feed; asTable: boolean }): JSX.Element {
  const words = useWords();
  const { reports } = words;
  const when = useSayWhen();
  const health = judgeFeed(feed, useNow());
  const [tone, icon] = LOOKS[health];
  return (
    <article className={style.feed} aria-label={feed.provider}>
      <div>
        <div className={style.who}>
          <h3>{feed.provider}</h3>
          <Chip tone={tone} icon={icon} quiet={health === 'alive'}>
            {reports.health[health]}
          </Chip>
        </div>
        <p className={style.when}>
          {[
            feed.deliveredAt === null ? null : reports.delivered(when(feed.deliveredAt, 'ago')),
            feed.failures > 0 ? reports.failures(feed.failures) : null,
            feed.dueAt === null ? null : reports.due(when(feed.dueAt, 'near')),
          ]
            .filter((part) => part !== null)
            .join(', ')}
        </p>
        {feed.lastError === null || feed.failures === 0 ? null : (
          <p className={style.error}>{feed.lastError}</p>
        )}
      </div>
      <TypesOfFeed feed={feed} />
      <div className={style.attribution}>
        <AttributionChart feed={feed} asTable={asTable} />
      </div>
    </article>
  );
}

function TypesOfFeed({ feed }: { feed: Feed }): JSX.Element {
  const words = useWords();
  const { reports } = words;
  const may = useMay()('feed.activate');
  const [chosen, setChosen] = useState<Feed['types'][number] | null>(null);
  const waiting = feed.types.filter(({ activatedAt }) => activatedAt === null);
  const counting = feed.types.filter(({ activatedAt }) => activatedAt !== null);
  return (
    <div className={style.types}>
      {waiting.map((type) => (
        <div key={`${type.reportType} ${type.mappingVersion}`} className={style.type}>
          <Chip tone="waiting" icon="clock">
            {reports.waits}
          </Chip>
          <code>{type.reportType}</code>
          <span className={style.dim}>{reports.brought(type.observations, type.lines)}</span>
          <Button
            disabled={!may}
            title={may ? reports.waitsHelp : reports.mayNot}
            aria-label={`${reports.activate}: ${type.reportType}`}
            onClick={() => setChosen(type)}
          >
            {reports.activate}
          </Button>
        </div>
      ))}
      {counting.length === 0 ? (
        waiting.length === 0 ? (
          <p className={style.dim}>{reports.noTypes}</p>
        ) : null
      ) : (
        <details>
          <summary>{reports.types(counting.length)}</summary>
          {counting.map(({ reportType, mappingVersion, observations, lines, activatedAt, activatedBy }) => (
            <div key={`${reportType} ${mappingVersion}`} className={style.type}>
              <code title={mappingVersion}>{reportType}</code>
              <span className={style.dim}>
                {reports.brought(observations, lines)}
                {activatedAt === null ? null : (
                  <>
                    {' · '}
                    <When at={activatedAt} as="day" />
                    {activatedBy === null ? '' : ` ${reports.by(activatedBy)}`}
                  </>
                )}
              </span>
            </div>
          ))}
        </details>
      )}
      {chosen ? <ActivateDialog feed={feed} type={chosen} onClose={() => setChosen(null)} /> : null}
    </div>
  );
}
