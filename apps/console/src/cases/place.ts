import { writePlainSearch, type PlainSearch } from '../plain-search.js';

/** Where somebody was in a list. */
interface Place {
  /** Which row the cursor stands on. */
  readonly active: number;
  /** How far it was scrolled, px. */
  readonly offset: number;
}

const BEGINNING: Place = { active: 0, offset: 0 };
const MOST = 20;
const places = new Map<string, Place>();

/** Keeps the place for who comes back to the same list from a case. */
export function remember(search: PlainSearch, change: Partial<Place>): void {
  const key = writePlainSearch(search);
  const place = { ...(places.get(key) ?? BEGINNING), ...change };
  places.delete(key);
  places.set(key, place);
  for (const oldest of places.keys()) {
    if (places.size <= MOST) break;
    places.delete(oldest);
  }
}

export function recall(search: PlainSearch): Place {
  return places.get(writePlainSearch(search)) ?? BEGINNING;
}
