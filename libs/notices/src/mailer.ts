import type { Instant, Personal } from '@lazaret/kernel';

/** One mail on its way out. The address is the only personal thing in it. */
export interface Mail {
  readonly to: Personal;
  readonly from: { readonly name: string; readonly address: string };
  /** Return path of this one notice, so that a bounce names it (VERP). */
  readonly envelopeFrom: string;
  /** Asked back in delivery reports (RFC 3461 ENVID). */
  readonly envelopeId: string;
  readonly messageId: string;
  /** Message ids of the conversation: all letters of a case hang together. */
  readonly references: readonly string[];
  readonly date: Instant;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface MailHooks {
  /**
   * Awaited after the server took the envelope and before the first byte of the letter leaves. Whoever dies before it
   * resolved has sent nothing; if it throws, nothing is sent.
   */
  onData(): Promise<void>;
}

/** What became of a mail. Texts are the server's, short, without addresses. */
export type MailReceipt =
  | { readonly outcome: 'accepted'; readonly response: string; readonly remoteId: string | null }
  | {
      readonly outcome: 'refused';
      /** Trying again gives the same answer. */
      readonly permanent: boolean;
      /** The mailbox itself is the reason: nobody should write there again. */
      readonly badAddress: boolean;
      readonly response: string;
    }
  /** The server could not be talked to or takes no mail of ours now. Nothing was handed over; it is not the letter's fault. */
  | { readonly outcome: 'unreachable'; readonly response: string }
  /** The letter had begun to leave, and no answer came. */
  | { readonly outcome: 'unanswered'; readonly response: string };

/** Hands one mail to the outside. Trouble is an answer, not an exception. */
export abstract class Mailer {
  abstract send(mail: Mail, hooks: MailHooks): Promise<MailReceipt>;
  abstract close(): Promise<void>;
}
