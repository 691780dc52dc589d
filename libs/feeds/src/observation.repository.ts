import { Injectable } from '@nestjs/common';

import { only, type BatchRow, type Tx } from '@lazaret/platform';

// The columns an observation and `batch` have in common.
const SHARED = `feed_id, report_id, report_line, report_type, digest, seen_at, precision_ms, received_at, address, port,
  protocol, class, role, spoofable, severity, taxonomy, type, identifier, malware, upstream, active, attributes`;

/** Of rows alike within one batch the first is the observation; one seen in an earlier batch stays without an id. */
const STORE = `
  with first as materialized (
    select distinct on (feed_id, digest) n, ${SHARED} from batch order by feed_id, digest, n
  ), fresh as (
    insert into feeds.observation (${SHARED}) select ${SHARED} from first order by n
    on conflict (feed_id, digest) do nothing
    returning id, feed_id, digest
  ), marked as (
    update batch b set observation_id = fresh.id
    from fresh join first using (feed_id, digest) where b.n = first.n
    returning 1
  )
  select (select count(*) from marked) as observed, (select count(*) from batch) as total`;

/** An observation with where it came from: the first link of the why-chain. */
export interface ObservationRecord extends Omit<
  BatchRow,
  'n' | 'feedId' | 'reportLine' | 'digest' | 'attributes'
> {
  readonly id: number;
  readonly feed: string;
  readonly reportName: string;
  readonly sha256: string;
  /** Of the report, a header being line 1. */
  readonly line: number;
  /** The rest of the row under IntelMQ's names. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

@Injectable()
export class ObservationRepository {
  /** Keeps what is new in the open batch and gives it its `observation_id`. One statement. */
  async store(tx: Tx): Promise<{ readonly observed: number; readonly duplicate: number }> {
    const { observed, total } = only(await tx.query<{ observed: number; total: number }>(STORE));
    await tx.query('analyze batch (observation_id)');
    return { observed, duplicate: total - observed };
  }

  /** Puts stored observations into the open, empty batch, to be asked about again. Answers how many there were. */
  async reload(tx: Tx, ids: readonly number[]): Promise<number> {
    const count = await tx.execute(
      `insert into batch (n, observation_id, ${SHARED})
       select row_number() over (order by id) - 1, id, ${SHARED} from feeds.observation where id = any($1::bigint[])`,
      [ids],
    );
    await tx.query('analyze batch');
    return count;
  }

  async find(tx: Tx, ids: readonly number[]): Promise<ObservationRecord[]> {
    return tx.query<ObservationRecord>(
      `select o.id, f.name as feed, o.report_id as "reportId", r.name as "reportName", r.sha256,
              o.report_line as line, o.report_type as "reportType", o.seen_at as "seenAt",
              o.precision_ms as "precisionMs", o.received_at as "receivedAt", host(o.address) as address, o.port,
              o.protocol, o.class, o.role, o.spoofable, o.severity, o.taxonomy, o.type, o.identifier, o.malware,
              o.upstream, o.active, o.attributes
       from feeds.observation o join feeds.report r on r.id = o.report_id join feeds.feed f on f.id = o.feed_id
       where o.id = any($1::bigint[]) order by o.seen_at, o.id`,
      [ids],
    );
  }
}
