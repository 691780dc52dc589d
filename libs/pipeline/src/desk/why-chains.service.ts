import { Injectable } from '@nestjs/common';

import { DirectoryService } from '@lazaret/directory';
import { FeedsService, type ObservationRecord } from '@lazaret/feeds';
import { GivenAnswersView } from '@lazaret/ledger';
import type { Tx } from '@lazaret/platform';

import { sayChain, type WhyLink } from './say-chain.js';

/** An observation with the chain from its row to the line. */
export interface Explained {
  readonly observation: ObservationRecord;
  readonly why: readonly WhyLink[];
}

/** Puts chains together from the rooms that hold their links. */
@Injectable()
export class WhyChains {
  constructor(
    private readonly feeds: FeedsService,
    private readonly answers: GivenAnswersView,
    private readonly directory: DirectoryService,
  ) {}

  /**
   * By observation, for at most some hundreds.
   * @param withdrawn of which the chain ends at the row: whose it is now is another person's business
   */
  async of(
    tx: Tx,
    observationIds: readonly number[],
    withdrawn: ReadonlySet<number>,
    { lineId, tenureId }: { readonly lineId: number; readonly tenureId: number },
  ): Promise<ReadonlyMap<number, Explained>> {
    if (observationIds.length === 0) return new Map();
    const observations = await this.feeds.find(tx, observationIds);
    const asked = observationIds.filter((id) => !withdrawn.has(id));
    const answers = new Map(
      (await this.answers.given(tx, asked)).map((answer) => [answer.observationId, answer]),
    );
    const line = (await this.directory.details(tx, [lineId])).get(lineId) ?? null;
    const tenure = (await this.directory.tenures(tx, [tenureId])).get(tenureId) ?? null;
    return new Map(
      observations.map((observation) => {
        const answer = answers.get(observation.id) ?? null;
        return [observation.id, { observation, why: sayChain({ observation, answer, line, tenure }) }];
      }),
    );
  }
}
