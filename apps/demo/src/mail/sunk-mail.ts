import { simpleParser } from 'mailparser';

/** A letter that arrived. */
export interface SunkMail {
  /** The number of the notice it was, so that it has one number everywhere; `other-3` for a letter from elsewhere. */
  readonly id: string;
  readonly messageId: string;
  /** Of the notice it was, by its Message-ID; null for a letter from elsewhere. */
  readonly notice: number | null;
  /** Of the case it is about. */
  readonly case: string | null;
  readonly template: string;
  readonly locale: string;
  readonly arrivedAt: Date;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: string;
}

/**
 * @param place among the letters that arrived, from 1
 * @param recipient of its envelope; what the header says if it is not known
 */
export async function readMail(raw: Buffer, place: number, recipient?: string): Promise<SunkMail> {
  const mail = await simpleParser(raw, { skipImageLinks: true, skipTextLinks: true });
  const to = Array.isArray(mail.to) ? mail.to.map((one) => one.text).join(', ') : (mail.to?.text ?? '');
  const header = (name: string): string =>
    mail.headerLines.find((one) => one.key === name)?.line.replace(/^[^:]*:\s*/, '') ?? '';
  const messageId = mail.messageId ?? '';
  const notice = /^<notice-(\d{1,15})\./.exec(messageId)?.[1];
  return {
    id: notice ?? `other-${place}`,
    messageId,
    notice: notice === undefined ? null : Number(notice),
    case: /<case-([0-9A-Z]{4}-[0-9A-Z]{4})@/.exec(header('references'))?.[1] ?? null,
    template: header('feedback-id').split(':')[0] ?? '',
    locale: header('content-language'),
    arrivedAt: mail.date ?? new Date(),
    to: recipient ?? to,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: typeof mail.html === 'string' ? mail.html : '',
    headers: mail.headerLines.map((one) => one.line).join('\n'),
  };
}
