import type { MailReceipt } from './mailer.js';

/** What becomes of a notice. `planned` again means: try later. */
export interface Verdict {
  readonly state: 'sent' | 'failed' | 'uncertain' | 'planned';
  readonly receipt: string;
  readonly remoteId: string | null;
  readonly error: string | null;
  /** Tell whoever keeps the contact that mail to it does not arrive. */
  readonly badAddress: boolean;
  /** Whether the attempt counts: an outage of our own server uses nothing up. */
  readonly counted: boolean;
  /** Real milliseconds until the next attempt; only when `planned`. */
  readonly retryMs: number | null;
}

const MINUTE = 60_000;
/** After each temporary refusal. About two days in all, as mail servers do (RFC 5321 §4.5.4.1), then it is given up. */
export const RETRY_AFTER_MS: readonly number[] = [1, 5, 15, 60, 180, 360, 720, 1440].map((m) => m * MINUTE);
/** Short, so that the patience of the job that sends sets the pace while a mail server is away. */
export const OUTAGE_RETRY_MS = 3_000;

/**
 * What a receipt means for the notice.
 * @param attempt this attempt's number, from 1
 */
export function judgeReceipt(receipt: MailReceipt, attempt: number): Verdict {
  const plain = {
    receipt: receipt.response,
    remoteId: null,
    error: null,
    badAddress: false,
    counted: true,
    retryMs: null,
  };
  switch (receipt.outcome) {
    case 'accepted':
      return { ...plain, state: 'sent', remoteId: receipt.remoteId };
    case 'unanswered':
      return { ...plain, state: 'uncertain', error: 'no answer after the letter had begun to leave' };
    case 'unreachable':
      return { ...putBack('mail server not reached', OUTAGE_RETRY_MS), receipt: receipt.response };
    case 'refused': {
      if (receipt.permanent)
        return { ...plain, state: 'failed', error: 'refused', badAddress: receipt.badAddress };
      const retryMs = RETRY_AFTER_MS[attempt - 1];
      if (retryMs === undefined) return { ...plain, state: 'failed', error: 'refused for days, given up' };
      return { ...plain, state: 'planned', error: 'refused for now', retryMs };
    }
  }
}

/** The verdict on a notice that never reached the mailer. */
export function failWithout(error: string): Verdict {
  return {
    state: 'failed',
    receipt: '',
    remoteId: null,
    error,
    badAddress: false,
    counted: true,
    retryMs: null,
  };
}

/** The verdict on a notice that was not tried, for a reason that is not its own. */
export function putBack(error: string, retryMs: number): Verdict {
  return { ...failWithout(error), state: 'planned', counted: false, retryMs };
}
