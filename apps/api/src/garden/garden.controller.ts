import { Controller } from '@nestjs/common';

import { routes, type Asked } from '@lazaret/contracts';
import { DeskGarden } from '@lazaret/pipeline';

import { Desk } from '../desk.js';
import { Ask, Serve } from '../serve.js';

/** The garden, to look at. */
@Controller()
export class GardenController {
  constructor(
    private readonly desk: Desk,
    private readonly garden: DeskGarden,
  ) {}

  @Serve(routes.garden)
  async page(): Promise<unknown> {
    return this.desk.run((tx, now) => this.garden.page(tx, now));
  }

  @Serve(routes.stays)
  async stays(@Ask() { query }: Asked<typeof routes.stays>): Promise<unknown> {
    const { state, over, drift, nas } = query;
    const filter = { state, over: over === undefined ? undefined : over === 'yes', drift: drift === 'yes', nas };
    return this.desk.run((tx, now) => this.garden.list(tx, filter, query, now));
  }
} // prettier-ignore
