import { Controller } from '@nestjs/common';

import { routes, type Asked } from '@lazaret/contracts';
import { DeskLines, LineHandsStep } from '@lazaret/pipeline';

import { askingOf } from '../asking-of.js';
import { Desk } from '../desk.js';
import { Ask, By, Serve } from '../serve.js';
import type { SignedIn } from '../signed-in.js';

/** What is done with a line at the telephone. */
@Controller()
export class LineHandsController {
  constructor(
    private readonly desk: Desk,
    private readonly hands: LineHandsStep,
    private readonly lines: DeskLines,
  ) {}

  @Serve(routes.actOnLine)
  async act(@Ask() { params, body }: Asked<typeof routes.actOnLine>, @By() by: SignedIn): Promise<unknown> {
    const outcome = await this.hands.act(params.ref, body.action, body.why, await askingOf(by, this.desk));
    return { done: outcome !== 'nothing', outcome };
  }

  @Serve(routes.protect)
  async protect(@Ask() { params, body }: Asked<typeof routes.protect>, @By() by: SignedIn): Promise<unknown> {
    await this.hands.protect(params.ref, body.why, await askingOf(by, this.desk));
    return this.desk.run((tx, now) => this.lines.line(tx, params.ref, now));
  }
}
