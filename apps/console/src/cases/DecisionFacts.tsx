import { routes } from '@lazaret/contracts';
import type { JSX } from 'react';

import { Address } from '../look/Address.js';
import { Bones } from '../look/Bones.js';
import { ErrorState } from '../look/ErrorState.js';
import { When } from '../look/When.js';
import { useAsk } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import style from './Details.module.css';
import { flattenFacts } from './flatten-facts.js';

/** The facts a decision was taken on, and what it led to. */
export function DecisionFacts({ code, id }: { code: string; id: number }): JSX.Element {
  const words = useWords();
  const { page } = words.cases;
  const { data, error, refetch } = useAsk(routes.caseDecision, { params: { code, id } });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Bones lines={6} />;
  return (
    <div className={style.box}>
      <dl className={style.facts}>
        <div>
          <dt>{page.rule}</dt>
          <dd>
            {data.rule} · {page.policy(data.policy)}
          </dd>
        </div>
        {data.wakeAt === null ? null : (
          <div>
            <dt>{page.wakes}</dt>
            <dd>
              <When at={data.wakeAt} as="near" />
            </dd>
          </div>
        )}
        {data.actions.map((action, index) => (
          <div key={index}>
            <dt>{index === 0 ? page.actionsTaken : ''}</dt>
            <dd>
              {flattenFacts(action)
                .map(({ value }) => value)
                .join(', ')}
            </dd>
          </div>
        ))}
      </dl>
      <dl className={`${style.facts} ${style.mono}`}>
        {flattenFacts(data.facts).map(({ name, value, instant }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{instant ? <When at={value} as="exact" /> : value}</dd>
          </div>
        ))}
      </dl>
      <p className={style.digest}>
        {page.digest}{' '}
        <Address most={24} copy>
          {data.factsDigest}
        </Address>
      </p>
    </div>
  );
}
