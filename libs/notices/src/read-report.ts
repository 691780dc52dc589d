import { Personal } from '@lazaret/kernel';

import { decodeBody, fieldOf, readFields, readMail, type Field, type Part } from './read-mime.js';
import { isBadMailbox } from './read-reply.js';

/** What a mail system did with a letter (RFC 3464 §2.3.3). `relayed` is not delivered: the next system reports nothing. */
export const ACTIONS = ['delivered', 'failed', 'delayed', 'relayed', 'expanded'] as const;
export type Action = (typeof ACTIONS)[number];

/** A delivery report about one recipient. Whether it is about a notice of ours is for the token to say. */
export interface DeliveryReport {
  readonly kind: 'report';
  readonly action: Action;
  /** `5.1.1` (RFC 3463); `null` where a failure names none. */
  readonly status: string | null;
  /** The mailbox itself is the reason: nobody should write there again. */
  readonly badAddress: boolean;
  /** Every notice it names, with the token it gives. More than one: it contradicts itself. */
  readonly names: readonly ReportedName[];
  /** Whom it says the letter was for. */
  readonly recipients: Personal<readonly string[]>;
}

export interface ReportedName {
  readonly id: number;
  readonly token: string;
}

/** A mail that reports nothing, and why. `ill-formed`: a report that lacks what it must say, or contradicts itself. */
export interface IgnoredMail {
  readonly kind: 'ignored';
  readonly why: 'no-report' | 'auto-reply' | 'several-recipients' | 'ill-formed' | 'unreadable';
}

const STATUS_PARTS: ReadonlySet<string> = new Set([
  'message/delivery-status',
  'message/global-delivery-status',
]);
const RETURNED_PARTS: ReadonlySet<string> = new Set([
  'message/rfc822',
  'text/rfc822-headers',
  'message/global',
  'message/global-headers',
]);
/** Where the systems on the way write to whom the report itself was sent. */
const ENVELOPE_FIELDS: ReadonlySet<string> = new Set(['delivered-to', 'x-original-to', 'envelope-to', 'to']);

/**
 * Reads what came back to a return path: a delivery report (RFC 3464 in RFC 6522), or not.
 * @param text the mail, one character a byte (latin1)
 */
export function readReport(text: string): DeliveryReport | IgnoredMail {
  const mail = readMail(text);
  const parts = [mail, ...mail.parts.flatMap((part) => [part, ...part.parts])];
  const statusPart = parts.find((part) => STATUS_PARTS.has(part.type));
  if (statusPart === undefined)
    return { kind: 'ignored', why: repliesByItself(mail) ? 'auto-reply' : 'no-report' };

  const groups = decodeBody(statusPart)
    .split(/\n[ \t]*\n/, 100)
    .map((group) => readFields(group.replace(/^\n+/, '')));
  const recipients = groups.filter(
    (fields) => fieldOf(fields, 'final-recipient') ?? fieldOf(fields, 'action'),
  );
  const [about, ...others] = recipients;
  if (about === undefined) return ILL_FORMED;
  if (others.length > 0) return { kind: 'ignored', why: 'several-recipients' };

  const action = actionOf(about);
  const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(fieldOf(about, 'status') ?? '')?.[0] ?? null;
  if (action === undefined || !agree(action, status)) return ILL_FORMED;
  return {
    kind: 'report',
    action,
    status,
    badAddress: action === 'failed' && isBadMailbox(exactStatus(about, status)),
    names: namesIn(
      mail,
      groups,
      parts.find((part) => RETURNED_PARTS.has(part.type)),
    ),
    recipients: new Personal(
      ['original-recipient', 'final-recipient'].flatMap((name) => addressOf(about, name)),
    ),
  };
}

const ILL_FORMED: IgnoredMail = { kind: 'ignored', why: 'ill-formed' };

function actionOf(about: readonly Field[]): Action | undefined {
  // Some write more behind the word, as `failed (permanent failure)`.
  const word = /^[a-z]+/i.exec(fieldOf(about, 'action') ?? '')?.[0].toLowerCase();
  return ACTIONS.find((action) => action === word);
}

/** Good news is believed only when both fields have it; a failure may lack its status, never claim success. */
function agree(action: Action, status: string | null): boolean {
  const grade = status?.[0];
  return action === 'failed' || action === 'delayed' ? grade !== '2' : grade === '2';
}

/** Many systems say `5.0.0` where the answer they quote says exactly what it was. */
function exactStatus(about: readonly Field[], status: string | null): string | null {
  if (status !== null && !status.endsWith('.0.0')) return status;
  const quoted = /^smtp; ?5\d\d[ -]#?(5\.\d{1,3}\.\d{1,3})(?![.\d])/i.exec(
    fieldOf(about, 'diagnostic-code') ?? '',
  );
  return quoted?.[1] ?? status;
}

function addressOf(about: readonly Field[], name: string): readonly string[] {
  const address = /^(?:rfc822|utf-8) ?; ?<?([^\s<>;]{1,320}@[^\s<>;]{1,255}?)>?$/i.exec(
    fieldOf(about, name) ?? '',
  );
  return address?.[1] === undefined ? [] : [address[1].toLowerCase()];
}

/** By the return path it came to, the envelope id we gave, and the message id of the letter it returns. */
function namesIn(
  mail: Part,
  groups: readonly (readonly Field[])[],
  returned: Part | undefined,
): readonly ReportedName[] {
  const envelope = mail.fields.filter(({ name }) => ENVELOPE_FIELDS.has(name)).slice(0, 20);
  const headers = returned === undefined ? [] : readFields(headOf(decodeBody(returned)));
  const found = [
    ...envelope.map(({ value }) => /(?:^|[\s<,:])bounce\+(\d{1,15})\.([0-9a-f]{16})@/i.exec(value)),
    ...groups.map((fields) =>
      /^(\d{1,15})\.([0-9a-f]{16})$/i.exec(fieldOf(fields, 'original-envelope-id') ?? ''),
    ),
    /<notice-(\d{1,15})\.([0-9a-f]{16})@/i.exec(fieldOf(headers, 'message-id') ?? ''),
  ];
  const names = new Map<string, ReportedName>();
  for (const [, id = '', token = ''] of found.filter((match) => match !== null))
    names.set(`${id}.${token.toLowerCase()}`, { id: Number(id), token: token.toLowerCase() });
  return [...names.values()];
}

function headOf(message: string): string {
  const end = message.indexOf('\n\n');
  return end === -1 ? message : message.slice(0, end);
}

/** An out-of-office note and its like (RFC 3834); a mail system's own notes carry the same mark. */
function repliesByItself({ fields }: Part): boolean {
  const say = (name: string): string => fieldOf(fields, name)?.toLowerCase() ?? '';
  if (say('x-failed-recipients') !== '' || /mailer-daemon|postmaster/.test(say('from'))) return false;
  return (
    say('auto-submitted').startsWith('auto-') ||
    /auto/.test(say('precedence')) ||
    say('x-autoreply') !== '' ||
    say('x-autorespond') !== ''
  );
}
