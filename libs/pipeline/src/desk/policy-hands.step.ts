import { Injectable } from '@nestjs/common';

import { ApprovalsService, AuditService, type ApprovalKind } from '@lazaret/access';
import { NotThere, Refused } from '@lazaret/kernel';
import { Database } from '@lazaret/platform';
import { PolicyService, type Policy, type PolicyVersion } from '@lazaret/policy';

import type { Asking } from './asker.js';
import { signed } from './sign.js';

/** A policy is kept by one person and decides by two. */
@Injectable()
export class PolicyHandsStep {
  constructor(
    private readonly database: Database,
    private readonly policies: PolicyService,
    private readonly approvals: ApprovalsService,
    private readonly audit: AuditService,
  ) {}

  /** Keeps a policy without activating it. @throws Refused with every problem of the file */
  async put(content: string, asking: Asking): Promise<PolicyVersion> {
    return this.database.run(async (tx) => {
      const version = await this.policies.put(tx, content, asking.by.name, asking.now);
      const { label, sha256 } = version;
      await this.audit.write(tx, {
        ...signed(asking),
        action: 'policy.put',
        subject: `policy ${label}`,
        after: { sha256 },
      });
      return version;
    });
  }

  /** Asks that a version decides. @returns the approval that waits. @throws NotThere; Refused when it decides already */
  async askToActivate(id: number, why: string, asking: Asking): Promise<number> {
    return this.database.run(async (tx) => {
      const active = await this.policies.active(tx, asking.now);
      const wanted = await this.policies.get(tx, id).catch((error: unknown) => {
        if (error instanceof Refused) throw new NotThere(error.message);
        throw error;
      });
      if (wanted.id === active.id) throw new Refused('this version decides already');
      const kind: ApprovalKind = raisesCaps(active.policy, wanted.policy) ? 'raise-caps' : 'activate-policy';
      const subject = `policy ${wanted.label}`;
      const approval = await this.approvals.ask(
        tx,
        { kind, subject, policyId: id, what: { policyId: id }, why, by: asking.by.name },
        asking.real,
      );
      await this.audit.write(tx, {
        ...signed(asking),
        action: 'policy.activate-asked',
        subject,
        why,
        before: { active: active.label, caps: active.policy.garden.caps },
        after: { approval, caps: wanted.policy.garden.caps },
      });
      return approval;
    });
  }
}

function raisesCaps({ garden: now }: Policy, { garden: then }: Policy): boolean {
  return then.caps.per_day > now.caps.per_day || then.caps.per_bng_per_hour > now.caps.per_bng_per_hour;
}
