import { Broken, type Instant, type Personal } from '@lazaret/kernel';

import type { Brand } from './brand.config.js';
import type { Template } from './language.js';
import type { Letter } from './letters.js';
import type { Mail } from './mailer.js';

/**
 * Puts a letter into a mail: RFC 3834 (nobody's out-of-office answers it), VERP return path, one conversation a case,
 * no List-Unsubscribe (a warning cannot be unsubscribed, BR-11).
 */
export function composeMail(from: {
  notice: { id: number; messageId: string; template: Template };
  code: string;
  brand: Brand;
  letter: Letter;
  to: Personal;
  now: Instant;
}): Mail {
  const { notice, brand, letter } = from;
  const token = tokenOf(notice.messageId);
  return {
    to: from.to,
    from: brand.from,
    envelopeFrom: `bounce+${notice.id}.${token}@${brand.bounceHost}`,
    envelopeId: `${notice.id}.${token}`,
    messageId: notice.messageId,
    references: [`<case-${from.code}@${brand.bounceHost}>`],
    date: from.now,
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': letter.language,
      // Lets a big mail host report complaints by kind of letter; it names nobody.
      'Feedback-ID': `${notice.template}:notices:lazaret`,
    },
  };
}

/** The secret half of a message id: a forged bounce does not know it. */
function tokenOf(messageId: string): string {
  const token = /^<notice-\d+\.([0-9a-f]{16})@/.exec(messageId)?.[1];
  if (token === undefined) throw new Broken(`${messageId} is not a message id of ours`);
  return token;
}
