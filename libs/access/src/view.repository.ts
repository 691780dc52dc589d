import { Injectable } from '@nestjs/common';

import type { Tx } from '@lazaret/platform';

import { MOST_VIEWS, type NewView, type SavedView } from './saved-view.js';

const VIEW = 'id, name, page, search, shared, operator_id = $1 as mine';

@Injectable()
export class ViewRepository {
  /** The own ones first. */
  async list(tx: Tx, operatorId: number): Promise<SavedView[]> {
    return tx.query<SavedView>(
      `(select ${VIEW} from access.view where operator_id = $1 order by page, name limit ${MOST_VIEWS})
       union all
       (select ${VIEW} from access.view where shared and operator_id <> $1 order by page, name limit ${MOST_VIEWS})`,
      [operatorId],
    );
  }

  async count(tx: Tx, operatorId: number, besides: NewView): Promise<number> {
    const rows = await tx.query<{ n: number }>(
      `select count(*) as n from access.view where operator_id = $1 and not (page = $2 and name = $3)`,
      [operatorId, besides.page, besides.name],
    );
    return rows[0]?.n ?? 0;
  }

  async save(tx: Tx, operatorId: number, { page, name, search, shared }: NewView): Promise<SavedView[]> {
    return tx.query<SavedView>(
      `insert into access.view (operator_id, page, name, search, shared) values ($1, $2, $3, $4, $5)
       on conflict (operator_id, page, name) do update set search = $4, shared = $5
       returning ${VIEW}`,
      [operatorId, page, name, search, shared],
    );
  }

  async drop(tx: Tx, operatorId: number, id: number): Promise<number> {
    return tx.execute('delete from access.view where operator_id = $1 and id = $2', [operatorId, id]);
  }
}
