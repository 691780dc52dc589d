import type { JSX } from 'react';

import { Address } from '../look/Address.js';
import { KeyValues } from '../look/KeyValues.js';
import { useSayWhen } from '../look/When.js';
import { useWords } from '../words/speech.js';
import style from './audit.module.css';
import type { Entry } from './AuditPage.js';
import { compareFacts } from './compare-facts.js';

/** What an entry changed, and from where. */
export function EntryDetails({ it }: { it: Entry }): JSX.Element {
  const { audit } = useWords();
  const facts = compareFacts(it.before, it.after);
  return (
    <div className={style.details}>
      {facts.length === 0 ? (
        <p className={style.dim}>{audit.nothing}</p>
      ) : (
        <div className={style.facts} role="table" aria-label={audit.open(it.id)}>
          <Facts facts={facts} />
        </div>
      )}
      <KeyValues
        rows={[
          it.address === null ? null : [audit.address, <Address key="from">{it.address}</Address>],
          it.requestId === null ? null : [audit.request, <Address key="id" most={20} copy>{it.requestId}</Address>],
          [audit.hash, <Address key="hash" most={20} copy>{it.hash}</Address>],
        ]}
      />
    </div>
  ); // prettier-ignore
}

function Facts({ facts }: { facts: ReturnType<typeof compareFacts> }): JSX.Element {
  const { audit } = useWords();
  const when = useSayWhen(true);
  const say = (value: string): string => (ISO.test(value) ? when(value, 'exact') : value);
  return (
    <>
      <div role="row" className={style.factHead}>
        <span role="columnheader">{audit.field}</span>
        <span role="columnheader">{audit.before}</span>
        <span role="columnheader">{audit.after}</span>
      </div>
      {facts.map(({ name, before, after }) => (
        <div role="row" key={name} className={style.fact}>
          <span role="rowheader">{name === '' ? '–' : name}</span>
          <span role="cell">
            {before === null ? '–' : before === after ? say(before) : <del>{say(before)}</del>}
          </span>
          <span role="cell">
            {after === null ? '–' : before === after ? say(after) : <ins>{say(after)}</ins>}
          </span>
        </div>
      ))}
    </>
  );
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
