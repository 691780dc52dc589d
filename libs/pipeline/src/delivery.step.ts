import { Injectable } from '@nestjs/common';

import { CasesService, type CaseHappening } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import type { Instant } from '@lazaret/kernel';
import {
  BounceMaildir,
  NoticesService,
  readReport,
  type DeliveryReport,
  type IgnoredMail,
  type ReportedNotice,
} from '@lazaret/notices';
import { Database, type Tx } from '@lazaret/platform';

const SENDER = { kind: 'system', name: 'notices' } as const;
const MOST_MAILS = 200;
const BATCH = 20;

/** Reads what came back to our return paths: which letters are known to be delivered, and which came to nothing. */
@Injectable()
export class DeliveryStep {
  constructor(
    private readonly database: Database,
    private readonly maildir: BounceMaildir,
    private readonly notices: NoticesService,
    private readonly directory: DirectoryService,
    private readonly cases: CasesService,
  ) {}

  /**
   * One turn: up to 200 mails. A mail is put away after what it says is committed; one read twice changes nothing.
   * @returns how many it looked at; as many as 200 means that there may be more
   * @throws Unavailable when the folder cannot be used; what was committed stays so
   */
  async run(now: Instant, signal?: AbortSignal): Promise<number> {
    const names = await this.maildir.list(MOST_MAILS);
    let done = 0;
    while (done < names.length && signal?.aborted !== true) {
      const batch = names.slice(done, done + BATCH);
      const mails = await this.read(batch);
      await this.database.run((tx) => this.take(tx, [...mails.values()], now));
      for (const [name, mail] of mails)
        await this.maildir.putAway(name, mail === UNREADABLE ? 'unseen' : 'seen');
      done += batch.length;
    }
    return done;
  }

  private async read(names: readonly string[]): Promise<Map<string, DeliveryReport | IgnoredMail>> {
    const mails = new Map<string, DeliveryReport | IgnoredMail>();
    for (const name of names) {
      const read = await this.maildir.read(name);
      if (read === 'unreadable') mails.set(name, UNREADABLE);
      else if (read !== 'gone') mails.set(name, readReport(read.text));
    }
    return mails;
  }

  private async take(tx: Tx, mails: readonly (DeliveryReport | IgnoredMail)[], now: Instant): Promise<void> {
    const reported = await this.notices.reported(tx, mails, now);
    await this.markBounced(
      tx,
      reported.filter(({ badAddress }) => badAddress),
      now,
    );
    await this.cases.happened(
      tx,
      reported.flatMap((notice) => happenings(notice, now)),
    );
  }

  /** A letter keeps no address. The one we would write to now is dead only if the report says that this one is. */
  private async markBounced(tx: Tx, bounced: readonly ReportedNotice[], now: Instant): Promise<void> {
    if (bounced.length === 0) return;
    const contacts = await this.directory.contactsFor(
      tx,
      bounced.map(({ tenureId }) => tenureId),
      { channel: 'email', purpose: 'notice.bounced', actor: 'worker', now },
    );
    for (const { tenureId, recipients } of bounced) {
      const address = contacts.get(tenureId)?.address;
      if (address !== undefined && recipients.reveal().includes(address.reveal().toLowerCase()))
        await this.directory.markBounced(tx, { channel: 'email', address, at: now });
    }
  }
}

/** What goes on the timeline: nothing arrives, or comes back, that did not leave before. */
function happenings(
  { id, caseId, template, round, state, error, leftUnheard }: ReportedNotice,
  at: Instant,
): CaseHappening[] {
  const about = { caseId, at, actor: SENDER, dueAt: at };
  const data = { notice: id, template, round };
  return [
    ...(leftUnheard ? [{ ...about, kind: 'notice.sent', data }] : []),
    { ...about, kind: `notice.${state}`, data: { ...data, ...(error === null ? {} : { error }) } },
  ];
}

const UNREADABLE: IgnoredMail = { kind: 'ignored', why: 'unreadable' };
