/** Which cases somebody has picked: these, or all that match. */
export type Selection =
  { readonly kind: 'some'; readonly codes: ReadonlySet<string> } | { readonly kind: 'all' };

export const NOTHING: Selection = { kind: 'some', codes: new Set() };

/** As many can be picked one by one; it is what one request takes. */
export const MOST_SINGLE = 500;

export function isSelected(selection: Selection, code: string): boolean {
  return selection.kind === 'all' || selection.codes.has(code);
}

export function countSelected(selection: Selection, matching: number): number {
  return selection.kind === 'all' ? matching : selection.codes.size;
}

/** Picks one, or drops it. One dropped from all leaves those that are shown. */
export function toggleOne(selection: Selection, code: string, shown: readonly string[]): Selection {
  const codes = new Set(selection.kind === 'all' ? shown : selection.codes);
  if (codes.has(code)) codes.delete(code);
  else codes.add(code);
  return { kind: 'some', codes };
}

/** Picks all that are shown; when they are picked already, drops them. */
export function togglePage(selection: Selection, shown: readonly string[]): Selection {
  if (selection.kind === 'all' || shown.every((code) => selection.codes.has(code))) return NOTHING;
  return { kind: 'some', codes: new Set([...selection.codes, ...shown]) };
}

/** Picks from one to another, both included, as with the shift key. */
export function selectRange(
  selection: Selection,
  shown: readonly string[],
  from: number,
  to: number,
): Selection {
  const codes = new Set(selection.kind === 'all' ? shown : selection.codes);
  for (const code of shown.slice(Math.min(from, to), Math.max(from, to) + 1)) codes.add(code);
  return { kind: 'some', codes };
}

/** How much of what is shown is picked, for the tick box above. */
export function pageTick(selection: Selection, shown: readonly string[]): 'all' | 'some' | 'none' {
  if (selection.kind === 'all') return 'all';
  const picked = shown.filter((code) => selection.codes.has(code)).length;
  if (picked === 0) return 'none';
  return picked === shown.length ? 'all' : 'some';
}
