import { Injectable } from '@nestjs/common';

import { AuditService } from '@lazaret/access';
import {
  FeedListView,
  FeedsService,
  formatOf,
  ReportListView,
  type ListedFeed,
  type ListedReport,
  type PutAsideRow,
  type ReportFilter,
} from '@lazaret/feeds';
import { NotThere, Refused, type Instant, type Refusal } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { Asking } from './asker.js';
import { pageOf, readNumber, type DeskPage } from './list-place.js';
import { signed } from './sign.js';

/** One report, and why rows of it have no line. */
export interface ReportPage extends ListedReport {
  readonly unattributed: readonly { readonly why: Refusal; readonly count: number }[];
}

interface Paging {
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Reports and where they come from, as the desk sees them. */
@Injectable()
export class DeskReports {
  constructor(
    private readonly reports: ReportListView,
    private readonly sources: FeedListView,
    private readonly feeds: FeedsService,
    private readonly audit: AuditService,
  ) {}

  /** The newest first. @throws Refused for a place that no page gave */
  async page(
    tx: Tx,
    filter: ReportFilter,
    { after, limit }: Paging,
  ): Promise<DeskPage<ListedReport>> {
    const found = await this.reports.page(tx, filter, readNumber(after), limit + 1);
    return pageOf(found, limit, (report) => report, ({ id }) => id);
  } // prettier-ignore

  /** @throws NotThere */
  async report(tx: Tx, id: number): Promise<ReportPage> {
    const found = await this.reports.find(tx, id);
    if (found === null) throw new NotThere('there is no such report');
    return { ...found, unattributed: await this.reports.unattributed(tx, id) };
  }

  /** Rows that could not be read, by line. @throws NotThere; Refused for a place that no page gave */
  async rejected(tx: Tx, id: number, { after, limit }: Paging): Promise<DeskPage<PutAsideRow>> {
    if ((await this.reports.find(tx, id)) === null) throw new NotThere('there is no such report');
    const found = await this.reports.rejected(tx, id, readNumber(after) ?? -1, limit + 1);
    return pageOf(found, limit, (row) => row, ({ line }) => line);
  } // prettier-ignore

  async list(tx: Tx, now: Instant): Promise<readonly ListedFeed[]> {
    return this.sources.list(tx, now);
  }

  /**
   * Lets a report type of a feed count, in the mapping that this build has.
   * @throws NotThere when there is no such feed; Refused when it knows no such type, or has another mapping by now
   */
  async activate(
    tx: Tx,
    name: string,
    { reportType, mappingVersion }: { readonly reportType: string; readonly mappingVersion: string },
    asking: Asking,
  ): Promise<ListedFeed> {
    const before = await this.find(tx, name, asking.now);
    const current = formatOf(before.format).mappingVersion;
    if (mappingVersion !== current)
      throw new Refused(`${reportType} is read by mapping ${current} now`, {
        problems: [{ at: 'mappingVersion', message: 'look at what that mapping brings before it counts' }],
      });
    const fresh = await this.feeds.activate(tx, name, [reportType], asking.by.name, asking.now);
    if (fresh > 0)
      await this.audit.write(tx, {
        ...signed(asking),
        action: 'feed.activate',
        subject: `feed ${name}`,
        after: { reportType, mappingVersion },
      });
    return this.find(tx, name, asking.now);
  }

  private async find(tx: Tx, name: string, now: Instant): Promise<ListedFeed> {
    const [feed] = await this.sources.list(tx, now, name);
    if (feed === undefined) throw new NotThere('there is no such feed');
    return feed;
  }
}
