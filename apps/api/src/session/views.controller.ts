import { Controller } from '@nestjs/common';

import { ViewsService } from '@lazaret/access';
import { routes, type Asked } from '@lazaret/contracts';
import { NotThere } from '@lazaret/kernel';

import { Desk } from '../desk.js';
import { Ask, By, Serve } from '../serve.js';
import type { SignedIn } from '../signed-in.js';

/** Lists as somebody likes them. */
@Controller()
export class ViewsController {
  constructor(
    private readonly desk: Desk,
    private readonly views: ViewsService,
  ) {}

  @Serve(routes.views)
  async list(@By() by: SignedIn): Promise<unknown> {
    const views = await this.desk.run((tx) => this.views.list(tx, by.operatorId));
    return { items: views.map((view) => ({ ...view, cases: null })) };
  }

  @Serve(routes.saveView)
  async save(@Ask() { body }: Asked<typeof routes.saveView>, @By() by: SignedIn): Promise<unknown> {
    const saved = await this.desk.run((tx) => this.views.save(tx, by.operatorId, body));
    return { ...saved, cases: null };
  }

  @Serve(routes.dropView)
  async drop(@Ask() { params }: Asked<typeof routes.dropView>, @By() by: SignedIn): Promise<void> {
    const dropped = await this.desk.run((tx) => this.views.drop(tx, by.operatorId, params.id));
    if (!dropped) throw new NotThere('you have no such view');
  }
}
