import type { CasePage } from '@lazaret/contracts';
import type { JSX } from 'react';

import { KeyValues } from '../look/KeyValues.js';
import { Panel } from '../look/Panel.js';
import { useSayWhen, When } from '../look/When.js';
import { useWords } from '../words/speech.js';

/** What we want of the network, and what it says. */
export function GardenPanel({ facts }: { facts: NonNullable<CasePage['gardenFacts']> }): JSX.Element {
  const words = useWords();
  const { page } = words.cases;
  const when = useSayWhen();
  const open = facts.openAskedAt !== null || facts.overAt !== null;
  return (
    <Panel title={page.garden}>
      <KeyValues
        rows={[
          [
            page.wanted,
            open
              ? page.wantedOpen
              : page.wantedUntil(words.terms.profile[facts.profile], when(facts.endsAt, 'near')),
          ],
          [page.says, words.terms.garden[facts.state]],
          facts.openWhy === null ? null : [page.openBecause, page.openWhy[facts.openWhy] ?? facts.openWhy],
          facts.heldUntil === null || facts.overAt !== null
            ? null
            : [page.held, <When key="held" at={facts.heldUntil} as="near" />, page.heldHelp],
          facts.nas === null ? null : [page.nas, facts.nas],
        ]}
      />
    </Panel>
  );
}
