import { routes, type CasePage } from '@lazaret/contracts';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';

import { Bones } from '../look/Bones.js';
import { ErrorState } from '../look/ErrorState.js';
import { Icon } from '../look/Icon.js';
import { Kbd } from '../look/Kbd.js';
import { StateBadge } from '../look/StateBadge.js';
import { useSayWhen, When } from '../look/When.js';
import type { PlainSearch } from '../plain-search.js';
import { useAsk } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import { CaseActions } from './CaseActions.js';
import style from './Peek.module.css';
import { sayNext, sayWhat } from './say-case.js';

/** A look inside a case beside the list. */
export function Peek(props: { code: string; search: PlainSearch; onClose: () => void }): JSX.Element {
  const { code, search, onClose } = props;
  const words = useWords();
  const { data, error, refetch } = useAsk(routes.case, { params: { code } }, { keep: true });
  return (
    <aside className={style.peek} aria-label={words.cases.peek} aria-busy={data?.code !== code}>
      <div className={style.bar}>
        <Link to="/cases/$code" params={{ code }} search={search}>
          {words.cases.peekOpen} <Kbd keys="Enter" />
        </Link>
        <button type="button" className={style.close} aria-label={words.look.close} onClick={onClose}>
          <Kbd keys="Space" />
          <Icon name="cross" />
        </button>
      </div>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Bones lines={12} height={28} /> : null}
      {data ? <PeekBody it={data} /> : null}
    </aside>
  );
}

function PeekBody({ it }: { it: CasePage }): JSX.Element {
  const words = useWords();
  const when = useSayWhen();
  const { page } = words.cases;
  const rows: [string, string][] = [
    [page.line, [words.terms.lineClass[it.lineClass], it.region].filter((part) => part !== null).join(', ')],
    [
      page.garden,
      it.gardenFacts
        ? `${words.terms.profile[it.gardenFacts.profile]}, ${words.terms.garden[it.gardenFacts.state].toLowerCase()}`
        : words.terms.garden.none,
    ],
    [words.cases.column.next, sayNext(it.next, words, when)],
    [page.upstreams, it.upstreams.map(({ name }) => name).join(', ') || page.none],
  ];
  if (it.limits.selfReleases.used > 0)
    rows.splice(2, 0, [
      words.terms.action.release,
      `${it.limits.selfReleases.used}/${it.limits.selfReleases.most}`,
    ]);
  return (
    <>
      <div className={style.title}>
        <h2>{sayWhat(it, words)}</h2>
        <span className={style.line}>{it.line}</span>
      </div>
      <p className={style.badge}>
        <StateBadge badge={it.badge} days={it.badgeDays} />
        {it.waitingSince === null ? null : (
          <span className={style.dim}>
            <When at={it.waitingSince} />
          </span>
        )}
      </p>
      <p className={style.story}>{it.story}</p>
      <CaseActions it={it} brief />
      <dl className={style.facts}>
        {rows.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Lately code={it.code} />
    </>
  );
}

function Lately({ code }: { code: string }): JSX.Element {
  const words = useWords();
  const { data } = useAsk(routes.caseTimeline, { params: { code }, query: { limit: 6 } }, { keep: true });
  return (
    <section>
      <h3 className={style.heading}>{words.cases.lately}</h3>
      {data ? (
        <ol className={style.lately}>
          {data.items.map((entry) => (
            <li key={entry.id}>
              <When at={entry.at} as="day" />
              <span>{words.cases.event[entry.kind] ?? entry.name}</span>
            </li>
          ))}
        </ol>
      ) : (
        <Bones lines={5} />
      )}
    </section>
  );
}
