import type { CasePage } from '@lazaret/contracts';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';

import { useMay } from '../session/use-session.js';
import { useWords } from '../words/speech.js';
import style from './WhyChain.module.css';

/** From a feed's row, link by link, to the line. */
export function WhyChain({ links }: { links: CasePage['why'] }): JSX.Element {
  const words = useWords();
  const may = useMay();
  if (links.length === 0) return <p className={style.none}>{words.cases.page.whyNone}</p>;
  return (
    <ol className={style.chain}>
      {links.map(({ step, title, detail, report }) => (
        <li key={step}>
          {report && may('report.read') ? (
            <Link to="/reports/$id" params={{ id: String(report.id) }} search={{ row: String(report.line) }}>
              {title}
            </Link>
          ) : (
            <span>{title}</span>
          )}
          <span className={style.detail}>{detail}</span>
        </li>
      ))}
    </ol>
  );
}
