import { routes, type Reply } from '@lazaret/contracts';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo, type JSX } from 'react';

import { Address } from '../look/Address.js';
import { Bones } from '../look/Bones.js';
import { ErrorState } from '../look/ErrorState.js';
import { Icon } from '../look/Icon.js';
import { KeyValues } from '../look/KeyValues.js';
import { Panel } from '../look/Panel.js';
import { When } from '../look/When.js';
import { List } from '../sheet/List.js';
import { Sheet } from '../sheet/Sheet.js';
import type { Column } from '../sheet/Table.js';
import { usePages } from '../sheet/use-pages.js';
import { useAsk } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import style from './reports.module.css';
import { ReportState } from './ReportState.js';

type Report = Reply<typeof routes.report>;
type RejectedRow = Reply<typeof routes.rejectedRows>['items'][number];

const EVERY_MS = 2_000;
const KILO = 1_024;

/** One report: what became of its rows, which were put aside and why, and why rows have no line. */
export function ReportPage(): JSX.Element {
  const { id } = useParams({ from: '/frame/reports/$id' });
  const { reports } = useWords();
  const { data, error, refetch } = useAsk(routes.report, { params: { id } });
  const reading = data?.state === 'parsing' || data?.state === 'stored';
  useAsk(routes.report, { params: { id } }, { when: reading, everyMs: EVERY_MS });
  const back = (
    <Link to="/reports">
      <Icon name="left" size={10} /> {reports.back}
    </Link>
  );
  return (
    <Sheet title={data?.name ?? reports.facts} back={back} beside={data ? <ReportState it={data} /> : null}>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Bones lines={10} height={32} /> : null}
      {data ? <ReportBody it={data} /> : null}
    </Sheet>
  );
}

function ReportBody({ it }: { it: Report }): JSX.Element {
  const words = useWords();
  const { reports } = words;
  const counts = [
    [reports.column.rows, it.rows],
    [reports.column.observed, it.observed],
    [reports.column.duplicate, it.duplicate],
    [reports.column.rejected, it.rejected],
  ] as const;
  return (
    <>
      {it.error === null ? null : (
        <p role="alert" className={style.warn}>
          {it.error}
        </p>
      )}
      <dl className={style.counts}>
        {counts.map(([name, n]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{words.count(n)}</dd>
          </div>
        ))}
      </dl>
      <div className={style.report}>
        <div>
          <Rejected id={it.id} any={it.rejected > 0} />
        </div>
        <aside aria-label={reports.facts}>
          <Panel title={reports.unattributed}>
            <div className={style.reasons}>
            {it.unattributed.length === 0 ? (
              <p className={style.dim}>{reports.allAttributed}</p>
            ) : (
              <KeyValues rows={it.unattributed.map(({ why, count }) => [reports.refusal[why], words.count(count)])} />
            )}
          </div>
          </Panel>
          <Panel title={reports.facts}>
            <KeyValues
              rows={[
                [reports.column.feed, <Link key="feed" to="/reports" search={{ feed: it.feed }}>{it.feed}</Link>],
                it.reportType === null ? null : [reports.kind, <code key="type">{it.reportType}</code>],
                it.mappingVersion === null ? null : [reports.mapping, <code key="map">{it.mappingVersion}</code>],
                [reports.column.received, <When key="in" at={it.receivedAt} as="near" />],
                it.finishedAt === null ? null : [reports.finished, <When key="out" at={it.finishedAt} as="near" />],
                [reports.bytes, reports.size(it.bytes / KILO)],
                [reports.digest, <Address key="sha" most={20} copy>{it.sha256}</Address>],
              ]}
            />
          </Panel>
        </aside>
      </div>
    </>
  ); // prettier-ignore
}

function Rejected({ id, any }: { id: number; any: boolean }): JSX.Element {
  const words = useWords();
  const { reports } = words;
  const pages = usePages(routes.rejectedRows, {}, { params: { id }, when: any });
  const columns = useMemo(
    (): readonly Column<RejectedRow>[] => [
      { name: 'line', title: reports.rejectedColumn.line, cell: ({ line }) => words.count(line) },
      {
        name: 'column',
        title: reports.rejectedColumn.column,
        cell: ({ column }) => (column === null ? reports.wholeRow : <code>{column}</code>),
      },
      { name: 'reason', title: reports.rejectedColumn.reason, wide: true, cell: ({ reason }) => reason },
      {
        name: 'raw',
        title: reports.rejectedColumn.raw,
        cell: ({ raw }) => (
          <bdi className={style.raw} tabIndex={0}>
            {raw}
          </bdi>
        ),
      },
    ],
    [reports, words],
  );
  return (
    <section>
      <h2>{reports.rejected}</h2>
      {any ? (
        <List
          label={reports.rejected}
          pages={pages}
          columns={columns}
          keyOf={({ line }) => line}
          none={{ title: reports.rejectedNone, help: '' }}
        />
      ) : (
        <p className={style.dim}>{reports.rejectedNone}</p>
      )}
    </section>
  );
}
