import type { CasePage } from '@lazaret/contracts';
import type { JSX } from 'react';

import { KeyValues } from '../look/KeyValues.js';
import { Panel } from '../look/Panel.js';
import { When } from '../look/When.js';
import { useWords } from '../words/speech.js';

/** Who saw it first hand, and what of it counts towards the garden. */
export function SourcesPanel({ upstreams }: { upstreams: CasePage['upstreams'] }): JSX.Element {
  const words = useWords();
  const { page } = words.cases;
  return (
    <Panel title={page.upstreams}>
      <KeyValues
        rows={upstreams.map(({ name, sightings, lastSeenAt, counts }) => [
          name,
          <>
            {page.times(sightings)}, <When at={lastSeenAt} />
          </>,
          counts ? page.counts : page.countsNot,
        ])}
      />
    </Panel>
  );
}
