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
