import { Injectable } from '@nestjs/common';

import { CasesService, type CaseHappening } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import { Unavailable, type Instant, type Personal } from '@lazaret/kernel';
import {
  NoticeSender,
  NoticesService,
  type Claim,
  type NoticeReceipt,
  type SettledNotice,
} from '@lazaret/notices';
import { Database, insist } from '@lazaret/platform';

const SENDER = { kind: 'system', name: 'notices' } as const;

/** Claims notices, sends them, settles them. Between claim and settle no transaction is open. */
@Injectable()
export class SendStep {
  constructor(
    private readonly database: Database,
    private readonly notices: NoticesService,
    private readonly sender: NoticeSender,
    private readonly directory: DirectoryService,
    private readonly cases: CasesService,
  ) {}

  /**
   * @param signal stops it after the letters that are just leaving; the others stay planned
   * @throws Unavailable when some have to be tried again: the job comes back for them
   */
  async run(ids: readonly number[], now: Instant, signal?: AbortSignal): Promise<void> {
    const { claim, addresses } = await this.claim(ids, now);
    const receipts = await this.sender.send(claim.ready, addresses, now, signal);
    // What the mail server said exists nowhere else. Were it lost, letters that arrived would stand as uncertain.
    await insist(() => this.settle(claim, receipts, addresses, now));
    const later = receipts.filter((receipt) => receipt.state === 'planned').length + claim.waiting.length;
    if (later > 0) throw new Unavailable(`${later} of ${ids.length} notices have to be tried again`);
  }

  private async claim(
    ids: readonly number[],
    now: Instant,
  ): Promise<{ claim: Claim; addresses: ReadonlyMap<number, Personal> }> {
    return this.database.run(async (tx) => {
      const claim = await this.notices.claim(tx, ids, now);
      // Who is behind a line is looked up only now, for those that are really about to leave.
      const contacts = await this.directory.contactsFor(
        tx,
        claim.ready.map((notice) => notice.tenureId),
        { channel: 'email', purpose: 'notice.send', actor: 'worker', now },
      );
      const addresses = claim.ready.flatMap(({ id, tenureId }) => {
        const contact = contacts.get(tenureId);
        return contact ? [[id, contact.address] as const] : [];
      });
      return { claim, addresses: new Map(addresses) };
    });
  }

  private async settle(
    claim: Claim,
    receipts: readonly NoticeReceipt[],
    addresses: ReadonlyMap<number, Personal>,
    now: Instant,
  ): Promise<void> {
    await this.database.run(async (tx) => {
      const settled = await this.notices.settle(tx, receipts, now);
      for (const { id, badAddress } of settled) {
        const address = addresses.get(id);
        if (badAddress && address)
          await this.directory.markBounced(tx, { channel: 'email', address, at: now });
      }
      await this.cases.happened(
        tx,
        [...settled, ...claim.uncertain].flatMap((notice) => happening(notice, now)),
      );
    });
  }
}

/** What goes on the timeline. A letter to be tried again is no news; everything else has the case decided afresh. */
function happening(
  { id, caseId, template, round, state, error }: SettledNotice,
  at: Instant,
): CaseHappening[] {
  if (state === 'planned') return [];
  const data = { notice: id, template, round, ...(error === null ? {} : { error }) };
  return [{ caseId, kind: `notice.${state}`, at, actor: SENDER, data, dueAt: at }];
}
