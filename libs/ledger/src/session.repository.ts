import { Injectable } from '@nestjs/common';

import type { AccessKind, Instant } from '@lazaret/kernel';
import { only, type Tx } from '@lazaret/platform';

import type { NasReset, SessionRecord } from './accounting-record.js';
import { heldFrom, keyText, type Session, type SessionLease, type StartBy } from './fold-sessions.js';
import type { Service } from './name-service.js';
import { OPEN_MOVED, REMEMBER_TOUCHED } from './moved.repository.js';
import {
  OPEN_FOLDED,
  ADD_HOLDERS,
  ADD_PROBES,
  ADD_SHARED,
  WRITE_SESSIONS,
  TOUCH_KNOWN,
  WRITE_LEASES,
  TOUCH_NEW,
  SETTLE_ENDS,
  COUNT_CONTRADICTIONS,
} from './settle-leases.repository.js';
import type { Source } from './source.entity.js';

/** What a batch of records changed. */
export interface StoredSessions {
  readonly sessions: number;
  readonly leases: number;
  /** Leases that overlap one of another holder on the same key. Kept, and answered `ambiguous`. */
  readonly contradictions: number;
}

/** Sessions and their leases, read and written in sets: one batch of records costs a dozen statements. */
@Injectable()
export class SessionRepository {
  /** The sessions with the (nas, Acct-Session-Id) of any of these records, leases and all. */
  async known(tx: Tx, source: Source, records: readonly SessionRecord[]): Promise<Session[]> {
    const rows = await tx.query<SessionRow>(
      `select s.id, s.nas, s.acct_session_id, ${ms('s.started_at')} as started_at, s.start_by, ${ms('s.first_at')} as first_at,
              ${ms('s.last_at')} as last_at, ${ms('s.stopped_at')} as stopped_at, h.kind, h.value, ${ms('s.named_at')} as named_at,
              s.service, s.profile, ${ms('s.profile_at')} as profile_at
         from ledger.session s
         join (select distinct * from unnest($2::text[], $3::text[]) as r (nas, id)) r on r.nas = s.nas and r.id = s.acct_session_id
         join ledger.holder h on h.id = s.holder_id
        where s.source_id = $1
        order by s.id`,
      [source.id, records.map((r) => r.nas), records.map((r) => r.acctSessionId)],
    );
    const leases = await this.leasesOf(tx, rows.map((r) => r.id)); // prettier-ignore
    return rows.map((r) => ({
      id: r.id,
      nas: r.nas,
      acctSessionId: r.acct_session_id,
      startedAt: r.started_at,
      startBy: r.start_by,
      firstAt: r.first_at,
      lastAt: r.last_at,
      stoppedAt: r.stopped_at,
      holder: { kind: r.kind, value: r.value },
      namedAt: r.named_at,
      service: r.service,
      profile: r.profile,
      profileAt: r.profile_at,
      leases: leases.get(r.id) ?? new Map<string, SessionLease>(),
    }));
  }

  /** Writes what sessions and resets say, ends what they end, and remembers in `moved` what changed. */
  async store(
    tx: Tx,
    source: Source,
    sessions: readonly Session[],
    resets: readonly NasReset[],
  ): Promise<StoredSessions> {
    await tx.query(OPEN_FOLDED);
    await tx.query(OPEN_MOVED);
    const ids = await this.newIds(tx, sessions.filter((s) => s.id === undefined).length);
    const withIds = sessions.map((session) => ({ session, id: session.id ?? (ids.pop() as number) }));
    await tx.copy('folded_session', SESSION_COLUMNS, sessionRows(withIds));
    await tx.copy('folded_lease', LEASE_COLUMNS, leaseRows(withIds, source.realm));
    await tx.query('analyze folded_session');
    await tx.query('analyze folded_lease');
    await tx.query(ADD_HOLDERS);
    await tx.query(ADD_PROBES);
    await tx.query(ADD_SHARED);
    await tx.query(WRITE_SESSIONS, [source.id]);
    await tx.query(
      'insert into ledger.nas_reset (source_id, nas, at) select $1, * from unnest($2::text[], $3::timestamptz[]) on conflict do nothing',
      [source.id, resets.map((r) => r.nas), resets.map((r) => r.at)],
    );
    await tx.query(TOUCH_KNOWN, [source.id, resets.map((r) => r.nas), resets.map((r) => r.at)]);
    await tx.query(WRITE_LEASES, [source.id]);
    await tx.query(TOUCH_NEW);
    await tx.query('analyze touched');
    await tx.query(SETTLE_ENDS);
    const leases = await tx.execute(REMEMBER_TOUCHED);
    const { contradictions } = only(await tx.query<{ contradictions: number }>(COUNT_CONTRADICTIONS));
    await tx.query('drop table folded_session, folded_lease, touched');
    return { sessions: sessions.length, leases, contradictions };
  }

