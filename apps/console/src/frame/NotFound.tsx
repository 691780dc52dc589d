import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';

import { EmptyState } from '../look/EmptyState.js';
import { useWords } from '../words/speech.js';

export function NotFound(): JSX.Element {
  const words = useWords();
  return (
    <EmptyState title={words.look.problem.missing} action={<Link to="/">{words.frame.goTo('Lazaret')}</Link>}>
      {words.look.problem.missingHelp}
    </EmptyState>
  );
}
