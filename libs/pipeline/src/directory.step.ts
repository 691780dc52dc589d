import { Injectable } from '@nestjs/common';

import { CasesService } from '@lazaret/cases';
import {
  DirectoryImportService,
  DirectoryService,
  type ImportInput,
  type ImportResult,
} from '@lazaret/directory';
import { GardenService } from '@lazaret/garden';
import type { Instant } from '@lazaret/kernel';
import { LedgerService } from '@lazaret/ledger';
import { Database, type Tx } from '@lazaret/platform';

import { JobOutbox } from './job-outbox.js';

/** Cases looked at together. */
const AT_ONCE = 2_000;

/** Brings directory files in, and lets what rests on them be looked at again. */
@Injectable()
export class DirectoryStep {
  constructor(
    private readonly database: Database,
    private readonly files: DirectoryImportService,
    private readonly directory: DirectoryService,
    private readonly ledger: LedgerService,
    private readonly cases: CasesService,
    private readonly garden: GardenService,
    private readonly outbox: JobOutbox,
  ) {}

  /**
   * One file, all of it or nothing. Cases of tenures that ended are decided again (they close as `left`), and what was
   * seen after such an end is asked again, for it is another person's; so is what rests on an identifier that now means
   * another line, and what no line was known for.
   */
  async import(input: Omit<ImportInput, 'now'>, now: Instant): Promise<ImportResult> {
    return this.database.run(async (tx) => {
      const done = await this.files.import(tx, { ...input, now });
      if (done.rehearsed) return done;
      await this.letOut(tx, done, now);
      await this.lookAgain(tx, done, now);
      return done;
    });
  }

  /** A line that must not be confined any more is let out in the transaction that says so: the tables refuse anything else. */
  private async letOut(tx: Tx, done: ImportResult, now: Instant): Promise<void> {
    if (done.record !== 'line' || done.changed === 0) return;
    const held = await this.garden.confined(tx);
    const lines = await this.directory.lines(
      tx,
      held.map((stay) => stay.lineId),
    );
    const free = held.filter((stay) => lines.get(stay.lineId)?.confinable !== true);
    const opened = await this.garden.open(
      tx,
      { ids: free.map((stay) => stay.id) },
      'not-confinable',
      'policy',
      now,
    );
    await this.outbox.put(
      tx,
      'line.release',
      opened.map((stay) => stay.id),
    );
    // Whether the others may stay, as business lines for one, is for the policy to say.
    await this.cases.touch(tx, { caseIds: held.map((stay) => stay.caseId) }, now);
    await this.listAgain(tx, now);
  }

  /** Cases whose line is of another class or region than lists say are decided again. */
  private async listAgain(tx: Tx, now: Instant): Promise<void> {
    for (let after = 0; ;) {
      const listed = await this.cases.listedLines(tx, after, AT_ONCE);
      const lines = await this.directory.lines(tx, [...new Set(listed.map(({ lineId }) => lineId))]);
      const stale = listed.filter(({ lineId, lineClass, region }) => {
        const line = lines.get(lineId);
        return line !== undefined && (line.class !== lineClass || line.region !== region);
      });
      if (stale.length > 0) await this.cases.touch(tx, { caseIds: stale.map(({ caseId }) => caseId) }, now);
      const last = listed.at(-1);
      if (last === undefined || listed.length < AT_ONCE) return;
      after = last.caseId;
    }
  }

  private async lookAgain(tx: Tx, done: ImportResult, now: Instant): Promise<void> {
    if (done.record !== 'access' && done.record !== 'tenure') return;
    await this.ledger.pause(tx);
    const ended = await this.directory.tenures(tx, done.endedTenures);
    const doubtful = await this.cases.seenOutside(tx, [...ended.values(), ...done.shortenedTenures]);
    await this.ledger.askAgain(tx, doubtful, now);
    await this.cases.touch(tx, { tenureIds: done.endedTenures }, now);
    if (done.added + done.changed > 0) await this.ledger.askUnknownHolders(tx, now);
  }
}
