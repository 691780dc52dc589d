import { Injectable } from '@nestjs/common';

import { CasesService } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import { GardenService } from '@lazaret/garden';
import type { Tx } from '@lazaret/platform';
import { RequestsService } from '@lazaret/portal';

import { JobOutbox } from '../job-outbox.js';
import type { Asking } from './asker.js';

/** What a person of the desk does to a line, in the transaction of whoever asks. Nothing here needs a second person. */
@Injectable()
export class LineHands {
  constructor(
    private readonly garden: GardenService,
    private readonly directory: DirectoryService,
    private readonly cases: CasesService,
    private readonly outbox: JobOutbox,
    private readonly requests: RequestsService,
  ) {}

  /** Lets it out at once. Answers whether it was in. @param why `desk`, or what else opens a line */
  async letOut(tx: Tx, lineId: number, why: string, { now }: Asking): Promise<boolean> {
    const opened = await this.garden.open(tx, { lineIds: [lineId] }, why, 'operator', now);
    await this.outbox.put(
      tx,
      'line.release',
      opened.map((stay) => stay.id),
    );
    return opened.length > 0;
  }

  /** Never held back again, whatever imports say; let out at once if it is. Answers whether it was in. */
  async protect(tx: Tx, lineId: number, reason: string, asking: Asking): Promise<boolean> {
    const out = await this.letOut(tx, lineId, 'safety', asking);
    await this.directory.protect(tx, lineId, {
      by: asking.by.name,
      reason: reason.slice(0, 200),
      at: asking.now,
    });
    await this.cases.touch(tx, { lineIds: [lineId] }, asking.now);
    return out;
  }

  /** Somebody said by a code that safety needs the line, and nobody has talked with them yet. */
  async isNeeded(tx: Tx, tenureId: number): Promise<boolean> {
    return (await this.requests.unansweredSafety(tx, [tenureId])).has(tenureId);
  }

  /** Somebody has talked with them: what they said of safety by a code is answered, and the line is a line as any other. */
  async talked(tx: Tx, tenureId: number, lineId: number, { now }: Asking): Promise<void> {
    await this.requests.answerSafety(tx, tenureId, now);
    await this.cases.touch(tx, { lineIds: [lineId] }, now);
  }

  /** The subscriber says that it is not his: a line that is held is let out after a day unless the desk answers. */
  async appeal(tx: Tx, lineId: number, { now }: Asking): Promise<boolean> {
    return this.garden.want(tx, lineId, 'not-me', now);
  }
}
