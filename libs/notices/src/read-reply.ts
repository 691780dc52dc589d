import type { MailReceipt } from './mailer.js';

/** What is known of a mail that was not accepted. */
export interface Failure {
  /** The three digits of the server's answer, if it answered. */
  readonly code: number | null;
  readonly text: string;
  /** The command that was answered: `RCPT TO`, `DATA`, `MAIL FROM`, `CONN` … */
  readonly command: string;
  /** The letter itself had begun to leave. */
  readonly begun: boolean;
  /** The answer is the final one, to the whole letter. */
  readonly final: boolean;
}

/** Makes a receipt of a failure (RFC 5321 §4.2, RFC 3463). `recipient` is taken out of what is kept. */
export function readFailure(failure: Failure, recipient: string): MailReceipt {
  const response = scrub(failure.text, recipient);
  const { code } = failure;
  if (failure.begun) {
    if (code === null || !failure.final) return { outcome: 'unanswered', response };
    return { outcome: 'refused', permanent: code >= 500, badAddress: false, response };
  }
  if (failure.command === 'API') return { outcome: 'refused', permanent: true, badAddress: true, response };
  const aboutThisLetter = failure.command === 'RCPT TO' || failure.command === 'DATA';
  // 421 means "I am closing", whatever it was asked (RFC 5321 §3.8).
  if (code === null || code === 421 || !aboutThisLetter) return { outcome: 'unreachable', response };
  const permanent = code >= 500;
  const badAddress = permanent && failure.command === 'RCPT TO' && isBadAddress(code, failure.text);
  return { outcome: 'refused', permanent, badAddress, response };
}

function isBadAddress(code: number, text: string): boolean {
  const enhanced = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(text);
  if (enhanced === null) return code === 550 || code === 551 || code === 553;
  return isBadMailbox(enhanced[0]);
}

/** Status 5.1.* is about the address, 5.2.1 about a closed mailbox; others are policy or passing (RFC 3463 §3). */
export function isBadMailbox(status: string | null): boolean {
  const [grade, subject, detail] = status?.split('.') ?? [];
  return (
    grade === '5' &&
    ((subject === '1' && detail !== '7' && detail !== '8') || (subject === '2' && detail === '1'))
  );
}

/** The server's name for the mail, as its log has it. */
export function readRemoteId(response: string): string | null {
  const found = /queued as ([\w.-]{1,100})|\bid[= ]<?([\w.@-]{1,100})|^250 2\.0\.0 ([\w.-]{6,100})\b/i.exec(
    response,
  );
  const id = found?.[1] ?? found?.[2] ?? found?.[3] ?? null;
  return id?.includes('@') === true ? null : id;
}

/** A server's text, fit to be kept: one line, cut, without the recipient and without any address. */
export function scrub(text: string, recipient: string): string {
  const local = recipient.split('@')[0] ?? '';
  let plain = text.replace(/\p{Cc}+/gu, ' ').replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;]+/g, '[address]');
  for (const word of [recipient, local])
    if (word.length > 2) plain = plain.replaceAll(new RegExp(escape(word), 'gi'), '[address]');
  return plain.trim().slice(0, 200);
}

function escape(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
