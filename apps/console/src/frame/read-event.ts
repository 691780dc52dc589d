/** Cases changed: how many since the last event. */
export interface CasesChanged {
  readonly count: number;
}

/** Reads the data of a `cases` event: `{"count":3,"since":"…"}`. Whatever it says, at least one case changed. */
export function readCasesChanged(data: unknown): CasesChanged {
  if (typeof data !== 'string') return { count: 1 };
  try {
    const read = JSON.parse(data) as unknown;
    const count =
      typeof read === 'object' && read !== null && 'count' in read ? Number(read.count) : Number.NaN;
    return { count: Number.isSafeInteger(count) && count > 0 ? count : 1 };
  } catch {
    return { count: 1 };
  }
}
