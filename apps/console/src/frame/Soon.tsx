import type { JSX } from 'react';

import { EmptyState } from '../look/EmptyState.js';
import { useWords } from '../words/speech.js';
import type { Words } from '../words/words.js';
import { usePageTitle } from './use-page-title.js';

export function Soon({ page }: { page: keyof Words['frame']['pages'] }): JSX.Element {
  const words = useWords();
  usePageTitle(words.frame.pages[page]);
  return <EmptyState title={words.frame.pages[page]}>{words.frame.soon}</EmptyState>;
}
