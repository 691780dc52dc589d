import { Injectable } from '@nestjs/common';

import { only, type Tx } from '@lazaret/platform';

/** How far the history of all cases was at some moment. */
export interface NewsMark {
  readonly event: number;
  readonly decision: number;
}

/** More than this are not counted: nobody reads them one by one. */
export const MOST_NEWS = 10_000;

/** Whether something happened, for whoever looks at cases without looking for anything. */
@Injectable()
export class CaseNewsView {
  async now(tx: Tx): Promise<NewsMark> {
    return only(
      await tx.query<NewsMark>(
        `select coalesce((select max(id) from cases.event), 0) as event,
                coalesce((select max(id) from cases.decision), 0) as decision`,
      ),
    );
  }

  /** How many cases something happened to after `mark`. Of a mark that is old, the first so many happenings. */
  async since(tx: Tx, mark: NewsMark): Promise<number> {
    const { changed } = only(
      await tx.query<{ changed: number }>(
        `select count(distinct case_id)::int as changed from (
           (select case_id from cases.event where id > $1 order by id limit ${MOST_NEWS})
           union all
           (select case_id from cases.decision where id > $2 order by id limit ${MOST_NEWS})) as news`,
        [mark.event, mark.decision],
      ),
    );
    return changed;
  }

  /** How many wait for a person. */
  async waiting(tx: Tx): Promise<number> {
    return only(
      await tx.query<{ count: number }>(
        `select count(*)::int as count from cases.listed
          where waits = 'person' and state not in ('cleared', 'closed')`,
      ),
    ).count;
  }
}
