import { Controller } from '@nestjs/common';

import { routes, type Asked } from '@lazaret/contracts';
import { PolicyHandsStep } from '@lazaret/pipeline';

import { askingOf } from '../asking-of.js';
import { Desk } from '../desk.js';
import { Ask, By, Serve } from '../serve.js';
import type { SignedIn } from '../signed-in.js';
import { showPolicy } from './show-policy.js';

/** Policies are kept by one person and decide by two. */
@Controller()
export class PolicyHandsController {
  constructor(
    private readonly desk: Desk,
    private readonly hands: PolicyHandsStep,
  ) {}

  @Serve(routes.putPolicy)
  async put(@Ask() { body }: Asked<typeof routes.putPolicy>, @By() by: SignedIn): Promise<unknown> {
    return showPolicy(await this.hands.put(body.content, await askingOf(by, this.desk)));
  }

  @Serve(routes.activatePolicy)
  async activate(
    @Ask() { params, body }: Asked<typeof routes.activatePolicy>,
    @By() by: SignedIn,
  ): Promise<unknown> {
    return { approval: await this.hands.askToActivate(params.id, body.why, await askingOf(by, this.desk)) };
  }
}