  /** Watermarks only move forward. */
  async advance(tx: Tx, source: Source, newest: Instant): Promise<Instant> {
    const rows = await tx.query<{ watermark: Date }>(
      'update ledger.source set watermark = greatest(watermark, $2) where id = $1 returning watermark',
      [source.id, newest],
    );
    return only(rows).watermark;
  }

  private async newIds(tx: Tx, count: number): Promise<number[]> {
    const rows = await tx.query<{ id: number }>(
      `select nextval(pg_get_serial_sequence('ledger.session', 'id')) as id from generate_series(1, $1::int)`,
      [count],
    );
    return rows.map((r) => r.id).reverse();
  }

  private async leasesOf(
    tx: Tx,
    sessions: readonly number[],
  ): Promise<Map<number, Map<string, SessionLease>>> {
    // Keys may exceed 2^53 and come as text.
    const rows = await tx.query<LeaseRow>(
      `select l.session_id, p.protocol, p.class, l.k::text as k, l.k2::text as k2, l.port_from, l.port_to,
              ${ms('l.first_at')} as first_at, ${ms('l.certain_to')} as certain_to, l.file_id, l.line
         from ledger.lease l join ledger.probe p on p.id = l.probe_id
        where l.session_id = any($1::bigint[])`,
      [sessions],
    );
    const bySession = new Map<number, Map<string, SessionLease>>();
    for (const r of rows) {
      const key = { protocol: r.protocol, class: r.class, k: BigInt(r.k), k2: BigInt(r.k2) };
      const leases = bySession.get(r.session_id) ?? new Map<string, SessionLease>();
      bySession.set(r.session_id, leases);
      leases.set(keyText(key), {
        key,
        ports: r.port_from === null || r.port_to === null ? null : { from: r.port_from, to: r.port_to },
        firstAt: r.first_at,
        certainTo: r.certain_to,
        fileId: r.file_id,
        line: r.line,
      });
    }
    return bySession;
  }
}

interface SessionRow {
  id: number;
  nas: string;
  acct_session_id: string;
  started_at: number;
  start_by: StartBy;
  first_at: number;
  last_at: number;
  stopped_at: number | null;
  kind: AccessKind;
  value: string;
  named_at: number;
  service: Service;
  profile: string | null;
  profile_at: number | null;
}

interface LeaseRow {
  session_id: number;
  protocol: number;
  class: number;
  k: string;
  k2: string;
  port_from: number | null;
  port_to: number | null;
  first_at: number;
  certain_to: number;
  file_id: number | null;
  line: number | null;
}

function ms(column: string): string {
  return `(extract(epoch from ${column}) * 1000)::float8`;
}

const SESSION_COLUMNS = [
  'id', 'nas', 'acct_session_id', 'started_at', 'start_by', 'first_at', 'last_at', 'stopped_at', 'kind', 'value',
  'named_at', 'service', 'profile', 'profile_at',
] as const; // prettier-ignore
const LEASE_COLUMNS = [
  'session_id', 'realm', 'protocol', 'class', 'k', 'k2', 'first_at', 'held_from', 'certain_to', 'port_from', 'port_to', 'file_id',
  'line',
] as const; // prettier-ignore

type WithId = readonly { readonly session: Session; readonly id: number }[];

function* sessionRows(sessions: WithId): Generator<(string | number | Date | null)[]> {
  for (const { session: s, id } of sessions)
    yield [
      id, s.nas, s.acctSessionId, new Date(s.startedAt), s.startBy, new Date(s.firstAt), new Date(s.lastAt),
      s.stoppedAt === null ? null : new Date(s.stoppedAt), s.holder.kind, s.holder.value, new Date(s.namedAt), s.service,
      s.profile, s.profileAt === null ? null : new Date(s.profileAt),
    ]; // prettier-ignore
}

function* leaseRows(sessions: WithId, realm: string): Generator<(string | number | bigint | Date | null)[]> {
  for (const { session, id } of sessions)
    for (const l of session.leases.values())
      yield [
        id, realm, l.key.protocol, l.key.class, l.key.k, l.key.k2, new Date(l.firstAt), new Date(heldFrom(session, l)),
        new Date(l.certainTo), l.ports?.from ?? null, l.ports?.to ?? null, l.fileId, l.line,
      ]; // prettier-ignore
}
