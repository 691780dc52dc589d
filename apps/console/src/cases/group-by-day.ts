import { dayOf, type Wall } from '../words/time.js';

export interface DayGroup<Entry> {
  /** `2026-04-14`, on a wall of the zone. */
  readonly day: string;
  readonly entries: readonly Entry[];
}

/** Groups what stands in the order of time by the days of who looks. */
export function groupByDay<Entry extends { readonly at: string }>(
  entries: readonly Entry[],
  wall: Pick<Wall, 'zone'>,
): readonly DayGroup<Entry>[] {
  const groups: { day: string; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const day = dayOf(Date.parse(entry.at), wall);
    const last = groups.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else groups.push({ day, entries: [entry] });
  }
  return groups;
}
