import { Injectable } from '@nestjs/common';

import type { Instant, ThreatClass } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

/** A letter that went out, or may have. */
export interface ToldTenure {
  readonly tenureId: number;
  readonly caseId: number;
  readonly class: ThreatClass;
  readonly at: Instant;
}

/** What the people behind tenures were told, over all their cases. */
@Injectable()
export class ToldTenuresView {
  /** Letters about trouble, the oldest first; corrections, good news and news of the garden are not counted. */
  async of(tx: Tx, tenureIds: readonly number[]): Promise<ToldTenure[]> {
    return tx.query<ToldTenure>(
      `select tenure_id as "tenureId", case_id as "caseId", matter->>'class' as class, coalesce(sent_at, settled_at, planned_at) as at
         from notices.notice
        where tenure_id = any($1::bigint[]) and state in ('sending', 'sent', 'delivered', 'uncertain')
          and template not in ('correction', 'no-longer-seen', 'confined', 'released')
        order by at, id`,
      [tenureIds],
    );
  }
}
