import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';

import { keep, kept } from '../session/keep.js';
import { USUAL_COLUMNS, type ColumnName } from './columns.js';
import { readListState, writeListState, type ListState } from './list-state.js';

const KEPT = 'lazaret.cases.columns';

/** What the list looks like, as its address says it; a change is a step that "back" takes back, unless it only looks. */
export function useListState(): {
  state: ListState;
  set: (next: ListState, how?: { look: boolean }) => void;
} {
  const search = useSearch({ from: '/frame/cases' });
  const navigate = useNavigate();
  const state = useMemo(() => readListState(search), [search]);
  const set = useCallback(
    (next: ListState, how?: { look: boolean }) =>
      void navigate({ to: '/cases', search: writeListState(next), replace: how?.look ?? false }),
    [navigate],
  );
  return { state, set };
}

/** The columns as this browser keeps them, when the address names none. */
export function useKeptColumns(): {
  columns: readonly ColumnName[];
  keepColumns: (columns: readonly ColumnName[]) => void;
} {
  const [columns, setColumns] = useState(readKept);
  const keepColumns = useCallback((next: readonly ColumnName[]) => {
    keep(KEPT, next.join(','));
    setColumns(next);
  }, []);
  return { columns, keepColumns };
}

function readKept(): readonly ColumnName[] {
  return readListState({ columns: kept(KEPT) ?? '' }).columns ?? USUAL_COLUMNS;
}
