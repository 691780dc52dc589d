import { Controller } from '@nestjs/common';

import { routes, type Asked } from '@lazaret/contracts';
import { DeskReports } from '@lazaret/pipeline';

import { askingOf } from '../asking-of.js';
import { Desk } from '../desk.js';
import { Ask, By, Serve } from '../serve.js';
import type { SignedIn } from '../signed-in.js';

/** Reports, and where they come from. */
@Controller()
export class ReportsController {
  constructor(
    private readonly desk: Desk,
    private readonly reports: DeskReports,
  ) {}

  @Serve(routes.reports)
  async page(@Ask() { query }: Asked<typeof routes.reports>): Promise<unknown> {
    const { feed, state, rejected } = query;
    const filter = { feed, state, withRejected: rejected === 'yes' };
    return this.desk.run((tx) => this.reports.page(tx, filter, query));
  }

  @Serve(routes.report)
  async report(@Ask() { params }: Asked<typeof routes.report>): Promise<unknown> {
    return this.desk.run((tx) => this.reports.report(tx, params.id));
  }

  @Serve(routes.rejectedRows)
  async rejected(@Ask() { params, query }: Asked<typeof routes.rejectedRows>): Promise<unknown> {
    return this.desk.run((tx) => this.reports.rejected(tx, params.id, query));
  }

  @Serve(routes.feeds)
  async feeds(): Promise<unknown> {
    return { items: await this.desk.run((tx, now) => this.reports.list(tx, now)) };
  }

  @Serve(routes.activate)
  async activate(
    @Ask() { params, body }: Asked<typeof routes.activate>,
    @By() by: SignedIn,
  ): Promise<unknown> {
    const asking = await askingOf(by, this.desk);
    return this.desk.run((tx) => this.reports.activate(tx, params.name, body, asking));
  }
}
