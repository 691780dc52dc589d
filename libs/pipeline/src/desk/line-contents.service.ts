import { Injectable } from '@nestjs/common';

import { LineCasesView } from '@lazaret/cases';
import { DirectoryService, type AccessIdentifier } from '@lazaret/directory';
import { StayListView } from '@lazaret/garden';
import type { Instant } from '@lazaret/kernel';
import { LedgerService } from '@lazaret/ledger';
import { NoticeListView } from '@lazaret/notices';
import type { Tx } from '@lazaret/platform';

import type { CaseRow } from './case-row.js';
import { DeskCases } from './desk-cases.service.js';
import { noticeLine, type NoticeLine } from './notice-line.js';
import { stayLine, type StayLine } from './stay-line.js';

/** What belongs to a line, from every room; the newest first, at most {@link MOST} of each. */
export interface Contents {
  /** Since when whoever has it has it; null when nobody does. */
  readonly tenureSince: Instant | null;
  /** What the network calls the line now. */
  readonly access: readonly AccessIdentifier[];
  readonly sessions: readonly SessionLine[];
  readonly cases: readonly CaseRow[];
  readonly stays: readonly StayLine[];
  readonly notices: readonly NoticeLine[];
}

export interface SessionLine {
  readonly nas: string;
  readonly service: string;
  readonly startedAt: Instant;
  readonly lastAt: Instant;
  /** What the NAS says it applies to it; null when no record said anything. */
  readonly profile: string | null;
}

const MOST = 50;

/** Puts the lists of a line's page together. */
@Injectable()
export class LineContents {
  constructor(
    private readonly directory: DirectoryService,
    private readonly ledger: LedgerService,
    private readonly ofLine: LineCasesView,
    private readonly cases: DeskCases,
    private readonly stays: StayListView,
    private readonly letters: NoticeListView,
  ) {}

  async of(
    tx: Tx,
    { id, ref }: { readonly id: number; readonly ref: string },
    now: Instant,
  ): Promise<Contents> {
    const tenure = (await this.directory.tenuresOf(tx, [id], now)).get(id);
    const access = (await this.directory.accessOf(tx, [id], now)).get(id) ?? [];
    const sessions = await this.ledger.openSessions(tx, access);
    const caseIds = (await this.ofLine.of(tx, [id], MOST)).map((one) => one.id);
    const stays = await this.stays.page(tx, { lineId: id }, null, MOST, now);
    const letters = await this.letters.page(tx, { lineId: id }, null, MOST);
    const named = [...stays.map((stay) => stay.caseId), ...letters.map((letter) => letter.caseId)];
    const codes = await this.ofLine.codes(tx, [...new Set(named)]);
    const refs = new Map([[id, { ref }]]);
    return {
      tenureSince: tenure?.from ?? null,
      access,
      sessions: sessions.slice(0, MOST).map(({ nas, service, startedAt, lastAt, profile }) => ({
        nas,
        service,
        startedAt,
        lastAt,
        profile,
      })),
      cases: await this.cases.rows(tx, caseIds, now),
      stays: stays.map((stay) => stayLine(stay, refs, codes)),
      notices: letters.map((letter) => noticeLine(letter, codes.get(letter.caseId) ?? '')),
    };
  }
}
