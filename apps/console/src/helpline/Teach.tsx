import type { JSX } from 'react';

import { useWords } from '../words/speech.js';
import style from './HelplinePage.module.css';

/** Before anybody was asked for: what a caller may have at hand. */
export function Teach(): JSX.Element {
  const { teach } = useWords().helpline;
  const rows = [
    [teach.code, 'K7QM-2TXD', teach.codeHelp],
    [teach.line, '4711-08', teach.lineHelp],
    [teach.address, '203.0.113.7:51234', teach.addressHelp],
    [teach.person, null, teach.personHelp],
  ] as const;
  return (
    <section className={style.teach} aria-labelledby="helpline-teach">
      <h2 id="helpline-teach">{teach.title}</h2>
      <dl>
        {rows.map(([name, example, help]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {example === null ? null : <code>{example}</code>} {help}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
