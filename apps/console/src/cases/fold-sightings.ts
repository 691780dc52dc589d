interface Entry {
  readonly at: string;
  readonly kind: string;
  readonly text: string;
}

/** Several reports of one delivery say "seen again" one after the other: one entry, a line of text for each. */
export function foldSightings<E extends Entry>(entries: readonly E[]): readonly E[] {
  const folded: E[] = [];
  for (const entry of entries) {
    const last = folded.at(-1);
    if (
      last &&
      last.kind === 'sightings' &&
      entry.kind === 'sightings' &&
      last.at.slice(0, 16) === entry.at.slice(0, 16)
    )
      folded[folded.length - 1] = {
        ...last,
        text: [last.text, entry.text].filter((text) => text !== '').join('\n'),
      };
    else folded.push(entry);
  }
  return folded;
}
