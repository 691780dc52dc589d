import { Controller } from '@nestjs/common';

import { routes, type Asked } from '@lazaret/contracts';
import { DeskCaseEntries, DeskCasePage, DeskCases } from '@lazaret/pipeline';

import { askingOf } from '../asking-of.js';
import { Desk } from '../desk.js';
import { Ask, By, Serve, tagged } from '../serve.js';
import type { SignedIn } from '../signed-in.js';

/** Cases, as the desk looks at them. */
@Controller()
export class CasesController {
  constructor(
    private readonly desk: Desk,
    private readonly cases: DeskCases,
    private readonly pages: DeskCasePage,
    private readonly entries: DeskCaseEntries,
  ) {}

  @Serve(routes.cases)
  async list(@Ask() { query }: Asked<typeof routes.cases>): Promise<unknown> {
    const { sort, after, limit, ...filter } = query;
    return this.desk.run((tx, now) => this.cases.page(tx, filter, sort, { after, limit }, now));
  }

  @Serve(routes.caseFacets)
  async facets(@Ask() { query }: Asked<typeof routes.caseFacets>): Promise<unknown> {
    return this.desk.run((tx, now) => this.cases.facets(tx, query, now));
  }

  @Serve(routes.case)
  async page(@Ask() { params }: Asked<typeof routes.case>, @By() by: SignedIn): Promise<unknown> {
    const asking = await askingOf(by, this.desk);
    const page = await this.desk.run((tx) => this.pages.show(tx, params.code, asking));
    return tagged(page.version, page);
  }

  @Serve(routes.caseNeighbours)
  async neighbours(@Ask() { params, query }: Asked<typeof routes.caseNeighbours>): Promise<unknown> {
    const { sort, ...filter } = query;
    return this.desk.run((tx, now) => this.cases.neighbours(tx, params.code, filter, sort, now));
  }

  @Serve(routes.caseTimeline)
  async timeline(@Ask() { params, query }: Asked<typeof routes.caseTimeline>): Promise<unknown> {
    return this.desk.run((tx) => this.entries.timeline(tx, params.code, query));
  }

  @Serve(routes.caseSightings)
  async sightings(@Ask() { params, query }: Asked<typeof routes.caseSightings>): Promise<unknown> {
    return this.desk.run((tx) => this.entries.sightings(tx, params.code, query));
  }

  @Serve(routes.caseDecision)
  async decision(@Ask() { params }: Asked<typeof routes.caseDecision>): Promise<unknown> {
    return this.desk.run((tx) => this.entries.decision(tx, params.code, params.id));
  }
}
