import { Injectable } from '@nestjs/common';

import type { GardenProfile, GardenState, Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

/** A stay as the page of a case shows it. */
export interface CaseStay {
  readonly caseId: number;
  readonly state: GardenState;
  readonly profile: GardenProfile;
  readonly askedAt: Instant;
  readonly confirmedAt: Instant | null;
  readonly endsAt: Instant;
  /** Until when the network keeps it at most if it is told nothing more. */
  readonly heldUntil: Instant | null;
  readonly openWhy: string | null;
  readonly openAskedAt: Instant | null;
  readonly overAt: Instant | null;
  readonly nas: string;
}

@Injectable()
export class CaseStayView {
  /** The stay of the line that goes on, whatever its case; else the last one of this case; null without any. */
  async of(tx: Tx, caseId: number, lineId: number): Promise<CaseStay | null> {
    const [stay] = await tx.query<CaseStay>(
      `select c.case_id as "caseId", c.state, c.profile, c.asked_at as "askedAt", c.confirmed_at as "confirmedAt",
         c.ends_at as "endsAt", c.open_why as "openWhy", c.open_asked_at as "openAskedAt", c.over_at as "overAt",
         (select max(held_until) from garden.hold where confinement_id = c.id and state <> 'lifted') as "heldUntil",
         coalesce((select nas from garden.hold where confinement_id = c.id order by id desc limit 1), c.bng) as nas
       from (
         (select * from garden.confinement where line_id = $2 and over_at is null)
         union all
         (select * from garden.confinement where case_id = $1 and over_at is not null order by id desc limit 1)
       ) c
       order by c.over_at is null desc limit 1`,
      [caseId, lineId],
    );
    return stay ?? null;
  }
}
