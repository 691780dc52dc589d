import { Injectable } from '@nestjs/common';

import type { Tx } from '@lazaret/platform';

export interface NewestSighting {
  readonly caseId: number;
  readonly observationId: number;
}

/** The attached sightings a letter may speak of. */
@Injectable()
export class NewestSightingsView {
  /** At most `each` of every case, the newest first. */
  async of(tx: Tx, caseIds: readonly number[], each: number): Promise<NewestSighting[]> {
    return tx.query<NewestSighting>(
      `select c.id as "caseId", s.observation_id as "observationId"
         from unnest($1::bigint[]) as c (id)
        cross join lateral (
          select observation_id, seen_at from cases.sighting
           -- Not by detached_at: see the decider's question.
           where case_id = c.id and detached_why is null
           order by seen_at desc, observation_id desc limit $2) s
        order by c.id, s.seen_at desc, s.observation_id desc`,
      [caseIds, each],
    );
  }
}
