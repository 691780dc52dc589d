import type { Personal } from '@lazaret/kernel';

import { Mailer, type Mail, type MailHooks, type MailReceipt } from './mailer.js';
import type { NoticePlan } from './matter.js';

/** An invented provider. A real one describes itself in a brands file of its own, this one being the pattern. */
export const EXAMPLE_BRANDS = new URL('../assets/brands.example.json', import.meta.url);

/** A mailer that behaves: it calls back before the letter leaves, keeps what left, and answers as it was told. */
export class FakeMailer extends Mailer {
  /** What left, whether it was answered or not. */
  readonly left: Mail[] = [];
  private readonly answers = new Map<string, MailReceipt>();
  private outage: string | null = null;

  override async send(mail: Mail, hooks: MailHooks): Promise<MailReceipt> {
    if (this.outage !== null) return { outcome: 'unreachable', response: this.outage };
    const answer = this.answers.get(mail.to.reveal());
    if (answer?.outcome === 'refused' || answer?.outcome === 'unreachable') return answer;
    try {
      await hooks.onData();
    } catch {
      return { outcome: 'unreachable', response: 'the sender gave up' };
    }
    this.left.push(mail);
    return answer ?? { outcome: 'accepted', response: `250 2.0.0 Ok: queued as F${this.left.length}`, remoteId: `F${this.left.length}` }; // prettier-ignore
  }

  override async close(): Promise<void> {
    this.outage = 'closed';
  }

  /** What mail to `address` is answered from now on. */
  answer(address: string, receipt: MailReceipt): void {
    this.answers.set(address, receipt);
  }

  /** Takes the server away, or with `null` brings it back. */
  breakOff(why: string | null): void {
    this.outage = why;
  }
}

/**
 * A delivery report as Postfix writes it, about a letter that left.
 * @param about `Mail` has all it needs, or what a mail server saw: return path, message id, recipient
 * @returns the mail, to be put into the `new` of a Maildir
 */
export function aDeliveryReport(about: {
  readonly messageId: string;
  readonly envelopeFrom: string;
  readonly to?: Personal | string;
  readonly action: 'delivered' | 'failed' | 'delayed' | 'relayed' | 'expanded';
  readonly status: string;
  readonly diagnostic?: string;
}): string {
  const { messageId, envelopeFrom, to = 'reader@home.example', action, status } = about;
  const recipient = typeof to === 'string' ? to : to.reveal();
  const diagnostic = about.diagnostic ?? `X-Postfix; delivery via local: ${action}`;
  const envelopeId = /<notice-([^@]*)@/.exec(messageId)?.[1] ?? '';
  const host = recipient.split('@')[1] ?? 'home.example';
  const boundary = `4E3A12D4F.1794477720/mx.${host}`;
  return `Return-Path: <>
X-Original-To: ${envelopeFrom}
Delivered-To: ${envelopeFrom}
Received: by mx.${host} (Postfix)
\tid 4E3A12D4F; Thu, 12 Nov 2026 10:02:00 +0000 (UTC)
Date: Thu, 12 Nov 2026 10:02:00 +0000 (UTC)
From: MAILER-DAEMON@mx.${host} (Mail Delivery System)
Subject: ${action === 'failed' ? 'Undelivered Mail Returned to Sender' : 'Successful Mail Delivery Report'}
To: ${envelopeFrom}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="${boundary}"
Content-Transfer-Encoding: 8bit
Message-Id: <20261112100200.4E3A12D4F@mx.${host}>

This is a MIME-encapsulated message.

--${boundary}
Content-Description: Notification
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

This is the mail system at host mx.${host}.

<${recipient}>: ${diagnostic}

--${boundary}
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.${host}
Original-Envelope-Id: ${envelopeId}
X-Postfix-Queue-ID: 4E3A12D4F
X-Postfix-Sender: rfc822; ${envelopeFrom}
Arrival-Date: Thu, 12 Nov 2026 10:01:58 +0000 (UTC)

Final-Recipient: rfc822; ${recipient}
Original-Recipient: rfc822;${recipient}
Action: ${action}
Status: ${status}
Diagnostic-Code: ${diagnostic}

--${boundary}
Content-Description: Message Headers
Content-Type: text/rfc822-headers

Return-Path: <${envelopeFrom}>
To: ${recipient}
Message-ID: ${messageId}
Date: Thu, 12 Nov 2026 10:01:57 +0000

--${boundary}--
`;
}

let made = 0;

/** A first letter about a Mirai camera, due at ten on 12 November 2026; every call is another case. */
export function aNoticePlan(facts: Partial<NoticePlan> = {}): NoticePlan {
  made += 1;
  return {
    caseId: made,
    lineId: 1,
    tenureId: 1,
    template: 'first',
    round: 1,
    locale: 'en-GB',
    timeZone: 'Europe/London',
    brand: null,
    dueAt: new Date('2026-11-12T10:00:00Z'),
    code: 'H7KM-3RTX',
    class: 'infected',
    malware: 'mirai',
    identifier: 'mirai',
    type: 'infected-system',
    lastSeenAt: new Date('2026-11-12T09:41:07Z'),
    wroteAt: null,
    mayHold: true,
    ...facts,
  };
}
