/** Cases changed: how many since the last event, and since when in the domain's time. */
export interface CasesChanged {
  readonly count: number;
  /** ISO 8601. */
  readonly since: string | null;
}

/** Reads the data of a `cases` event: `{"changed":3,"since":"…"}`. Whatever it says, at least one case changed. */
export function readCasesChanged(data: unknown): CasesChanged {
  const told = parsed(data);
  const count = Number(told['changed']);
  const since = told['since'];
  return {
    count: Number.isSafeInteger(count) && count > 0 ? count : 1,
    since: typeof since === 'string' && !Number.isNaN(Date.parse(since)) ? since : null,
  };
}

function parsed(data: unknown): Readonly<Record<string, unknown>> {
  if (typeof data !== 'string') return {};
  try {
    const read = JSON.parse(data) as unknown;
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
