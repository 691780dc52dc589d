import type { PullOutcome } from './schedule-pull.js';

/** A report that lies in the archive but is not yet entered. */
export interface PulledReport {
  readonly name: string;
  /** Where it came from: an address, or a file's name. */
  readonly address: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface PullProblem {
  readonly address: string;
  readonly kind: 'refused' | 'unavailable';
  readonly message: string;
}

/** What the last look told of one address or file, so that the next asks only for news. */
export interface Cursor {
  readonly address: string;
  /** An HTTP entity tag, or a file's size and time of change. */
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** A report was taken in this state. */
  readonly taken: boolean;
}

/** What one look at a feed brought. Some of it may have worked. */
export interface Pulled {
  readonly reports: readonly PulledReport[];
  readonly cursors: readonly Cursor[];
  readonly unchanged: number;
  readonly problems: readonly PullProblem[];
}

/** How the look as a whole ended: passing trouble first, for that is what another look may mend. */
export function outcomeOf(pulled: Pulled): PullOutcome {
  if (pulled.problems.some((problem) => problem.kind === 'unavailable')) return 'unavailable';
  return pulled.problems.length > 0 ? 'refused' : 'ok';
}
