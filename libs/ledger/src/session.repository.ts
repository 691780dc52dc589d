import { Injectable } from '@nestjs/common';

import type { Instant } from '@lazaret/kernel';
import { only, type Tx } from '@lazaret/platform';

import type { NasReset, SessionRecord } from './accounting-record.js';
import { heldFrom, keyText, type Session, type SessionLease, type StartBy } from './fold-sessions.js';
import type { HolderKind } from './holder.js';
import { OPEN_MOVED, REMEMBER_TOUCHED } from './moved.repository.js';
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
              s.service
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
  kind: HolderKind;
  value: string;
  named_at: number;
  service: string;
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
  'named_at', 'service',
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

const OPEN_FOLDED = `
  create temp table folded_session (
    id bigint not null, nas text not null, acct_session_id text not null, started_at timestamptz not null, start_by text not null,
    first_at timestamptz not null, last_at timestamptz not null, stopped_at timestamptz, kind text not null, value text not null,
    named_at timestamptz not null, service text not null
  ) on commit drop;
  create temp table folded_lease (
    session_id bigint not null, realm text not null, protocol smallint not null, class smallint not null, k bigint not null,
    k2 bigint not null, first_at timestamptz not null, held_from timestamptz not null, certain_to timestamptz not null,
    port_from int, port_to int, file_id int, line int
  ) on commit drop;
  create temp table touched (
    id bigint not null, held_from timestamptz, held_to timestamptz, uncertain_from timestamptz, holder_id int,
    certain_to timestamptz, fresh boolean not null
  ) on commit drop`;

// Ids of these two are small on purpose: a conflict would burn one, so only what is missing is inserted.
const ADD_HOLDERS = `
  insert into ledger.holder (kind, value)
  select distinct f.kind, f.value from folded_session f
   where not exists (select from ledger.holder h where h.kind = f.kind and h.value = f.value)
  on conflict do nothing`;
const ADD_PROBES = `
  merge into ledger.probe p using (select distinct realm, protocol, class from folded_lease) f
    on p.realm = f.realm and p.protocol = f.protocol and p.class = f.class
  when matched and not p.leases then update set leases = true
  when not matched then insert (realm, protocol, class, leases) values (f.realm, f.protocol, f.class, true)`;

const ADD_SHARED = `
  insert into ledger.shared_address (realm, k)
  select distinct realm, k & ~65535::bigint from folded_lease where class between 33 and 48
  on conflict do nothing`;

const WRITE_SESSIONS = `
  insert into ledger.session as s (id, source_id, nas, acct_session_id, started_at, start_by, first_at, last_at, stopped_at,
                                   holder_id, named_at, service)
  select f.id, $1, f.nas, f.acct_session_id, f.started_at, f.start_by, f.first_at, f.last_at, f.stopped_at, h.id, f.named_at,
         f.service
    from folded_session f join ledger.holder h on h.kind = f.kind and h.value = f.value
   order by f.id
  on conflict (id) do update set
    started_at = excluded.started_at, start_by = excluded.start_by, first_at = excluded.first_at, last_at = excluded.last_at,
    stopped_at = excluded.stopped_at, holder_id = excluded.holder_id, named_at = excluded.named_at, service = excluded.service`;

// What this batch may change, as it was: the sessions' own leases; leases without a Stop on the same keys, whose end is
// the next start and may now come earlier; leases of sessions that a reset ends.
const TOUCH_KNOWN = `
  with own as (
    select l.id from folded_session f join ledger.lease l on l.session_id = f.id
  ), neighbour as (
    select l.id
      from folded_lease f
      join ledger.probe p on p.realm = f.realm and p.protocol = f.protocol and p.class = f.class
      left join ledger.lease before on before.session_id = f.session_id and before.probe_id = p.id
                                   and before.k = f.k and before.k2 = f.k2
      join ledger.lease l on l.probe_id = p.id and l.k = f.k and l.k2 = f.k2
                         and l.held_to >= least(f.held_from, before.held_from)
     where l.session_id <> f.session_id and l.ended is distinct from 'stop'
  ), reset as (
    select l.id
      from unnest($2::text[], $3::timestamptz[]) as r (nas, at)
      join ledger.session s on s.source_id = $1 and s.nas = r.nas and s.stopped_at is null
                           and s.started_at < r.at and s.last_at <= r.at
      join ledger.lease l on l.session_id = s.id and l.held_to >= r.at
  )
  insert into touched
  select l.id, l.held_from, l.held_to, l.uncertain_from, l.holder_id, l.certain_to, false
    from ledger.lease l
   where l.id in (select id from own union select id from neighbour union select id from reset)`;

