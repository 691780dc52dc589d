import { Injectable } from '@nestjs/common';

import { CasePageView, type TakenCase } from '@lazaret/cases';
import { DirectoryService, type LineFacts } from '@lazaret/directory';
import { GardenService, type GardenFacts } from '@lazaret/garden';
import { Broken, Unavailable, type Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';
import { readFacts, SAFETY, type Facts } from '@lazaret/policy';
import { RequestsService } from '@lazaret/portal';

import { NotAllowed } from './not-allowed.js';

const HOUR_MS = 3_600_000;
/** A line in one of these is free, and nobody speaks to the network about it. */
const OUT = new Set(['none', 'released', 'failed', 'not-enforceable']);

/** May a line be held back by two people? The laws are the same as for the machine. */
@Injectable()
export class MayConfine {
  constructor(
    private readonly pages: CasePageView,
    private readonly directory: DirectoryService,
    private readonly garden: GardenService,
    private readonly requests: RequestsService,
  ) {}

  /**
   * What the laws say of a case that somebody wants to hold back, now.
   * @throws NotAllowed with the reason that comes first
   */
  async be(
    tx: Tx,
    taken: TakenCase,
    now: Instant,
  ): Promise<{ readonly line: LineFacts; readonly facts: Facts }> {
    // The facts are those of the last decision: whatever came since must be decided first.
    if (taken.dueAt !== null && taken.dueAt <= now)
      throw new Unavailable('something about this case is being decided; try again in a moment');
    const tenure = (await this.directory.tenures(tx, [taken.tenureId])).get(taken.tenureId);
    if (tenure === undefined || (tenure.to !== null && tenure.to <= now))
      throw new NotAllowed('case-is-over');
    const line = (await this.directory.lines(tx, [taken.lineId])).get(taken.lineId);
    const stay = (await this.garden.facts(tx, [taken.lineId], now)).get(taken.lineId);
    if (line === undefined || stay === undefined)
      throw new Broken(`case ${taken.id} has no line in the directory`);
    if (taken.class !== 'infected' || (line.class !== 'residential' && line.class !== 'protected'))
      throw new NotAllowed('line-class');
    // Who said that safety needs the line, and nobody has talked with them yet, is believed.
    const needed = (await this.requests.unansweredSafety(tx, [taken.tenureId])).has(taken.tenureId);
    if (!line.confinable || needed) throw new NotAllowed('line-is-protected');
    if (!OUT.has(stay.state)) throw new NotAllowed('already-confined');
    const { available, stopped } = await this.garden.readiness();
    if (!available || stopped) throw new NotAllowed('no-network');
    const facts = await this.factsOf(tx, taken.code, stay);
    const { lastSeenAt } = facts.current;
    if (
      facts.observing ||
      lastSeenAt === null ||
      now.getTime() - lastSeenAt.getTime() > SAFETY.maxEvidenceHours * HOUR_MS
    )
      throw new NotAllowed('no-evidence');
    return { line, facts };
  }

  /** Those of the last decision, with what the garden says now. @throws NotAllowed before the first */
  private async factsOf(tx: Tx, code: string, stay: GardenFacts): Promise<Facts> {
    const last = (await this.pages.show(tx, code)).decisions.at(-1);
    if (last === undefined || Object.keys(last.facts).length === 0) throw new NotAllowed('no-evidence');
    const facts = readFacts(last.facts);
    const { state, since, releaseAskedAt, selfReleases, confinements } = stay;
    return {
      ...facts,
      garden: { ...facts.garden, state, since, releaseAskedAt },
      history: { ...facts.history, selfReleases, confinements },
    };
  }
}
