import { Injectable } from '@nestjs/common';

import { only, type Tx } from '@lazaret/platform';

import { OPEN_MOVED } from './moved.repository.js';
import type { PlannedPrefix, StaticLease } from './static-prefixes.js';

/** The address plan and the contracts: what does not come from traffic records. */
@Injectable()
export class PrefixRepository {
  /**
   * Upserts rows of the plan and remembers in `moved` what changed. A row is known by its prefix and `from`; one that
   * is in the ledger but not here stays: it ends by getting a `to`.
   *
   * @param knows the source that must know the holders of pools, null for every source of the realm.
   */
  async store(
    tx: Tx,
    plan: { leases: readonly StaticLease[]; prefixes: readonly PlannedPrefix[] },
    options: { realm: string; knows: number | null; sourceId: number; fileId: number | null },
  ): Promise<{ leases: number; prefixes: number }> {
    await tx.query(OPEN_PLANNED);
    await tx.query(OPEN_MOVED);
    await tx.copy('planned', COLUMNS, plannedRows([...plan.leases, ...plan.prefixes]));
    await tx.query('analyze planned');
    await tx.query(ADD_PROBES, [options.realm]);
    await tx.query(ADD_HOLDERS);
    const leases = only(
      await tx.query<Count>(WRITE_LEASES, [options.realm, options.sourceId, options.fileId]),
    ).count;
    const prefixes = only(
      await tx.query<Count>(WRITE_PREFIXES, [options.realm, options.knows, options.fileId]),
    ).count;
    await tx.query('drop table planned');
    return { leases, prefixes };
  }
}

interface Count {
  count: number;
}

const COLUMNS = [
  'line', 'prefix', 'protocol', 'key_class', 'k', 'k2', 'valid_from', 'valid_to', 'class', 'kind', 'value', 'organisation',
  'abuse_contact',
] as const; // prettier-ignore

function* plannedRows(
  rows: readonly (StaticLease | PlannedPrefix)[],
): Generator<(string | number | bigint | Date | null)[]> {
  for (const r of rows) {
    const lease = r.class === 'static' ? r : undefined;
    const prefix = r.class === 'static' ? undefined : r;
    yield [
      r.line, r.prefix, r.key.protocol, r.key.class, r.key.k, r.key.k2, r.from ?? '-infinity', r.to ?? 'infinity', r.class,
      lease?.holder.kind ?? null, lease?.holder.value ?? null, prefix?.organisation ?? null, prefix?.abuseContact ?? null,
    ]; // prettier-ignore
  }
}

const OPEN_PLANNED = `
  create temp table planned (
    line int not null, prefix cidr not null, protocol smallint not null, key_class smallint not null, k bigint not null,
    k2 bigint not null, valid_from timestamptz not null, valid_to timestamptz not null, class text not null, kind text, value text,
    organisation text, abuse_contact text
  ) on commit drop`;

const ADD_PROBES = `
  merge into ledger.probe p
  using (select protocol, key_class, bool_or(class = 'static') as leases, bool_or(class <> 'static') as prefixes
           from planned group by 1, 2) f
    on p.realm = $1 and p.protocol = f.protocol and p.class = f.key_class
  when matched and (f.leases > p.leases or f.prefixes > p.prefixes) then
    update set leases = p.leases or f.leases, prefixes = p.prefixes or f.prefixes
  when not matched then insert (realm, protocol, class, leases, prefixes) values ($1, f.protocol, f.key_class, f.leases, f.prefixes)`;

const ADD_HOLDERS = `
  insert into ledger.holder (kind, value)
  select distinct f.kind, f.value from planned f
   where f.class = 'static' and not exists (select from ledger.holder h where h.kind = f.kind and h.value = f.value)
  on conflict do nothing`;

const WRITE_LEASES = `
  with wanted as (
    select p.id as probe_id, f.k, f.k2, h.id as holder_id, f.valid_from, f.valid_to, f.line,
           case when f.valid_to < 'infinity' then 'static' end as ended
      from planned f
      join ledger.probe p on p.realm = $1 and p.protocol = f.protocol and p.class = f.key_class
      join ledger.holder h on h.kind = f.kind and h.value = f.value
     where f.class = 'static'
  ), before as (
    select l.id, l.held_to, l.holder_id
      from wanted w join ledger.lease l on l.session_id is null and l.probe_id = w.probe_id and l.k = w.k and l.k2 = w.k2
                                       and l.held_from = w.valid_from
  ), written as (
    insert into ledger.lease as l (probe_id, k, k2, holder_id, source_id, held_from, held_to, certain_to, ended, file_id, line)
    select probe_id, k, k2, holder_id, $2, valid_from, valid_to, valid_to, ended, $3, line from wanted
    on conflict (probe_id, k, k2, held_from) where session_id is null do update
       set holder_id = excluded.holder_id, held_to = excluded.held_to, certain_to = excluded.certain_to, ended = excluded.ended,
           file_id = excluded.file_id, line = excluded.line
     where (l.holder_id, l.held_to) is distinct from (excluded.holder_id, excluded.held_to)
    returning l.*
  ), remembered as (
    insert into moved
    select w.probe_id, w.k, w.k2, w.held_from, greatest(b.held_to, w.held_to), false, w.id, w.holder_id, w.held_from, w.held_to
      from written w left join before b on b.id = w.id
  )
  select count(*) as count from written`;

const WRITE_PREFIXES = `
  with wanted as (
    select p.id as probe_id, f.*
      from planned f join ledger.probe p on p.realm = $1 and p.protocol = f.protocol and p.class = f.key_class
     where f.class <> 'static'
  ), before as (
    select p.id, p.valid_to
      from wanted w join ledger.prefix p on p.probe_id = w.probe_id and p.k = w.k and p.k2 = w.k2 and p.valid_from = w.valid_from
  ), written as (
    insert into ledger.prefix as p (probe_id, k, k2, prefix, class, source_id, organisation, abuse_contact, valid_from, valid_to,
                                    file_id, line)
    select probe_id, k, k2, prefix, class, case when class in ('pool', 'cgnat') then $2::smallint end, organisation, abuse_contact,
           valid_from, valid_to, $3, line
      from wanted
    on conflict (probe_id, k, k2, valid_from) do update
       set class = excluded.class, source_id = excluded.source_id, organisation = excluded.organisation,
           abuse_contact = excluded.abuse_contact, valid_to = excluded.valid_to, file_id = excluded.file_id, line = excluded.line
     where (p.class, p.source_id, p.organisation, p.abuse_contact, p.valid_to)
           is distinct from
           (excluded.class, excluded.source_id, excluded.organisation, excluded.abuse_contact, excluded.valid_to)
    returning p.*
  ), remembered as (
    insert into moved
    select w.probe_id, w.k, w.k2, w.valid_from, greatest(b.valid_to, w.valid_to)
      from written w left join before b on b.id = w.id
  )
  select count(*) as count from written`;
