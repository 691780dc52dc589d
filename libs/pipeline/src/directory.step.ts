import { Injectable } from '@nestjs/common';

import { CasesService } from '@lazaret/cases';
import { DirectoryImportService, type ImportInput, type ImportResult } from '@lazaret/directory';
import type { Instant } from '@lazaret/kernel';
import { LedgerService } from '@lazaret/ledger';
import { Database } from '@lazaret/platform';

/** Brings directory files in, and lets what rests on them be looked at again. */
@Injectable()
export class DirectoryStep {
  constructor(
    private readonly database: Database,
    private readonly directory: DirectoryImportService,
    private readonly ledger: LedgerService,
    private readonly cases: CasesService,
  ) {}

  /**
   * One file, all of it or nothing. Cases of tenures that ended are decided again (they close as `left`), and so are
   * observations whose access identifier nobody knew before.
   */
  async import(input: Omit<ImportInput, 'now'>, now: Instant): Promise<ImportResult> {
    return this.database.run(async (tx) => {
      const done = await this.directory.import(tx, { ...input, now });
      if (done.rehearsed) return done;
      await this.cases.touch(tx, { tenureIds: done.endedTenures }, now);
      if (done.added + done.changed > 0 && (done.record === 'access' || done.record === 'tenure'))
        await this.ledger.askUnknownHolders(tx, now);
      return done;
    });
  }
}
