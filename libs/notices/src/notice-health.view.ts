import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import { only, type Tx } from '@lazaret/platform';

/** The newest that are looked at. */
const MOST_NOTICES = 20_000;

/** Letters that a person must look at: nobody knows whether they left, or they could not. */
@Injectable()
export class NoticeHealthView {
  /** Of the last seven days. */
  async waiting(tx: Tx, now: Instant): Promise<number> {
    return only(
      await tx.query<{ count: number }>(
        `select count(*)::int as count
           from (select state, settled_at from notices.notice order by id desc limit ${MOST_NOTICES}) newest
          where state in ('uncertain', 'failed') and settled_at > $1::timestamptz - interval '7 days'`,
        [now],
      ),
    ).count;
  }
}
