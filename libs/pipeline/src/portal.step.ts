import { Injectable } from '@nestjs/common';

import { CasesService } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import { GardenService } from '@lazaret/garden';
import { Broken, Refused, type Instant } from '@lazaret/kernel';
import { Database, type Tx } from '@lazaret/platform';
import { PolicyService, selfReleaseFrom } from '@lazaret/policy';
import { RequestsService, type RequestOutcome, type TakenRequest } from '@lazaret/portal';

import { JobOutbox } from './job-outbox.js';

const SUBSCRIBER = { kind: 'subscriber', name: 'portal' } as const;
const AT_ONCE = 50;
/** What is noted where a line is protected because its people said so; a person asks them afterwards. */
const SAFETY = 'the subscriber needs the connection for health, alarm or safety';

/** Carries out what people asked for on the portal. */
@Injectable()
export class PortalStep {
  constructor(
    private readonly database: Database,
    private readonly requests: RequestsService,
    private readonly cases: CasesService,
    private readonly garden: GardenService,
    private readonly directory: DirectoryService,
    private readonly policies: PolicyService,
    private readonly outbox: JobOutbox,
  ) {}

  /** The oldest requests, in one transaction. Answers how many. @throws Broken when one was left to the desk by a defect */
  async run(now: Instant): Promise<number> {
    let failed: unknown;
    const count = await this.database.run(async (tx) => {
      const taken = await this.requests.take(tx, AT_ONCE);
      for (const request of taken) {
        const done = await tx.attempt(() => this.carryOut(tx, request, now));
        if ('error' in done) failed ??= done.error;
        // What cannot be carried out is left to a person, and keeps no other waiting.
        const outcome = 'error' in done ? await this.leave(tx, request, now) : done.value;
        await this.requests.settle(tx, [{ id: request.id, outcome, at: now }]);
      }
      return taken.length;
    });
    if (failed !== undefined)
      throw new Broken('a request of the portal was left to the desk', { cause: failed });
    return count;
  }

  /** Nobody stays held by a defect of ours: safety lets out all the same, and what a person is to answer is noted. */
  private async leave(tx: Tx, { kind, via, lineId }: TakenRequest, now: Instant): Promise<RequestOutcome> {
    if (kind === 'safety' && via === 'address')
      await tx.attempt(() => this.directory.protect(tx, lineId, { by: 'portal', reason: SAFETY, at: now }));
    const done = await tx.attempt(async () => {
      if (kind === 'safety' && (await this.letOut(tx, lineId, 'safety', now))) return 'released';
      if (kind === 'cleaned' || kind === 'not-me') await this.garden.want(tx, lineId, kind, now);
      return 'desk';
    });
    return 'error' in done ? 'desk' : done.value;
  }

  private async carryOut(tx: Tx, request: TakenRequest, now: Instant): Promise<RequestOutcome> {
    // One garden state a line, whatever its cases: what is said of one has all of them decided afresh.
    await this.cases.touch(tx, { lineIds: [request.lineId] }, now);
    await this.note(tx, request, now);
    switch (request.kind) {
      case 'acknowledge':
        return (await this.acknowledge(tx, request)) ? 'noted' : 'nothing';
      case 'cleaned':
        return this.cleaned(tx, request, now);
      case 'safety':
        return this.safety(tx, request, now);
      case 'not-me':
        await this.garden.want(tx, request.lineId, 'not-me', now);
        return 'desk';
      case 'call':
        return 'desk';
    }
  }

  /** Every word of a subscriber is on the timeline of the case and has it decided afresh. */
  private async note(tx: Tx, { kind, via, caseId, askedAt }: TakenRequest, now: Instant): Promise<void> {
    if (caseId === null) return;
    const happening = {
      caseId,
      kind: `portal.${kind}`,
      at: askedAt,
      actor: SUBSCRIBER,
      data: { via },
      dueAt: now,
    };
    await this.cases.happened(tx, [happening]);
  }

  private async acknowledge(tx: Tx, { caseId, askedAt }: TakenRequest): Promise<boolean> {
    if (caseId === null) return false;
    try {
      await this.cases.acknowledge(tx, caseId, { at: askedAt, by: SUBSCRIBER });
      return true;
    } catch (error) {
      // It was closed meanwhile, and there is nothing left to acknowledge.
      if (error instanceof Refused) return false;
      throw error;
    }
  }

  /** The subscriber may let the line out so often; then a person decides, and silence of the desk lets out too. */
  private async cleaned(tx: Tx, request: TakenRequest, now: Instant): Promise<RequestOutcome> {
    const { policy } = await this.policies.active(tx, now);
    const known = await this.acknowledge(tx, request);
    const { lineId } = request;
    const stay = (await this.garden.facts(tx, [lineId], now)).get(lineId);
    if (selfReleaseFrom(stay?.selfReleases ?? [], policy, now) === null) {
      if (await this.letOut(tx, lineId, 'cleaned', now)) return 'released';
      return known ? 'noted' : 'nothing';
    }
    if (await this.garden.want(tx, lineId, 'cleaned', now)) return 'desk';
    return known ? 'noted' : 'nothing';
  }

  /**
   * At once, without a question; and no rule confines the line again until a person has asked. A code is a slip of paper:
   * it lets out and keeps out, but what the directory says of people rests on more than that.
   */
  private async safety(tx: Tx, { lineId, via }: TakenRequest, now: Instant): Promise<RequestOutcome> {
    const released = await this.letOut(tx, lineId, 'safety', now);
    if (via === 'address')
      await this.directory.protect(tx, lineId, { by: 'portal', reason: SAFETY, at: now });
    return released ? 'released' : 'desk';
  }

  private async letOut(tx: Tx, lineId: number, why: 'cleaned' | 'safety', now: Instant): Promise<boolean> {
    const opened = await this.garden.open(tx, { lineIds: [lineId] }, why, 'subscriber', now);
    await this.outbox.put(
      tx,
      'line.release',
      opened.map((stay) => stay.id),
    );
    return opened.length > 0;
  }
}
