import type { JSX } from 'react';

import { Reveal } from '../cases/Reveal.js';
import { Address } from '../look/Address.js';
import { KeyValues } from '../look/KeyValues.js';
import { Panel } from '../look/Panel.js';
import { useSayWhen } from '../look/When.js';
import { useMay } from '../session/use-session.js';
import { useWall, useWords } from '../words/speech.js';
import { fullDay } from '../words/time.js';
import type { Line } from './LinePage.js';
import style from './lines.module.css';

/** What stands about the line itself. */
export function LineFacts({ line }: { line: Line }): JSX.Element {
  const words = useWords();
  const { lines: said, terms, frame } = words;
  const wall = useWall();
  const when = useSayWhen();
  const mayReveal = useMay()('person.reveal');
  const { protection } = line;
  const locale = (tag: string): string => (tag in frame.locales ? frame.locales[tag as keyof typeof frame.locales] : tag);
  return (
    <aside aria-label={said.facts}>
      <Panel title={said.facts}>
        <KeyValues
          rows={[
            [said.class, terms.lineClass[line.class]],
            line.region === null ? null : [said.region, line.region],
            line.nas === null ? null : [said.nas, <Address key="nas">{line.nas}</Address>],
            [said.language, line.locale === null ? '–' : locale(line.locale)],
            [said.timeZone, line.timeZone],
            line.tenureSince === null ? null : [said.tenure, fullDay(Date.parse(line.tenureSince), wall)],
          ]}
        />
        {line.tenureSince === null ? (
          <p className={style.none}>
            {said.vacant}. {said.vacantHelp}
          </p>
        ) : null}
      </Panel>
      <Panel title={said.protected}>
        {protection === null ? (
          <p className={style.dim}>
            {line.class === 'protected'
              ? said.protectedClass
              : line.confinable
                ? said.protectedNot
                : said.notConfinable}
          </p>
        ) : (
          <>
            <p>{protection.reason}</p>
            <p className={style.dim}>{said.protectedBy(protection.by, when(protection.at, 'near'))}</p>
          </>
        )}
      </Panel>
      <Panel title={said.subscriber}>
        <p className={style.dim}>{mayReveal ? said.subscriberHelp : said.mayNotReveal}</p>
        {mayReveal ? <Reveal line={line.ref} /> : null}
      </Panel>
      <Panel title={said.access}>
        {line.access.length === 0 ? <p className={style.dim}>{said.accessNone}</p> : null}
        <KeyValues
          rows={line.access.map(({ kind, value }) => [
            said.accessKind[kind],
            <Address key={value} copy most={24}>
              {value}
            </Address>,
          ])}
        />
      </Panel>
    </aside>
  );
} // prettier-ignore
