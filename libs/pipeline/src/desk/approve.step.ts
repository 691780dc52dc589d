import { Injectable } from '@nestjs/common';

import {
  ApprovalsService,
  AuditService,
  type Approval,
  type ApprovalKind,
  type ApprovalOutcome,
} from '@lazaret/access';
import { CasesByHand, CasesService } from '@lazaret/cases';
import { Broken, type Permission } from '@lazaret/kernel';
import { Database, type Tx } from '@lazaret/platform';
import { PolicyService } from '@lazaret/policy';

import type { Asking } from './asker.js';
import { ConfineByHand } from './confine-by-hand.service.js';
import { NotAllowed } from './not-allowed.js';
import { actorOf, signed } from './sign.js';

/** What somebody must be allowed to do to agree that it is done. */
const NEEDS: Readonly<Record<ApprovalKind, Permission>> = {
  confine: 'garden.confine',
  'activate-policy': 'policy.propose',
  'raise-caps': 'policy.propose',
};

/** The second person answers, and what was agreed to is done in the same transaction. */
@Injectable()
export class ApproveStep {
  constructor(
    private readonly database: Database,
    private readonly approvals: ApprovalsService,
    private readonly byHand: CasesByHand,
    private readonly cases: CasesService,
    private readonly garden: ConfineByHand,
    private readonly policies: PolicyService,
    private readonly audit: AuditService,
  ) {}

  /** @throws NotAllowed for who may not do it himself; Refused for who asked, when it is answered, or when what was asked for is not possible any more: it stays open */
  async decide(id: number, outcome: ApprovalOutcome, why: string | null, asking: Asking): Promise<Approval> {
    return this.database.run(async (tx) => {
      const asked = await this.approvals.find(tx, id, true, asking.real);
      if (asked !== null && outcome === 'approved' && !asking.by.permissions.has(NEEDS[asked.kind]))
        throw new NotAllowed('no-permission');
      const decided = await this.approvals.decide(tx, id, outcome, { by: asking.by.name, why }, asking.real);
      if (outcome === 'approved') await this.carryOut(tx, decided, asking);
      await this.audit.write(tx, {
        ...signed(asking),
        action: `approval.${outcome}`,
        subject: `approval ${id}: ${decided.subject}`.slice(0, 200),
        why,
        after: { kind: decided.kind, askedBy: decided.askedBy },
      });
      return decided;
    });
  }

  private async carryOut(tx: Tx, approval: Approval, asking: Asking): Promise<void> {
    switch (approval.kind) {
      case 'confine':
        return this.confine(tx, approval, asking);
      case 'activate-policy':
      case 'raise-caps': {
        if (approval.policyId === null) throw new Broken(`approval ${approval.id} names no policy`);
        await this.policies.activate(tx, approval.policyId, asking.by.name, asking.now);
        return;
      }
    }
  }

  private async confine(tx: Tx, { id, caseCode, why }: Approval, asking: Asking): Promise<void> {
    if (caseCode === null) throw new Broken(`approval ${id} names no case`);
    const taken = await this.byHand.take(tx, caseCode);
    await this.garden.carryOut(tx, taken, asking.now);
    await this.cases.happened(tx, [
      {
        caseId: taken.id,
        kind: 'desk.confine',
        at: asking.now,
        actor: actorOf(asking),
        data: { text: why },
        dueAt: asking.now,
      },
    ]);
  }
}
