/** A letter that came in by SMTP, and what became of it. */
export interface Delivery {
  /** The return path of its envelope. */
  readonly returnPath: string;
  /** ENVID of the sender (RFC 3461 §5.4), as it came in. */
  readonly envelopeId: string | null;
  readonly recipient: string;
  readonly messageId: string;
  readonly action: 'delivered' | 'failed';
  readonly at: Date;
}

const HOST = 'mx.mail.example';

/** The delivery report of a mail system (RFC 3464 in a multipart/report of RFC 6522), as it lands in a Maildir. */
export function deliveryReport({
  returnPath,
  envelopeId,
  recipient,
  messageId,
  action,
  at,
}: Delivery): string {
  const boundary = `=_${Buffer.from(messageId).toString('hex').slice(0, 24)}`;
  const delivered = action === 'delivered';
  const status = delivered ? '2.1.5' : '5.1.1';
  const said = delivered ? '250 2.1.5 delivered to the mailbox' : '550 5.1.1 no mailbox of that name here';
  return [
    'Return-Path: <>',
    `Delivered-To: ${returnPath}`,
    `From: Mail Delivery System <mailer-daemon@${HOST}>`,
    `To: <${returnPath}>`,
    `Subject: ${delivered ? 'Delivered' : 'Undelivered'}: your mail`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    delivered
      ? 'Your mail lies in the mailbox it was sent to.'
      : 'Your mail could not be delivered: there is no such mailbox.',
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    ...(envelopeId === null ? [] : [`Original-Envelope-Id: ${envelopeId}`]),
    `Reporting-MTA: dns; ${HOST}`,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${said}`,
    '',
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${messageId}`,
    '',
    `--${boundary}--`,
    '',
  ].join('\r\n');
}
