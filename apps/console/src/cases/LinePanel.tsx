import type { CasePage } from '@lazaret/contracts';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';

import { Address } from '../look/Address.js';
import { KeyValues } from '../look/KeyValues.js';
import { Panel } from '../look/Panel.js';
import { useMay } from '../session/use-session.js';
import { useWall, useWords } from '../words/speech.js';
import { fullDay } from '../words/time.js';
import { Reveal } from './Reveal.js';

/** The line, and who is behind it for who has a reason to know. */
export function LinePanel({ it }: { it: CasePage }): JSX.Element {
  const words = useWords();
  const { page } = words.cases;
  const wall = useWall();
  const may = useMay();
  const { lineFacts: line } = it;
  const kind = [
    words.terms.lineClass[line.class],
    line.confinable ? page.mayConfine : page.mayNotConfine,
  ].join(', ');
  return (
    <Panel title={page.line}>
      <KeyValues
        rows={[
          [
            page.ref,
            may('line.read') ? (
              <Link to="/lines/$ref" params={{ ref: line.ref }}>
                <Address>{line.ref}</Address>
              </Link>
            ) : (
              <Address>{line.ref}</Address>
            ),
          ],
          [words.cases.column.lineClass, kind],
          line.protected
            ? [
                page.protected,
                page.protectedBy(line.protected.reason, fullDay(Date.parse(line.protected.at), wall)),
              ]
            : null,
          line.region === null ? null : [page.region, line.region],
          line.nas === null ? null : [page.nas, line.nas],
          [page.language, line.locale ?? '–'],
          [
            page.contacts,
            line.channels.map((channel) => page.channel[channel] ?? channel).join(', ') || page.noContacts,
          ],
          [
            page.earlier,
            line.earlierCases === 0 ? (
              page.none
            ) : (
              <Link to="/cases" search={{ line: line.ref }}>
                {words.count(line.earlierCases)}
              </Link>
            ),
          ],
        ]}
      />
      {may('person.reveal') ? <Reveal line={line.ref} /> : null}
    </Panel>
  );
}
