import { Controller } from '@nestjs/common';

import { routes, type Asked } from '@lazaret/contracts';
import { PolicyService } from '@lazaret/policy';

import { Desk } from '../desk.js';
import { Ask, Serve } from '../serve.js';
import { showPolicy } from './show-policy.js';

const MOST = 100;

/** Every version of the policy, to look at. */
@Controller()
export class PoliciesController {
  constructor(
    private readonly desk: Desk,
    private readonly policies: PolicyService,
  ) {}

  @Serve(routes.policies)
  async list(): Promise<unknown> {
    return { items: await this.desk.run((tx) => this.policies.list(tx, MOST)) };
  }

  @Serve(routes.policy)
  async policy(@Ask() { params }: Asked<typeof routes.policy>): Promise<unknown> {
    return showPolicy(await this.desk.run((tx) => this.policies.get(tx, params.id)));
  }
}
