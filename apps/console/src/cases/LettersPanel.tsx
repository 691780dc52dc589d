import type { CasePage } from '@lazaret/contracts';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';

import { KeyValues } from '../look/KeyValues.js';
import { Panel } from '../look/Panel.js';
import { When } from '../look/When.js';
import { useMay } from '../session/use-session.js';
import { useWords } from '../words/speech.js';
import { sayNotice } from './say-case.js';

/** Every letter of the case, with what became of it. */
export function LettersPanel({ notices }: { notices: CasePage['notices'] }): JSX.Element {
  const words = useWords();
  const { page } = words.cases;
  const mayRead = useMay()('notice.read');
  return (
    <Panel title={page.letters}>
      <KeyValues
        rows={notices.map(({ id, template, round, channel, state, sentAt, plannedAt }) => {
          const name = sayNotice({ template, round, channel, error: null }, words);
          const stands = page.letterState[state] ?? state;
          return [
            name,
            <>
              {mayRead ? (
                <Link
                  to="/notices/$id"
                  params={{ id: String(id) }}
                  aria-label={`${name}, ${stands}: ${page.what}`}
                >
                  {stands}
                </Link>
              ) : (
                stands
              )}{' '}
              <When at={sentAt ?? plannedAt} as="near" />
            </>,
          ] as const;
        })}
      />
    </Panel>
  );
}
