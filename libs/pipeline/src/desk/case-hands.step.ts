import { Injectable } from '@nestjs/common';

import { AuditService } from '@lazaret/access';
import { CasesByHand, CasesService, type TakenCase } from '@lazaret/cases';
import { Database, type Tx } from '@lazaret/platform';

import { ACTION_NEEDS, type CaseAction } from './allow-actions.js';
import type { Asking } from './asker.js';
import { CaseMoved } from './case-moved.js';
import { ConfineByHand } from './confine-by-hand.service.js';
import { LineHands } from './line-hands.service.js';
import { NotAllowed } from './not-allowed.js';
import { actorOf, signed } from './sign.js';

/** What the desk does with one case. */
@Injectable()
export class CaseHandsStep {
  constructor(
    private readonly database: Database,
    private readonly byHand: CasesByHand,
    private readonly cases: CasesService,
    private readonly lines: LineHands,
    private readonly garden: ConfineByHand,
    private readonly audit: AuditService,
  ) {}

  /**
   * @param seen the version the asker looked at
   * @returns the approval that now waits for a second person; null when it is done
   * @throws CaseMoved when it was changed meanwhile, NotAllowed, NotThere
   */
  async act(
    code: string,
    seen: number,
    action: CaseAction,
    why: string,
    asking: Asking,
  ): Promise<number | null> {
    return this.database.run(async (tx) => {
      const taken = await this.byHand.take(tx, code);
      if (taken.version !== seen) throw new CaseMoved(taken.code);
      return this.carryOut(tx, taken, action, why, asking);
    });
  }

  /** A note: it sends nothing and decides nothing. */
  async note(code: string, text: string, asking: Asking): Promise<void> {
    await this.database.run(async (tx) => {
      const taken = await this.byHand.take(tx, code);
      await this.write(tx, taken, text, asking);
    });
  }

  async write(tx: Tx, taken: TakenCase, text: string, asking: Asking): Promise<void> {
    await this.cases.note(tx, taken.id, { at: asking.now, by: actorOf(asking), text });
    await this.audit.write(tx, { ...signed(asking), action: 'case.note', subject: subjectOf(taken) });
  }

  /** One action on a case that is taken, with its place on the timeline and in the audit. @param isMany one of a run */
  async carryOut(
    tx: Tx,
    taken: TakenCase,
    action: CaseAction,
    why: string,
    asking: Asking,
    isMany = false,
  ): Promise<number | null> {
    if (!asking.by.permissions.has(ACTION_NEEDS[action])) throw new NotAllowed('no-permission');
    const approval = await this.does(tx, taken, action, why, asking, isMany);
    await this.audit.write(tx, {
      ...signed(asking),
      action: approval === null ? `case.${action}` : `case.${action}-asked`,
      subject: subjectOf(taken),
      why,
      before: { state: taken.state, version: taken.version },
      ...(approval === null ? {} : { after: { approval } }),
    });
    return approval;
  }

  private async does(
    tx: Tx,
    taken: TakenCase,
    action: CaseAction,
    why: string,
    asking: Asking,
    isMany: boolean,
  ): Promise<number | null> {
    const { id, lineId } = taken;
    const isOver = taken.state === 'closed' || taken.state === 'cleared';
    switch (action) {
      case 'release':
        if (!(await this.lines.letOut(tx, lineId, 'desk', asking))) throw new NotAllowed('not-confined');
        break;
      case 'safety':
        await this.lines.protect(tx, lineId, why, asking);
        break;
      case 'confine': {
        if (isOver) throw new NotAllowed('case-is-over');
        const approval = await this.garden.ask(tx, taken, why, asking);
        await this.happened(tx, taken, 'confine-asked', why, asking);
        return approval;
      }
      case 'acknowledge':
        if (taken.state === 'closed') throw new NotAllowed('case-is-over');
        await this.cases.acknowledge(tx, id, { at: asking.now, by: actorOf(asking) });
        return null;
      case 'not-me':
        if (isOver) throw new NotAllowed('case-is-over');
        await this.lines.appeal(tx, lineId, asking);
        await this.told(tx, id, 'not-me', why, asking);
        return null;
      case 'withdraw': {
        const count = await this.byHand.withdraw(tx, id, { at: asking.now, by: actorOf(asking), why });
        if (count === 0) throw new NotAllowed('no-evidence');
        await this.garden.letOut(tx, id, 'withdrawn', asking);
        break;
      }
      case 'call-back':
        if (isOver) throw new NotAllowed('case-is-over');
        // Whom safety needs the line for is talked with one by one.
        if (isMany && (await this.lines.isNeeded(tx, taken.tenureId)))
          throw new NotAllowed('line-is-protected');
        await this.lines.talked(tx, taken.tenureId, lineId, asking);
        break;
    }
    await this.happened(tx, taken, action, why, asking);
    return null;
  }

  /** What the subscriber said at the telephone waits for the desk, as if he had said it on the portal. */
  async told(
    tx: Tx,
    caseId: number,
    what: 'not-me' | 'call' | 'safety',
    why: string,
    asking: Asking,
  ): Promise<void> {
    await this.cases.happened(tx, [
      {
        caseId,
        kind: `phone.${what}`,
        at: asking.now,
        actor: actorOf(asking),
        data: { text: why },
        dueAt: asking.now,
      },
    ]);
  }

  private async happened(
    tx: Tx,
    { id }: TakenCase,
    what: string,
    why: string,
    asking: Asking,
  ): Promise<void> {
    await this.cases.happened(tx, [
      {
        caseId: id,
        kind: `desk.${what}`,
        at: asking.now,
        actor: actorOf(asking),
        data: { text: why },
        dueAt: asking.now,
      },
    ]);
  }
}

function subjectOf({ code }: TakenCase): string {
  return `case ${code}`;
}
