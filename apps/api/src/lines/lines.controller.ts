import { Controller } from '@nestjs/common';

import { routes, type Asked } from '@lazaret/contracts';
import { NotThere, Refused } from '@lazaret/kernel';
import { DeskHelpline, DeskLines, DeskSearch } from '@lazaret/pipeline';

import { askingOf } from '../asking-of.js';
import { Desk } from '../desk.js';
import { Ask, By, Serve } from '../serve.js';
import type { SignedIn } from '../signed-in.js';

/** Lines, and whatever leads to them. */
@Controller()
export class LinesController {
  constructor(
    private readonly desk: Desk,
    private readonly lines: DeskLines,
    private readonly finder: DeskSearch,
    private readonly callers: DeskHelpline,
  ) {}

  @Serve(routes.search)
  async search(@Ask() { body }: Asked<typeof routes.search>, @By() by: SignedIn): Promise<unknown> {
    const asking = await askingOf(by, this.desk);
    return this.desk.run((tx) => this.finder.search(tx, body.words, asking));
  }

  @Serve(routes.helpline)
  async helpline(@Ask() { body }: Asked<typeof routes.helpline>, @By() by: SignedIn): Promise<unknown> {
    const asking = await askingOf(by, this.desk);
    const at = body.at === undefined ? null : new Date(body.at);
    if (at !== null && at > asking.now)
      throw new Refused('that time has not come yet', {
        problems: [{ at: 'at', message: 'give an instant in the past, or none for now' }],
      });
    return this.desk.run((tx) => this.callers.answer(tx, { words: body.words, at }, asking));
  }

  @Serve(routes.lines)
  async page(@Ask() { query }: Asked<typeof routes.lines>): Promise<unknown> {
    return this.desk.run((tx, now) => this.lines.page(tx, query, query, now));
  }

  @Serve(routes.line)
  async line(@Ask() { params }: Asked<typeof routes.line>): Promise<unknown> {
    return this.desk.run((tx, now) => this.lines.line(tx, params.ref, now));
  }

  /** The one place where a person leaves the house: to whoever said why, and no further. */
  @Serve(routes.reveal)
  async reveal(@Ask() { params, body }: Asked<typeof routes.reveal>, @By() by: SignedIn): Promise<unknown> {
    const asking = await askingOf(by, this.desk);
    const found = await this.desk.run((tx) => this.lines.reveal(tx, params.ref, body.purpose, asking));
    // Not within the transaction: that somebody looked is kept, whether or not there is anybody.
    if (found === null) throw new NotThere('nobody has this line now');
    const { kind, locale, from, ref, contacts } = found;
    return {
      ref: ref.reveal(),
      kind,
      locale,
      since: from,
      contacts: contacts.map(({ channel, address, bouncedAt }) => ({
        channel,
        value: address.reveal(),
        bounced: bouncedAt !== null,
      })),
    };
  }
}
