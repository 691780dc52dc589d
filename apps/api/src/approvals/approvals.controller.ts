import { Controller } from '@nestjs/common';

import { ApprovalsService } from '@lazaret/access';
import { routes, type Asked } from '@lazaret/contracts';
import { ApproveStep } from '@lazaret/pipeline';

import { askingOf } from '../asking-of.js';
import { Desk } from '../desk.js';
import { Ask, By, Serve } from '../serve.js';
import type { SignedIn } from '../signed-in.js';
import { showApproval } from './show-approval.js';

/** What waits for a second person. */
@Controller()
export class ApprovalsController {
  constructor(
    private readonly desk: Desk,
    private readonly approvals: ApprovalsService,
    private readonly approve: ApproveStep,
  ) {}

  @Serve(routes.approvals)
  async page(@Ask() { query }: Asked<typeof routes.approvals>, @By() by: SignedIn): Promise<unknown> {
    const page = await this.desk.run((tx) =>
      this.approvals.page(tx, { state: query.state }, query, this.desk.real()),
    );
    return { ...page, items: page.items.map((approval) => showApproval(approval, by)) };
  }

  @Serve(routes.decideApproval)
  async decide(
    @Ask() { params, body }: Asked<typeof routes.decideApproval>,
    @By() by: SignedIn,
  ): Promise<unknown> {
    const asking = await askingOf(by, this.desk);
    return showApproval(await this.approve.decide(params.id, body.outcome, body.why ?? null, asking), by);
  }
}
