import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';

import { readFilter, writeFilterTo } from './read-filter.js';

interface Filter<Name extends string> {
  readonly filter: Readonly<Partial<Record<Name, string>>>;
  readonly set: (name: Name, value: string) => void;
  /** Null where nothing is set. */
  readonly clear: (() => void) | null;
}

/** The filters of a list, as the page's address says them; a change is a step that "back" takes back. */
export function useFilter<const Name extends string>(names: readonly Name[]): Filter<Name> {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const said = JSON.stringify(readFilter(search, names));
  return useMemo(() => {
    const filter = JSON.parse(said) as Partial<Record<Name, string>>;
    const go = (next: Readonly<Record<string, string>>): void => void navigate({ to: '.', search: next });
    return {
      filter,
      set: (name, value) => go(writeFilterTo(filter as Record<string, string>, name, value)),
      clear: said === '{}' ? null : () => go({}),
    };
  }, [said, navigate]);
}
