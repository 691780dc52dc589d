import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { UnknownHolders } from './final-counts.js';

/**
 * Answers that named a holder whom nobody knows as a line: `no-lease` for `unknown-holder`. They keep their holder, so
 * that they can be asked again once somebody does.
 */
@Injectable()
export class UnknownHolderRepository {
  /** What the batch became after the directory was asked is what is remembered. Answers how many changed, by source. */
  async conclude(tx: Tx): Promise<UnknownHolders[]> {
    return tx.query<UnknownHolders>(`
      with changed as (
        update ledger.attribution a set outcome = b.outcome, why = 'unknown-holder'
          from batch b
         where b.observation_id = a.observation_id and a.outcome = 'line' and b.outcome = 'no-lease'
        returning a.source_id)
      select s.name as source, count(*) as count
        from changed c left join ledger.source s on s.id = c.source_id group by 1 order by 1`);
  }

  /** Somebody has learned of new access identifiers or tenures. Answers how many are asked again. */
  async askAgain(tx: Tx, now: Instant): Promise<number> {
    return tx.execute(`update ledger.attribution set due_at = $1 where why = 'unknown-holder'`, [now]);
  }
}
