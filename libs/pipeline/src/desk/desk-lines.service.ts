import { Injectable } from '@nestjs/common';

import { AuditService } from '@lazaret/access';
import {
  DirectoryService,
  LineListView,
  type LineDetail,
  type LineFilter,
  type ListedLine,
  type RevealedSubscriber,
} from '@lazaret/directory';
import { IpPrefix, NotThere, Refused, type Instant } from '@lazaret/kernel';
import { HoldersView } from '@lazaret/ledger';
import type { Tx } from '@lazaret/platform';

import type { Asking } from './asker.js';
import { LineContents, type Contents } from './line-contents.service.js';
import { pageOf, type DeskPage } from './list-place.js';
import { LookupWatch } from './lookup-watch.service.js';
import { readWords } from './read-words.js';
import { signed } from './sign.js';

/** One line in a list. */
export type LineRow = Omit<ListedLine, 'id'>;

/** A line with everything the desk may know of it. Who has it is not part of it. */
export interface LinePage extends LineRow, Contents {
  readonly nas: string | null;
  readonly locale: string | null;
  readonly timeZone: string;
  readonly protection: LineDetail['protection'];
}

/** Which lines, as the API asks. `prefix`: how the ref begins, or a block of addresses that they hold something of. */
export interface AskedLines {
  readonly class?: LineFilter['class'];
  readonly garden?: LineFilter['garden'];
  readonly cases?: 'open' | 'any' | undefined;
  readonly prefix?: string | undefined;
}

/** Of a block at most so many holders are looked at. */
const MOST_HOLDERS = 5_000;

/** Lines as the desk lists them, and who is behind one, for a reason. */
@Injectable()
export class DeskLines {
  constructor(
    private readonly lines: LineListView,
    private readonly directory: DirectoryService,
    private readonly holders: HoldersView,
    private readonly contents: LineContents,
    private readonly watch: LookupWatch,
    private readonly audit: AuditService,
  ) {}

  async page(
    tx: Tx,
    asked: AskedLines,
    paging: { readonly after?: string | undefined; readonly limit: number },
    now: Instant,
  ): Promise<DeskPage<LineRow>> {
    const filter: LineFilter = {
      class: asked.class,
      garden: asked.garden,
      withCases: asked.cases === 'open',
      ...(await this.within(tx, asked.prefix, now)),
    };
    const found = await this.lines.page(tx, filter, paging.after ?? null, paging.limit + 1);
    return pageOf(found, paging.limit, withoutId, ({ ref }) => ref);
  }

  /** @throws NotThere */
  async line(tx: Tx, ref: string, now: Instant): Promise<LinePage> {
    const [row] = await this.lines.page(tx, { ids: await this.idsOf(tx, ref) }, null, 1);
    const detail = row && (await this.directory.details(tx, [row.id])).get(row.id);
    if (row === undefined || detail === undefined) throw new NotThere('there is no such line');
    const { nas, locale, timeZone, protection } = detail;
    return {
      ...withoutId(row),
      nas,
      locale,
      timeZone,
      protection,
      ...(await this.contents.of(tx, row, now)),
    };
  }

  /**
   * Who has a line now. The look, its purpose and who looked are kept, and so many looks raise an alarm.
   * @returns null when nobody has it: that was a look too, and is kept
   * @throws NotThere when there is no such line; Refused without a purpose
   */
  async reveal(tx: Tx, ref: string, purpose: string, asking: Asking): Promise<RevealedSubscriber | null> {
    const { by, now } = asking;
    const [lineId] = await this.idsOf(tx, ref);
    if (lineId === undefined) throw new NotThere('there is no such line');
    const found = await this.directory.reveal(tx, { lineId, purpose, actor: by.name, now });
    await this.watch.looked(tx, asking);
    await this.audit.write(tx, {
      ...signed(asking),
      action: 'person.reveal',
      subject: `line ${ref}`,
      why: purpose,
      after: { found: found !== undefined },
    });
    return found ?? null;
  }

  private async idsOf(tx: Tx, ref: string): Promise<number[]> {
    const line = await this.directory.findLine(tx, ref);
    return line === undefined ? [] : [line.id];
  }

  private async within(
    tx: Tx,
    prefix: string | undefined,
    now: Instant,
  ): Promise<Pick<LineFilter, 'ids' | 'begins'>> {
    if (prefix === undefined || prefix === '') return {};
    const [reading] = readWords(prefix);
    // One address is somebody: it is searched for, and stands in no address of a page.
    if (reading?.kind === 'address' || reading?.kind === 'address-port')
      throw new Refused('search for an address in the box above: a list shows blocks only', {
        problems: [{ at: '/query/prefix', message: 'the beginning of a line’s name, or a block' }],
      });
    const block = reading?.kind === 'prefix' ? reading.prefix : null;
    if (block === null) return { begins: prefix };
    const held = await this.holders.within(tx, IpPrefix.parse(block), now, MOST_HOLDERS);
    return { ids: await this.directory.linesOfHolders(tx, held, now) };
  }
}

function withoutId({ id: _, ...row }: ListedLine): LineRow {
  return row;
}
