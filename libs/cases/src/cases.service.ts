import { Injectable } from '@nestjs/common';

import { Broken, Refused, type Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { AttachRepository, type AttachCounts, type Withdrawal } from './attach.repository.js';
import type { CaseDecision, Recorded } from './case-decision.js';
import type { Actor, CaseHappening } from './case-event.js';
import type { CaseSnapshot } from './case-snapshot.js';
import { move } from './case-state.js';
import { DecisionRepository } from './decision.repository.js';
import { DueRepository, type TenureTime, type Touched } from './due.repository.js';
import { ListedRepository, type ListedLine } from './listed.repository.js';
import type { ListedCase } from './standing.js';
import { TimelineRepository } from './timeline.repository.js';

/** What attaching a batch did. Every withdrawn observation is named; a batch bounds them. */
export interface Attached extends AttachCounts {
  readonly withdrawn: readonly Withdrawal[];
}

const LONGEST_NOTE = 4_000;

/** The door of the room. Every method works in the caller's transaction and at the caller's time. */
@Injectable()
export class CasesService {
  constructor(
    private readonly batches: AttachRepository,
    private readonly dues: DueRepository,
    private readonly decisions: DecisionRepository,
    private readonly timeline: TimelineRepository,
    private readonly listed: ListedRepository,
  ) {}

  /**
   * The rows of `batch` find their cases: what no longer speaks for one is withdrawn, the rest is attached, `case_id`
   * is filled and every case touched is due at `now`. The same batch again changes nothing.
   */
  async attach(tx: Tx, now: Instant): Promise<Attached> {
    await this.batches.lock(tx);
    const withdrawn = await this.batches.withdraw(tx, now);
    const { late, ...counts } = await this.batches.attach(tx, now);
    // Nobody decides what is over again; its row in lists is mended here.
    const over = [...new Set([...late, ...withdrawn.map(({ caseId }) => caseId)])];
    if (over.length > 0) await this.listed.recount(tx, over);
    return { ...counts, withdrawn };
  }

  /**
   * Cases due at `now` in `(due_at, id)` order, locked until the transaction ends; those somebody is changing come later.
   * @param graceMs how long after an acknowledgement or release a sighting still does not count
   */
  async due(tx: Tx, now: Instant, limit: number, graceMs: number): Promise<CaseSnapshot[]> {
    return this.dues.due(tx, now, limit, graceMs);
  }

  /** When the next case is due, past or future; null when none is. */
  async nextDue(tx: Tx): Promise<Instant | null> {
    return this.dues.nextDue(tx);
  }

  /** Cases that are not closed become due at `now`. Answers how many. */
  async touch(tx: Tx, whose: Touched, now: Instant): Promise<number> {
    return this.dues.touch(tx, whose, now);
  }

  /** Observations that speak for a case of one of these tenures and were seen outside it: whose they are must be asked again. */
  async seenOutside(tx: Tx, tenures: readonly TenureTime[]): Promise<number[]> {
    return this.dues.seenOutside(tx, tenures);
  }

  /**
   * Stores decisions and moves their cases, each at most once a call.
   * @throws IllegalMove when a decision asks for a move that does not exist
   */
  async record(tx: Tx, decisions: readonly CaseDecision[], now: Instant): Promise<Recorded> {
    const found = new Map(
      (
        await this.decisions.lock(
          tx,
          decisions.map((d) => d.caseId),
        )
      ).map((f) => [f.caseId, f]),
    );
    const outdated: number[] = [];
    const decided = decisions.flatMap((decision) => {
      const standing = found.get(decision.caseId);
      if (standing === undefined) throw new Broken(`case ${decision.caseId} was decided and does not exist`);
      if (standing.version === decision.version) return [{ decision, moved: move(standing, decision, now) }];
      outdated.push(decision.caseId);
      return [];
    });
    const appended = await this.decisions.write(tx, decided, now);
    return { appended, unchanged: decided.length - appended, outdated };
  }

  /** How cases stand in lists: of cases just decided, in the transaction of the decision. */
  async list(tx: Tx, rows: readonly ListedCase[], now: Instant): Promise<void> {
    if (rows.length > 0) await this.listed.write(tx, rows, now);
  }

  /** How cases stand that cannot be decided: they wait for a person until they can. */
  async listBroken(tx: Tx, caseIds: readonly number[], wakeAt: Instant, now: Instant): Promise<void> {
    await this.listed.broken(tx, caseIds, wakeAt, now);
  }

  /** What lists know of the lines of cases that are not over; up to `limit` behind the case `after`. */
  async listedLines(tx: Tx, after: number, limit: number): Promise<ListedLine[]> {
    return this.listed.lines(tx, after, limit);
  }

  /**
   * Somebody saw it and said so; only later sightings count from here. An acknowledgement no newer than the last one
   * changes nothing. @throws Refused when there is no such case, or it is closed
   */
  async acknowledge(tx: Tx, caseId: number, { at, by }: { at: Instant; by: Actor }): Promise<void> {
    const found = await this.timeline.find(tx, caseId);
    if (found.state === 'closed')
      throw new Refused(`case ${found.code} is closed; there is nothing left to acknowledge`);
    if (found.acknowledgedAt !== null && at <= found.acknowledgedAt) return;
    await this.timeline.acknowledge(tx, found, at, by);
  }

  /** The network has confirmed that lines are open again: only what is seen later, and after the grace, counts from here. */
  async released(tx: Tx, caseIds: readonly number[], at: Instant): Promise<void> {
    if (caseIds.length > 0) await this.timeline.released(tx, caseIds, at);
  }

  /** A note of the desk. It sends nothing and decides nothing. @throws Refused when empty, too long, or of no case */
  async note(
    tx: Tx,
    caseId: number,
    { at, by, text }: { at: Instant; by: Actor; text: string },
  ): Promise<void> {
    const trimmed = text.trim();
    if (trimmed === '' || trimmed.length > LONGEST_NOTE)
      throw new Refused(`a note has between 1 and ${LONGEST_NOTE} characters`, {
        problems: [
          {
            at: 'text',
            message: trimmed === '' ? 'write something' : `shorten it by ${trimmed.length - LONGEST_NOTE}`,
          },
        ],
      });
    const found = await this.timeline.find(tx, caseId);
    await this.timeline.write(tx, found.id, 'note', at, by, { text: trimmed });
  }

  /** What other rooms did for a case goes on its timeline; see {@link CaseHappening.dueAt} for having it decided again. */
  async happened(tx: Tx, happenings: readonly CaseHappening[]): Promise<void> {
    if (happenings.length > 0) await this.timeline.append(tx, happenings);
  }
}
