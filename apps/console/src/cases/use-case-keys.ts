import type { CaseRow } from '@lazaret/contracts';

import { useShortcut } from '../look/use-shortcut.js';
import { useWords } from '../words/speech.js';

interface CaseKeys {
  readonly rows: readonly CaseRow[];
  readonly active: number;
  readonly go: (index: number) => void;
  readonly peek: (row: CaseRow) => void;
  readonly open: (code: string) => void;
  readonly tick: (index: number) => void;
  readonly tickPage: () => void;
  readonly clear: () => void;
  /** There is something that `clear` takes away. */
  readonly clearable: boolean;
}

/** Triage by keyboard alone. */
export function useCaseKeys(keys: CaseKeys): void {
  const { key } = useWords().cases;
  const { rows, active } = keys;
  const group = key.group;
  const here = rows[active];
  const some = rows.length > 0;
  useShortcut(
    { keys: 'j', label: key.down, group, run: () => keys.go(Math.min(rows.length - 1, active + 1)) },
    some,
  );
  useShortcut({ keys: 'k', label: key.up, group, run: () => keys.go(Math.max(0, active - 1)) }, some);
  useShortcut({ keys: 'x', label: key.select, group, run: () => keys.tick(active) }, some);
  useShortcut({ keys: 'X', label: key.selectAll, group, run: keys.tickPage }, some);
  useShortcut({ keys: 'Space', label: key.peek, group, run: () => here && keys.peek(here) }, some);
  useShortcut({ keys: 'Enter', label: key.open, group, run: () => here && keys.open(here.code) }, some);
  useShortcut({ keys: 'Escape', label: key.clear, group, run: keys.clear }, keys.clearable);
  // These act on the focused list itself (CaseTable); here they are only listed.
  useShortcut({ keys: 'ArrowRight', label: key.cell, group, listed: true, run: () => undefined }, some);
  useShortcut({ keys: '+', label: key.include, group, listed: true, run: () => undefined }, some);
  useShortcut({ keys: '-', label: key.exclude, group, listed: true, run: () => undefined }, some);
}
