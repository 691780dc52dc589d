import { Injectable } from '@nestjs/common';

import { LineCasesView } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import { NotThere, type Instant } from '@lazaret/kernel';
import {
  NoticeListView,
  NoticesService,
  type NoticeCount,
  type NoticeFact,
  type NoticeFilter,
} from '@lazaret/notices';
import type { Tx } from '@lazaret/platform';

import { pageOf, readNumber, type DeskPage } from './list-place.js';
import { noticeLine, type NoticeLine } from './notice-line.js';

export interface NoticeRow extends NoticeLine {
  readonly line: string;
}

/** One letter, exactly as it left. To whom is not part of it. */
export interface NoticePage extends NoticeRow {
  readonly templateVersion: string | null;
  readonly messageId: string;
  /** Null while nothing has left. */
  readonly letter: { readonly subject: string; readonly text: string; readonly html: string } | null;
}

const LATELY_MS = 30 * 24 * 3_600_000;

/** Letters as the desk lists and reads them. */
@Injectable()
export class DeskNotices {
  constructor(
    private readonly list: NoticeListView,
    private readonly notices: NoticesService,
    private readonly directory: DirectoryService,
    private readonly cases: LineCasesView,
  ) {}

  /** The newest first. @throws Refused for a place that no page gave */
  async page(
    tx: Tx,
    filter: NoticeFilter,
    { after, limit }: { readonly after?: string | undefined; readonly limit: number },
  ): Promise<DeskPage<NoticeRow>> {
    const found = await this.list.page(tx, filter, readNumber(after), limit + 1);
    const show = await this.namer(tx, found);
    return pageOf(found, limit, show, ({ id }) => id);
  }

  /** Of the last 30 days. */
  async counts(tx: Tx, now: Instant): Promise<{ readonly items: readonly NoticeCount[]; readonly since: Instant }> {
    const since = new Date(now.getTime() - LATELY_MS);
    return { items: await this.list.counts(tx, since), since };
  }

  /** @throws NotThere */
  async notice(tx: Tx, id: number): Promise<NoticePage> {
    const found = await this.list.find(tx, id);
    if (found === null) throw new NotThere('there is no such letter');
    const { messageId, templateVersion } = found;
    const sent = await this.notices.view(tx, id);
    const letter = sent && { subject: sent.subject, text: sent.text, html: sent.html };
    return { ...(await this.namer(tx, [found]))(found), messageId, templateVersion, letter };
  }

  private async namer(tx: Tx, facts: readonly NoticeFact[]): Promise<(fact: NoticeFact) => NoticeRow> {
    const refs = await this.directory.lines(tx, [...new Set(facts.map(({ lineId }) => lineId))]);
    const codes = await this.cases.codes(tx, [...new Set(facts.map(({ caseId }) => caseId))]);
    return (fact) => ({
      ...noticeLine(fact, codes.get(fact.caseId) ?? ''),
      line: refs.get(fact.lineId)?.ref ?? '',
    });
  }
} // prettier-ignore
