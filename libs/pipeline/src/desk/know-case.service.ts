import { Injectable } from '@nestjs/common';

import {
  CaseDeskView,
  CaseEntriesView,
  CaseWordsView,
  type DeskCase,
  type DeskDecision,
  type SeenBy,
} from '@lazaret/cases';
import { DirectoryService, type LineDetail, type TenureSpan } from '@lazaret/directory';
import { GardenService, type GardenFacts } from '@lazaret/garden';
import { Broken, type Instant } from '@lazaret/kernel';
import { NoticesService, type NoticeFact } from '@lazaret/notices';
import type { Tx } from '@lazaret/platform';
import { PolicyService, type Policy } from '@lazaret/policy';

import type { CaseRow } from './case-row.js';
import { DeskCases } from './desk-cases.service.js';
import { openAsk, type OpenAsk } from './say-standing.js';

/** What the rooms know of a case and its line. */
export interface KnownCase {
  readonly found: DeskCase;
  readonly row: CaseRow;
  readonly line: LineDetail;
  readonly tenure: TenureSpan | null;
  /** By what the person can be reached. */
  readonly channels: readonly string[];
  readonly garden: GardenFacts;
  readonly seenBy: readonly SeenBy[];
  readonly decision: DeskDecision | null;
  /** The oldest first. */
  readonly letters: readonly NoticeFact[];
  readonly ask: OpenAsk | null;
  readonly policy: Policy;
}

/** Asks the rooms what they know of one case. */
@Injectable()
export class KnowCase {
  constructor(
    private readonly list: DeskCases,
    private readonly cases: CaseDeskView,
    private readonly entries: CaseEntriesView,
    private readonly words: CaseWordsView,
    private readonly directory: DirectoryService,
    private readonly garden: GardenService,
    private readonly notices: NoticesService,
    private readonly policies: PolicyService,
  ) {}

  /** @throws NotThere, Refused for what is no case code */
  async know(tx: Tx, code: string, now: Instant): Promise<KnownCase> {
    const found = await this.cases.find(tx, code);
    const { id, lineId, tenureId } = found;
    const [row] = await this.list.rows(tx, [id], now);
    const line = (await this.directory.details(tx, [lineId])).get(lineId);
    const garden = (await this.garden.facts(tx, [lineId], now)).get(lineId);
    if (row === undefined || line === undefined || garden === undefined)
      throw new Broken(`case ${id} has no line in the directory`);
    const { policy } = await this.policies.active(tx, now);
    return {
      found,
      row,
      line,
      garden,
      policy,
      tenure: (await this.directory.tenures(tx, [tenureId])).get(tenureId) ?? null,
      channels: await this.directory.channelsOf(tx, tenureId),
      seenBy: await this.entries.seenBy(tx, id),
      decision: await this.entries.lastDecision(tx, id),
      letters: (await this.notices.history(tx, [id])).get(id) ?? [],
      ask: row.state === 'closed' ? null : await this.asked(tx, id, garden, policy),
    };
  }

  private async asked(tx: Tx, id: number, garden: GardenFacts, policy: Policy): Promise<OpenAsk | null> {
    const words = (await this.words.of(tx, [id])).get(id);
    if (words === undefined) return null;
    return openAsk({ garden }, words, garden.stay?.caseId === id ? garden.stay : null, policy);
  }
}
