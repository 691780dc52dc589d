import { Controller } from '@nestjs/common';

import { BulkService, CaseDeskView } from '@lazaret/cases';
import { caseFilter, MOST_IN_BULK, routes, type Asked } from '@lazaret/contracts';
import { Refused, type Instant } from '@lazaret/kernel';
import { BulkStep, DeskBulk, DeskCases } from '@lazaret/pipeline';
import type { Tx } from '@lazaret/platform';

import { askingOf } from '../asking-of.js';
import { Desk } from '../desk.js';
import { Ask, By, Serve } from '../serve.js';
import type { SignedIn } from '../signed-in.js';

type Which = Asked<typeof routes.startBulk>['body']['which'];

/** One thing done with many cases. */
@Controller()
export class BulkController {
  constructor(
    private readonly desk: Desk,
    private readonly bulk: BulkStep,
    private readonly preview: DeskBulk,
    private readonly runs: BulkService,
    private readonly cases: DeskCases,
    private readonly codes: CaseDeskView,
  ) {}

  @Serve(routes.previewBulk)
  async look(@Ask() { body }: Asked<typeof routes.previewBulk>, @By() by: SignedIn): Promise<unknown> {
    const asking = await askingOf(by, this.desk);
    return this.desk.run(async (tx, now) => {
      const ids = await this.idsOf(tx, body.which, now);
      const tooMany = ids.length > MOST_IN_BULK;
      const chosen = ids.slice(0, MOST_IN_BULK);
      return { ...(await this.preview.preview(tx, body.action, chosen, asking)), tooMany };
    });
  }

  @Serve(routes.startBulk)
  async start(@Ask() { body }: Asked<typeof routes.startBulk>, @By() by: SignedIn): Promise<unknown> {
    const ids = await this.desk.run((tx, now) => this.idsOf(tx, body.which, now));
    return this.bulk.start(body.action, ids, body.why, await askingOf(by, this.desk));
  }

  @Serve(routes.bulk)
  async progress(@Ask() { params }: Asked<typeof routes.bulk>): Promise<unknown> {
    return this.desk.run((tx) => this.runs.find(tx, params.id));
  }

  @Serve(routes.bulkResults)
  async results(@Ask() { params, query }: Asked<typeof routes.bulkResults>): Promise<unknown> {
    return this.desk.run((tx) => this.preview.results(tx, params.id, query));
  }

  /** One more than may be taken, when there are more. @throws Refused for a filter or a code that is none */
  private async idsOf(tx: Tx, which: Which, now: Instant): Promise<readonly number[]> {
    if ('codes' in which) {
      const found: number[] = [];
      for (const code of new Set(which.codes)) found.push((await this.codes.find(tx, code)).id);
      return found;
    }
    const read = caseFilter.safeParse(Object.fromEntries(new URLSearchParams(which.search)));
    if (!read.success)
      throw new Refused('this filter cannot be read', {
        problems: read.error.issues.map(({ path, message }) => ({
          at: `which.search.${path.join('.')}`,
          message,
        })),
      });
    return this.cases.matching(tx, read.data, MOST_IN_BULK + 1, now);
  }
}
