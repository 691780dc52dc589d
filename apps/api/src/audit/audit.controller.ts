import { Controller } from '@nestjs/common';

import { AuditService } from '@lazaret/access';
import { routes, type Asked } from '@lazaret/contracts';

import { auditOf } from '../audit-of.js';
import { Desk } from '../desk.js';
import { Ask, By, Serve } from '../serve.js';
import type { SignedIn } from '../signed-in.js';

/** Who did what. */
@Controller()
export class AuditController {
  constructor(
    private readonly desk: Desk,
    private readonly audit: AuditService,
  ) {}

  @Serve(routes.audit)
  async page(@Ask() { query }: Asked<typeof routes.audit>): Promise<unknown> {
    return this.desk.run((tx) => this.audit.page(tx, query, query));
  }

  /** That somebody looked is a link of the chain as well. */
  @Serve(routes.verifyAudit)
  async verify(@By() by: SignedIn): Promise<unknown> {
    const verified = await this.audit.verify(this.desk.database);
    const { intact, checked, brokenAt } = verified;
    await this.desk.run((tx) =>
      this.audit.write(tx, {
        ...auditOf(by, this.desk.real()),
        action: 'audit.verify',
        subject: 'audit',
        after: { intact, checked, brokenAt },
      }),
    );
    return verified;
  }
}
