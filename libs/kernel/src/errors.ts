/** Where a problem is and what would remedy it. */
export interface Problem {
  /** A place a person can find: `line 14, column src_ip`, `feeds.url`, `LAZARET_SMTP_URL`. */
  readonly at: string;
  readonly message: string;
}

/** The three families of error, by who must act. Their `code` is stable and may be shown. */
export abstract class AppError extends Error {
  abstract readonly code: string;
  readonly problems: readonly Problem[];

  constructor(message: string, options: { problems?: readonly Problem[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.problems = options.problems ?? [];
  }
}

/** The caller's fault: answered 4xx, never retried. */
export class Refused extends AppError {
  readonly code = 'refused';
}

/** What is asked for does not exist: answered 404. */
export class NotThere extends Refused {}

/** Passing trouble outside: answered 503, retried with backoff. */
export class Unavailable extends AppError {
  readonly code = 'unavailable';
}

/** A defect of ours: answered 500, never retried. */
export class Broken extends AppError {
  readonly code = 'broken';
}
