import { Injectable } from '@nestjs/common';

import type { AccessKind, Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import type { Holder } from './holder.js';
import type { Service } from './name-service.js';

/** A session that is going on as far as the ledger knows, and what its NAS says it applies to it. */
export interface OpenSession {
  readonly sessionId: number;
  readonly holder: Holder;
  /** NAS-IP-Address, else NAS-Identifier. */
  readonly nas: string;
  readonly acctSessionId: string;
  readonly service: Service;
  readonly startedAt: Instant;
  /** Of its newest record. */
  readonly lastAt: Instant;
  /** Filter-Id, else Mikrotik-Address-List of the newest record: '' when that names none, null when none was looked at. */
  readonly profile: string | null;
  readonly profileAt: Instant | null;
  /** Silent for longer than two interims, by the clock of its source's records: it may be over without a word. */
  readonly doubtful: boolean;
}

interface Row extends Omit<OpenSession, 'holder'> {
  readonly kind: AccessKind;
  readonly value: string;
}

@Injectable()
export class OpenSessionRepository {
  /** At most ten of each holder, the newest first. */
  async of(tx: Tx, holders: readonly Holder[]): Promise<OpenSession[]> {
    if (holders.length === 0) return [];
    const rows = await tx.query<Row>(OPEN_SESSIONS, [
      holders.map((h) => h.kind),
      holders.map((h) => h.value),
    ]);
    return rows.map(({ kind, value, ...session }) => ({ ...session, holder: { kind, value } }));
  }
}

// A next start on its keys or a reset of its NAS ends a session's leases, not the row of the session: it is going on
// while it still holds one. A session that holds nothing reaches nobody.
export const OPEN_SESSIONS = `
  select s.id as "sessionId", h.kind, h.value, s.nas, s.acct_session_id as "acctSessionId", s.service,
         s.started_at as "startedAt", s.last_at as "lastAt", s.profile, s.profile_at as "profileAt",
         coalesce(s.last_at + make_interval(secs => 2 * o.interim_seconds) < o.watermark, false) as doubtful
    from (select distinct * from unnest($1::text[], $2::text[]) as a (kind, value)) a
    join ledger.holder h on h.kind = a.kind and h.value = a.value
   cross join lateral (
     select * from ledger.session e
      where e.holder_id = h.id and coalesce(e.stopped_at, 'infinity') = 'infinity'
        and exists (select from ledger.lease l where l.session_id = e.id and l.held_to = 'infinity')
      order by e.started_at desc limit 10
   ) s
    join ledger.source o on o.id = s.source_id
   order by s.started_at desc, s.id desc`;
