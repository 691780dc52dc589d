import { routes, type Reply } from '@lazaret/contracts';
import { Link, useParams } from '@tanstack/react-router';
import type { JSX } from 'react';

import { Letter } from '../cases/Letter.js';
import { sayNotice } from '../cases/say-case.js';
import { Address } from '../look/Address.js';
import { Bones } from '../look/Bones.js';
import { ErrorState } from '../look/ErrorState.js';
import { Icon } from '../look/Icon.js';
import { KeyValues } from '../look/KeyValues.js';
import { Panel } from '../look/Panel.js';
import { When } from '../look/When.js';
import { Sheet } from '../sheet/Sheet.js';
import { useAsk } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import style from './notices.module.css';
import { NoticeState } from './NoticeState.js';

type Notice = Reply<typeof routes.notice>;

/** One letter, exactly as it left, and what became of it. */
export function NoticePage(): JSX.Element {
  const { id: given } = useParams({ from: '/frame/notices/$id' });
  const id = Number(given);
  const words = useWords();
  const { notices } = words;
  const { data, error, refetch } = useAsk(routes.notice, { params: { id } });
  const title = data ? sayNotice({ ...data, error: null }, words) : notices.one;
  return (
    <Sheet
      title={title}
      back={
        <Link to="/notices">
          <Icon name="left" size={10} /> {notices.back}
        </Link>
      }
      beside={data ? <NoticeState state={data.state} /> : null}
    >
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Bones lines={12} height={32} /> : null}
      {data ? (
        <div className={style.notice}>
          <Letter id={id} />
          <Facts it={data} />
        </div>
      ) : null}
    </Sheet>
  );
}

function Facts({ it }: { it: Notice }): JSX.Element {
  const { notices } = useWords();
  return (
    <aside aria-label={notices.facts}>
      <Panel title={notices.facts}>
        <KeyValues
          rows={[
            [notices.column.case, <Link key="case" to="/cases/$code" params={{ code: it.case }}><code>{it.case}</code></Link>],
            [notices.column.line, <Link key="line" to="/lines/$ref" params={{ ref: it.line }}><code>{it.line}</code></Link>],
            [notices.column.planned, <When key="planned" at={it.plannedAt} as="near" />],
            it.sentAt === null ? null : [notices.column.sent, <When key="sent" at={it.sentAt} as="near" />],
            it.settledAt === null ? null : [notices.settled, <When key="settled" at={it.settledAt} as="near" />],
            it.error === null ? null : [notices.column.error, it.error],
            [notices.messageId, <Address key="id" most={24} copy>{it.messageId}</Address>],
          ]}
        />
      </Panel>
    </aside>
  ); // prettier-ignore
}
