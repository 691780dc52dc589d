import { Controller } from '@nestjs/common';

import { routes, type Asked } from '@lazaret/contracts';
import { CaseHandsStep, CaseMoved, DeskCaseEntries, DeskCasePage } from '@lazaret/pipeline';

import { askingOf } from '../asking-of.js';
import { Changed } from '../changed.js';
import { Desk } from '../desk.js';
import { Ask, By, Seen, Serve, tagged } from '../serve.js';
import type { SignedIn } from '../signed-in.js';

/** What is done with one case. */
@Controller()
export class CaseHandsController {
  constructor(
    private readonly desk: Desk,
    private readonly hands: CaseHandsStep,
    private readonly pages: DeskCasePage,
    private readonly entries: DeskCaseEntries,
  ) {}

  @Serve(routes.noteCase)
  async note(@Ask() { params, body }: Asked<typeof routes.noteCase>, @By() by: SignedIn): Promise<unknown> {
    await this.hands.note(params.code, body.text, await askingOf(by, this.desk));
    const { items } = await this.desk.run((tx) => this.entries.timeline(tx, params.code, { limit: 1 }));
    return items[0];
  }

  @Serve(routes.actOnCase)
  async act(
    @Ask() { params, body }: Asked<typeof routes.actOnCase>,
    @By() by: SignedIn,
    @Seen() seen: number,
  ): Promise<unknown> {
    const asking = await askingOf(by, this.desk);
    const show = (): ReturnType<DeskCasePage['show']> =>
      this.desk.run((tx) => this.pages.show(tx, params.code, asking));
    try {
      const approval = await this.hands.act(params.code, seen, body.action, body.why, asking);
      const page = await show();
      return tagged(page.version, { done: approval === null, approval, case: page });
    } catch (error) {
      if (!(error instanceof CaseMoved)) throw error;
      const current = await show();
      throw new Changed(current, current.version);
    }
  }
}
