import { Injectable } from '@nestjs/common';

import { CasePageView, type CasePage } from '@lazaret/cases';
import { DirectoryService, type LineFacts } from '@lazaret/directory';
import { FeedsService, type ObservationRecord } from '@lazaret/feeds';
import { GivenAnswersView, type GivenAnswer } from '@lazaret/ledger';
import { NoticesService, type NoticeFact } from '@lazaret/notices';
import type { Tx } from '@lazaret/platform';

/** One sighting with its whole chain: the row of the report, and the answer of the ledger with its lease. */
export interface StoryObservation {
  readonly observation: ObservationRecord;
  readonly answer: GivenAnswer | null;
  /** Taken away from this case: the attribution was wrong. What the answer is now is another person's business. */
  readonly detached: boolean;
}

/** A case with everything that can be said about why. Who is behind the line is not part of it. */
export interface CaseStoryPage {
  readonly page: CasePage;
  readonly line: LineFacts | null;
  /** Newest first. */
  readonly observations: readonly StoryObservation[];
  readonly notices: readonly NoticeFact[];
}

/** Puts the why-chain of a case together from the rooms that hold its links. */
@Injectable()
export class CaseStory {
  constructor(
    private readonly pages: CasePageView,
    private readonly directory: DirectoryService,
    private readonly feeds: FeedsService,
    private readonly answers: GivenAnswersView,
    private readonly notices: NoticesService,
  ) {}

  /** @throws Refused when there is no such case */
  async tell(tx: Tx, code: string): Promise<CaseStoryPage> {
    const page = await this.pages.show(tx, code);
    const { id, lineId } = page.case;
    const ids = page.sightings.map((sighting) => sighting.observationId);
    const observations = new Map((await this.feeds.find(tx, ids)).map((one) => [one.id, one]));
    const answers = new Map((await this.answers.given(tx, ids)).map((one) => [one.observationId, one]));
    return {
      page,
      line: (await this.directory.lines(tx, [lineId])).get(lineId) ?? null,
      observations: page.sightings.flatMap(({ observationId, detachedAt }) => {
        const observation = observations.get(observationId);
        const detached = detachedAt !== null;
        const answer = detached ? null : (answers.get(observationId) ?? null);
        return observation ? [{ observation, answer, detached }] : [];
      }),
      notices: (await this.notices.history(tx, [id])).get(id) ?? [],
    };
  }
}
