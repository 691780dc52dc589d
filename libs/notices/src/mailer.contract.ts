import { describe, expect, it } from 'vitest';

import { Personal } from '@lazaret/kernel';

import type { Mail, Mailer, MailReceipt } from './mailer.js';

export function aMail(facts: Partial<Mail> = {}): Mail {
  return {
    to: new Personal('anna@home.example'),
    from: { name: 'Northlight Broadband', address: 'care@northlight.example' },
    envelopeFrom: 'bounce+7.0123456789abcdef@notices.northlight.example',
    envelopeId: '7.0123456789abcdef',
    messageId: '<notice-7.0123456789abcdef@notices.northlight.example>',
    references: ['<case-H7KM-3RTX@notices.northlight.example>'],
    date: new Date('2026-11-12T12:00:00Z'),
    subject: 'Northlight notice H7KM-3RTX: a device in your home is being misused',
    text: 'Guten Tag, es ist wahrscheinlich eine Kamera.\n',
    html: '<!doctype html><html lang="de"><body><p>Guten Tag, es ist wahrscheinlich eine Kamera.</p></body></html>',
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...facts,
  };
}

export interface MailerUnderTest {
  readonly mailer: Mailer;
  /** Message ids of what left. */
  readonly left: () => readonly string[];
  /** Makes mail to this address be refused for good. */
  readonly refuse: (address: string) => void;
}

/** What the sender relies on, of the fake and of the real mailer. */
export function mailerContract(name: string, make: () => Promise<MailerUnderTest>): void {
  describe(`a mailer: ${name}`, () => {
    it('calls back once, before the letter leaves', async () => {
      const { mailer, left } = await make();
      const mail = aMail({ messageId: '<notice-8.0123456789abcdef@notices.northlight.example>' });
      const seen: number[] = [];
      const receipt = await mailer.send(mail, { onData: async () => void seen.push(left().length) });
      expect(receipt.outcome).toBe('accepted');
      expect(seen).toEqual([0]);
      expect(left()).toEqual([mail.messageId]);
    });

    it('sends nothing when the callback fails', async () => {
      const { mailer, left } = await make();
      const receipt = await mailer.send(aMail(), {
        onData: async () => Promise.reject(new Error('no flag')),
      });
      expect(receipt.outcome).toBe('unreachable');
      expect(left()).toEqual([]);
    });

    it('does not call back when the recipient is refused', async () => {
      const { mailer, left, refuse } = await make();
      refuse('gone@home.example');
      let called = false;
      const receipt = await mailer.send(aMail({ to: new Personal('gone@home.example') }), {
        onData: async () => void (called = true),
      });
      expect(receipt).toMatchObject({
        outcome: 'refused',
        permanent: true,
        badAddress: true,
      } satisfies Partial<MailReceipt>);
      expect(called).toBe(false);
      expect(left()).toEqual([]);
    });
  });
}
