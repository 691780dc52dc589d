import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { ImportResult } from './import-result.js';

/** The record of what was imported, when and by whom. */
@Injectable()
export class ImportRunRepository {
  async add(tx: Tx, run: ImportResult, at: Instant, by: string): Promise<void> {
    await tx.query(
      `insert into directory.import_run
         (at, by, name, record, complete, read, added, changed, unchanged, removed, rejected, protected_lost)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        at, by, run.name, run.record, run.complete, run.read, run.added, run.changed, run.unchanged, run.removed,
        run.rejectedRows, run.protectedLost,
      ], // prettier-ignore
    );
  }
}
