import { Injectable } from '@nestjs/common';

import { AuditService } from '@lazaret/access';
import { CasesService, LineCasesView } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import { NotThere } from '@lazaret/kernel';
import { Database, type Tx } from '@lazaret/platform';

import type { Asking } from './asker.js';
import type { HelplineAction } from './helpline-actions.js';
import { LineHands } from './line-hands.service.js';
import { NotAllowed } from './not-allowed.js';
import { actorOf, signed } from './sign.js';

export type LineOutcome = 'released' | 'noted' | 'desk' | 'nothing';

/** Cases of a line that what is said at the telephone belongs to. */
const MOST_CASES = 10;
const KINDS: Readonly<Record<HelplineAction, string>> = {
  release: 'desk.release',
  safety: 'phone.safety',
  'not-me': 'phone.not-me',
  'call-back': 'phone.call',
};

/** What is done at the telephone, for a line whatever its cases. */
@Injectable()
export class LineHandsStep {
  constructor(
    private readonly database: Database,
    private readonly directory: DirectoryService,
    private readonly lines: LineHands,
    private readonly openCases: LineCasesView,
    private readonly cases: CasesService,
    private readonly audit: AuditService,
  ) {}

  /** @throws NotThere, NotAllowed */
  async act(ref: string, action: HelplineAction, why: string, asking: Asking): Promise<LineOutcome> {
    if (!asking.by.permissions.has('garden.release')) throw new NotAllowed('no-permission');
    return this.database.run(async (tx) => {
      const id = await this.lineId(tx, ref);
      const outcome = await this.does(tx, id, action, why, asking);
      const open = await this.openCases.open(tx, [id], MOST_CASES);
      await this.cases.happened(
        tx,
        open.map((one) => ({
          caseId: one.id,
          kind: KINDS[action],
          at: asking.now,
          actor: actorOf(asking),
          data: { text: why },
          dueAt: asking.now,
        })),
      );
      await this.audit.write(tx, {
        ...signed(asking),
        action: `line.${action}`,
        subject: `line ${ref}`,
        why,
        after: { outcome, cases: open.map(({ code }) => code) },
      });
      return open.length === 0 && outcome === 'desk' ? 'nothing' : outcome;
    });
  }

  /** Never held back again. @throws NotThere */
  async protect(ref: string, why: string, asking: Asking): Promise<void> {
    await this.act(ref, 'safety', why, asking);
  }

  private async does(
    tx: Tx,
    lineId: number,
    action: HelplineAction,
    why: string,
    asking: Asking,
  ): Promise<LineOutcome> {
    switch (action) {
      case 'release':
        if (!(await this.lines.letOut(tx, lineId, 'desk', asking))) throw new NotAllowed('not-confined');
        return 'released';
      case 'safety':
        return (await this.lines.protect(tx, lineId, why, asking)) ? 'released' : 'noted';
      case 'not-me':
        await this.lines.appeal(tx, lineId, asking);
        return 'desk';
      case 'call-back':
        return 'desk';
    }
  }

  private async lineId(tx: Tx, ref: string): Promise<number> {
    const line = await this.directory.findLine(tx, ref);
    if (line === undefined) throw new NotThere('there is no such line');
    return line.id;
  }
}
