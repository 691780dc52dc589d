/** The highest id of all entries in what is kept of timelines, whole or page by page; null when nothing is. */
export function newestEntry(kept: readonly unknown[]): number | null {
  const ids = kept.flatMap(idsIn);
  return ids.length === 0 ? null : Math.max(...ids);
}

function idsIn(data: unknown): readonly number[] {
  if (typeof data !== 'object' || data === null) return [];
  if ('pages' in data && Array.isArray(data.pages)) return data.pages.flatMap(idsIn);
  if (!('items' in data) || !Array.isArray(data.items)) return [];
  return data.items.map((item: { id?: unknown }) => item.id).filter((id) => typeof id === 'number');
}
