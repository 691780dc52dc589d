import { Injectable } from '@nestjs/common';

import type { CaseSnapshot } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import { GardenService } from '@lazaret/garden';
import { Broken, type Instant } from '@lazaret/kernel';
import { NoticesService, ToldTenuresView } from '@lazaret/notices';
import type { Tx } from '@lazaret/platform';
import { RequestsService } from '@lazaret/portal';

import type { AboutCase, Readiness } from './build-facts.js';
import { SilenceStep } from './silence.step.js';

/** Asks the rooms, one question each for the whole set, what they know about the lines of due cases. */
@Injectable()
export class CaseFactsStep {
  constructor(
    private readonly directory: DirectoryService,
    private readonly silence: SilenceStep,
    private readonly notices: NoticesService,
    private readonly letters: ToldTenuresView,
    private readonly garden: GardenService,
    private readonly requests: RequestsService,
  ) {}

  /** By case id. @param ready of the garden, asked before the transaction began */
  async about(
    tx: Tx,
    due: readonly CaseSnapshot[],
    ready: Readiness,
    now: Instant,
  ): Promise<ReadonlyMap<number, AboutCase>> {
    const lineIds = [...new Set(due.map((one) => one.lineId))];
    const lines = await this.directory.lines(tx, lineIds);
    const stays = await this.garden.facts(tx, lineIds, now);
    const tenureIds = [...new Set(due.map((one) => one.tenureId))];
    const tenures = await this.directory.tenures(tx, tenureIds);
    const notices = await this.notices.history(
      tx,
      due.map((one) => one.caseId),
    );
    const told = await this.letters.of(tx, tenureIds);
    const needed = await this.requests.unansweredSafety(tx, tenureIds);
    const silent = await this.silence.daysOf(tx, due, now);
    return new Map(
      due.map((one) => {
        const line = lines.get(one.lineId);
        const tenure = tenures.get(one.tenureId);
        const stay = stays.get(one.lineId);
        if (!line || !tenure || !stay)
          throw new Broken(`case ${one.caseId} has no line or no tenure in the directory`);
        return [
          one.caseId,
          {
            line,
            tenure,
            notices: notices.get(one.caseId) ?? [],
            told: told
              .filter((letter) => letter.tenureId === one.tenureId && letter.caseId !== one.caseId)
              .map(({ at, class: of }) => ({ at, class: of })),
            silentLiveDays: silent.get(one.caseId) ?? null,
            garden: { ...stay, ...ready },
            neededForSafety: needed.has(one.tenureId),
          },
        ];
      }),
    );
  }
}
