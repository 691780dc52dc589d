import { Controller } from '@nestjs/common';

import type { Scope } from '@lazaret/garden';
import { routes, type Asked } from '@lazaret/contracts';
import { DeskGarden, SwitchHandsStep } from '@lazaret/pipeline';

import { askingOf } from '../asking-of.js';
import { Desk } from '../desk.js';
import { Ask, By, Serve } from '../serve.js';
import type { SignedIn } from '../signed-in.js';

/** The switches of the garden. */
@Controller()
export class SwitchController {
  constructor(
    private readonly desk: Desk,
    private readonly hands: SwitchHandsStep,
    private readonly garden: DeskGarden,
  ) {}

  @Serve(routes.throwSwitch)
  async throw(@Ask() { body }: Asked<typeof routes.throwSwitch>, @By() by: SignedIn): Promise<unknown> {
    const { action, nas, region, why } = body;
    const scope: Scope = nas !== undefined ? { nas } : region !== undefined ? { region } : 'all';
    await this.hands.throw(action, scope, why, await askingOf(by, this.desk));
    return this.desk.run((tx, now) => this.garden.page(tx, now));
  }
}
