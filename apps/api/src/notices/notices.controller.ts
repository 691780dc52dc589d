import { Controller } from '@nestjs/common';

import { routes, type Asked } from '@lazaret/contracts';
import { DeskNotices } from '@lazaret/pipeline';

import { Desk } from '../desk.js';
import { Ask, Serve } from '../serve.js';

/** Letters, to look at. */
@Controller()
export class NoticesController {
  constructor(
    private readonly desk: Desk,
    private readonly notices: DeskNotices,
  ) {}

  @Serve(routes.notices)
  async page(@Ask() { query }: Asked<typeof routes.notices>): Promise<unknown> {
    return this.desk.run((tx) => this.notices.page(tx, query, query));
  }

  @Serve(routes.noticeCounts)
  async counts(): Promise<unknown> {
    return this.desk.run((tx, now) => this.notices.counts(tx, now));
  }

  @Serve(routes.notice)
  async notice(@Ask() { params }: Asked<typeof routes.notice>): Promise<unknown> {
    return this.desk.run((tx) => this.notices.notice(tx, params.id));
  }
}
