import { Injectable } from '@nestjs/common';

import { Refused, type Instant, type Personal } from '@lazaret/kernel';
import { Database } from '@lazaret/platform';

import { composeMail } from './compose-mail.js';
import { failWithout, judgeReceipt, putBack, type Verdict } from './judge-receipt.js';
import { Letters, type Letter } from './letters.js';
import { Mailer, type MailReceipt } from './mailer.js';
import { NoticesMetrics } from './notices.metrics.js';
import { NoticesService, type ClaimedNotice, type NoticeReceipt } from './notices.service.js';

/** How many letters leave side by side. */
const LANES = 5;

/**
 * Sends claimed notices: between the claim's transaction and settle's. A letter is flagged `sending` after the server
 * took its envelope and before its first byte leaves, so a process that dies leaves no doubt but about those.
 */
@Injectable()
export class NoticeSender {
  constructor(
    private readonly database: Database,
    private readonly notices: NoticesService,
    private readonly letters: Letters,
    private readonly mailer: Mailer,
    private readonly metrics: NoticesMetrics,
  ) {}

  /**
   * Sends each notice to its address and answers one receipt for each, in no order. Never throws for a mail's sake.
   * Once the server cannot be reached or takes nothing from a brand, that brand's rest is not tried and stays planned;
   * so does everything once `signal` asks to stop.
   * @param addressOf by notice id; one without an address fails as `no-contact`
   */
  async send(
    ready: readonly ClaimedNotice[],
    addressOf: ReadonlyMap<number, Personal>,
    now: Instant,
    signal?: AbortSignal,
  ): Promise<readonly NoticeReceipt[]> {
    const queue = [...ready];
    const receipts: NoticeReceipt[] = [];
    // By brand: a server that refuses one sender may well take the letters of another.
    const halted = new Map<string | null, Verdict>();
    const lane = async (): Promise<void> => {
      for (let notice = queue.shift(); notice !== undefined; notice = queue.shift()) {
        const { brand } = notice.matter;
        const verdict =
          signal?.aborted === true
            ? putBack('the sender was stopped', 0)
            : (halted.get(brand) ?? (await this.sendOne(notice, addressOf.get(notice.id), now)));
        if (verdict.state === 'planned' && !verdict.counted) halted.set(brand, verdict);
        receipts.push({ ...verdict, id: notice.id, claim: notice.claim });
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return receipts;
  }

  private async sendOne(notice: ClaimedNotice, to: Personal | undefined, now: Instant): Promise<Verdict> {
    if (to === undefined) return failWithout('no-contact');
    const { template, matter, locale, attempt } = notice;
    const brand = this.letters.brands.find(matter.brand);
    if (brand === undefined)
      return failWithout(`no brand ${JSON.stringify(matter.brand)} in the brands file`);
    let letter: Letter;
    try {
      letter = this.letters.write(template, matter, locale, now);
    } catch (error) {
      // What cannot be written now cannot be written later.
      return failWithout(
        error instanceof Error ? error.message.slice(0, 300) : 'the letter cannot be written',
      );
    }
    const mail = composeMail({ notice, code: matter.code, brand, letter, to, now });
    let unflagged: unknown = null;
    const onData = async (): Promise<void> => {
      try {
        await this.database.run((tx) => this.notices.begin(tx, notice, letter));
      } catch (error) {
        unflagged = error;
        throw error;
      }
    };
    const receipt = await this.timed(() => this.mailer.send(mail, { onData }));
    // The flag could not be set, so nothing left. Either the claim is lost, and settling will find nothing of ours; or
    // PostgreSQL is away, and once this can be settled it is back.
    if (unflagged instanceof Refused) return failWithout(unflagged.message);
    if (unflagged !== null) return putBack('the letter could not be flagged as leaving', 0);
    return judgeReceipt(receipt, attempt);
  }

  private async timed(send: () => Promise<MailReceipt>): Promise<MailReceipt> {
    const stop = this.metrics.mailSeconds.startTimer();
    const receipt = await send();
    stop();
    this.metrics.mails.inc({ outcome: receipt.outcome });
    return receipt;
  }
}
