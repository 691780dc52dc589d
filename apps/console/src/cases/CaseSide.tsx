import type { CasePage } from '@lazaret/contracts';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';

import { Address } from '../look/Address.js';
import { KeyValues } from '../look/KeyValues.js';
import { Panel } from '../look/Panel.js';
import { When } from '../look/When.js';
import { useWords } from '../words/speech.js';
import style from './CasePage.module.css';
import { GardenPanel } from './GardenPanel.js';
import { LettersPanel } from './LettersPanel.js';
import { LinePanel } from './LinePanel.js';
import { NextPanel } from './NextPanel.js';
import { SourcesPanel } from './SourcesPanel.js';
import { WhyChain } from './WhyChain.js';

/** The facts beside the story. */
export function CaseSide({ it }: { it: CasePage }): JSX.Element {
  const words = useWords();
  const { page } = words.cases;
  return (
    <>
      <NextPanel it={it} />
      <Panel title={page.why}>
        <WhyChain links={it.why} />
        {it.decision ? (
          <p className={style.because}>
            {page.decided}: {it.decision.reason}{' '}
            <span className={style.dim}>
              {page.policy(it.decision.policy)}, <When at={it.decision.at} />
            </span>
          </p>
        ) : null}
      </Panel>
      <LinePanel it={it} />
      {it.gardenFacts ? <GardenPanel facts={it.gardenFacts} /> : null}
      {it.upstreams.length > 0 ? <SourcesPanel upstreams={it.upstreams} /> : null}
      {it.notices.length > 0 ? <LettersPanel notices={it.notices} /> : null}
      {it.previousCase !== null || it.nextCase !== null ? (
        <Panel title={page.siblings}>
          <KeyValues
            rows={[
              it.previousCase === null
                ? null
                : [page.previousCase, <CaseLink key="before" code={it.previousCase} />],
              it.nextCase === null ? null : [page.nextCase, <CaseLink key="after" code={it.nextCase} />],
            ]}
          />
        </Panel>
      ) : null}
    </>
  );
}

function CaseLink({ code }: { code: string }): JSX.Element {
  return (
    <Link to="/cases/$code" params={{ code }}>
      <Address>{code}</Address>
    </Link>
  );
}
