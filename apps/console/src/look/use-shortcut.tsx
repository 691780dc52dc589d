import {
  createContext,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  type JSX,
  type ReactNode,
} from 'react';

import { readKey, step } from './shortcuts.js';

export interface Shortcut {
  /** `j`, `Space`, `g c`. */
  readonly keys: string;
  /** What it does, for the sheet. */
  readonly label: string;
  /** Under which heading the sheet lists it. */
  readonly group: string;
  readonly run: () => void;
  /** Only listed: something on the page listens for it itself. */
  readonly listed?: boolean;
}

interface Registry {
  readonly add: (id: string, shortcut: Shortcut) => void;
  readonly remove: (id: string) => void;
  readonly list: () => readonly Shortcut[];
  readonly singleKeys: boolean;
}

const RegistryContext = createContext<Registry | null>(null);

/** A pair such as `g c` must be pressed within so many ms. */
const PAIR_MS = 1_200;

/** Listens to the keyboard for everything below. What was registered last wins. */
export function ShortcutsProvider(props: { singleKeys: boolean; children: ReactNode }): JSX.Element {
  const { singleKeys, children } = props;
  const known = useRef(new Map<string, Shortcut>());
  const registry = useMemo<Registry>(
    () => ({
      add: (id, shortcut) => known.current.set(id, shortcut),
      remove: (id) => known.current.delete(id),
      list: () => [...known.current.values()],
      singleKeys,
    }),
    [singleKeys],
  );
  useEffect(() => {
    let pending: { key: string; at: number } | null = null;
    // Looked at before anybody else hears the key: the Escape that closes a dialog is not ours.
    let covered = false;
    const onKeyFirst = (): void => {
      covered = isCovered();
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || covered) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      const key = readKey(
        { key: event.key, ctrlKey: event.ctrlKey, metaKey: event.metaKey, altKey: event.altKey, target },
        singleKeys,
      );
      if (key === null) return;
      const shortcuts = [...known.current.values()].filter(({ listed }) => listed !== true);
      const before = pending !== null && event.timeStamp - pending.at < PAIR_MS ? pending.key : null;
      const { hit, pending: begun } = step(before, key, new Set(shortcuts.map(({ keys }) => keys)));
      pending = begun === null ? null : { key: begun, at: event.timeStamp };
      if (hit === null) return;
      event.preventDefault();
      shortcuts.findLast(({ keys }) => keys === hit)?.run();
    };
    window.addEventListener('keydown', onKeyFirst, { capture: true });
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKeyFirst, { capture: true });
      window.removeEventListener('keydown', onKey);
    };
  }, [singleKeys]);
  return <RegistryContext value={registry}>{children}</RegistryContext>;
}

// While a dialog or a menu is open, the page behind it hears nothing.
function isCovered(): boolean {
  return document.querySelector('[role="dialog"]') !== null;
}

/** Calls `run` on a key, as long as the component is there and `when` holds. */
export function useShortcut(shortcut: Shortcut, when = true): void {
  const registry = useContext(RegistryContext);
  const id = useId();
  const latest = useRef(shortcut);
  useEffect(() => {
    latest.current = shortcut;
  });
  const { keys, label, group, listed } = shortcut;
  useEffect(() => {
    if (!when || !registry) return;
    registry.add(id, { keys, label, group, run: () => latest.current.run(), ...(listed ? { listed } : {}) });
    return () => registry.remove(id);
  }, [registry, id, when, keys, label, group, listed]);
}

/** Everything that can be pressed now, for the sheet; and whether single keys are on. */
export function useShortcuts(): { readonly list: () => readonly Shortcut[]; readonly singleKeys: boolean } {
  const registry = useContext(RegistryContext);
  return { list: registry?.list ?? (() => []), singleKeys: registry?.singleKeys ?? true };
}