const WRITE_LEASES = `
  insert into ledger.lease as l (probe_id, k, k2, holder_id, source_id, session_id, first_at, held_from, certain_to, port_from,
                                 port_to, file_id, line)
  select p.id, f.k, f.k2, s.holder_id, $1, f.session_id, f.first_at, f.held_from, f.certain_to, f.port_from, f.port_to, f.file_id,
         f.line
    from folded_lease f
    join ledger.probe p on p.realm = f.realm and p.protocol = f.protocol and p.class = f.class
    join ledger.session s on s.id = f.session_id
  on conflict (session_id, probe_id, k, k2) where session_id is not null do update set
    holder_id = excluded.holder_id, first_at = excluded.first_at, held_from = excluded.held_from,
    held_to = greatest(l.held_to, excluded.held_from),
    uncertain_from = case when l.uncertain_from is not null then greatest(l.uncertain_from, excluded.held_from) end,
    certain_to = excluded.certain_to, file_id = excluded.file_id, line = excluded.line`;

const TOUCH_NEW = `
  insert into touched (id, fresh)
  select l.id, true from folded_session f join ledger.lease l on l.session_id = f.id
   where not exists (select from touched t where t.id = l.id)`;

// A Stop ends a lease. Without one it ends at the next start of another session on its key (but not before the last
// record that lists it), or at the first reset of its NAS after the session's last record: whichever comes first. From
// its last record to such an end nobody knows, unless the next session is the same holder's.
const SETTLE_ENDS = `
  update ledger.lease l
     set held_to = e.held_to, ended = e.ended,
         uncertain_from = case when e.doubt and l.certain_to < e.held_to then greatest(l.certain_to, l.held_from) end
    from (
      select t.id,
             case when s.stopped_at is not null then greatest(s.stopped_at, a.held_from)
                  else least(next.at, reset.at, 'infinity') end as held_to,
             case when s.stopped_at is not null then 'stop'
                  when reset.at <= coalesce(next.at, 'infinity') then 'nas-reset'
                  when next.at is not null then 'next-start' end as ended,
             s.stopped_at is null and coalesce(next.at, reset.at) is not null
               and not coalesce(next.at < coalesce(reset.at, 'infinity') and next.holder_id = a.holder_id, false) as doubt
        from touched t
        join ledger.lease a on a.id = t.id
        join ledger.session s on s.id = a.session_id
        left join lateral (
          select greatest(b.held_from, a.certain_to) as at, b.holder_id
            from ledger.lease b
           where b.probe_id = a.probe_id and b.k = a.k and b.k2 = a.k2 and b.held_to >= a.held_from
             and b.held_from > a.held_from and b.session_id <> a.session_id
           order by b.held_from, b.holder_id limit 1
        ) next on true
        left join lateral (
          select greatest(r.at, a.held_from) as at from ledger.nas_reset r
           where r.source_id = s.source_id and r.nas = s.nas and r.at >= s.last_at and r.at > s.started_at
           order by r.at limit 1
        ) reset on true
    ) e
   where l.id = e.id
     and (l.held_to, l.ended, l.uncertain_from) is distinct from
         (e.held_to, e.ended, case when e.doubt and l.certain_to < e.held_to then greatest(l.certain_to, l.held_from) end)`;

const COUNT_CONTRADICTIONS = `
  select count(*) as contradictions
    from touched t
    join ledger.lease a on a.id = t.id
   where (t.fresh or (t.held_from, t.held_to, t.holder_id) is distinct from (a.held_from, a.held_to, a.holder_id))
     and exists (
       select from ledger.lease b
        where b.probe_id = a.probe_id and b.k = a.k and b.k2 = a.k2 and b.held_to > a.held_from
          and b.id <> a.id and b.holder_id <> a.holder_id
          and b.held_from < coalesce(a.uncertain_from, a.held_to) and coalesce(b.uncertain_from, b.held_to) > a.held_from
     )`;
