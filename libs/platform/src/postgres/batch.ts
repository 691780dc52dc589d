import type { Instant, Role, ThreatClass } from '@lazaret/kernel';

import type { Tx } from './database.js';

/**
 * One normalised row on its way from a report to a case. `feeds` fills it, the rooms behind add their columns.
 * Names at the edges are IntelMQ's; inside, ours.
 */
export interface BatchRow {
  /** Order in the batch, from 0. */
  readonly n: number;
  readonly feedId: number;
  readonly reportId: number;
  /** Row in the report, the header being line 1. */
  readonly reportLine: number;
  readonly reportType: string;
  /** MD5 of feed, type and the row's content, as a UUID: the same row again is the same observation. */
  readonly digest: string;
  /** The sensor's time; true to `precisionMs`, so it means `[seenAt, seenAt + precisionMs)`. */
  readonly seenAt: Instant;
  readonly precisionMs: number;
  readonly receivedAt: Instant;
  readonly address: string;
  /** The *source* port, never the listening one. */
  readonly port: number | null;
  /** IANA number: 6 TCP, 17 UDP; 0 when unknown. */
  readonly protocol: number;
  readonly class: ThreatClass;
  readonly role: Role;
  /** The source address could be forged (UDP, one-way). */
  readonly spoofable: boolean;
  /** 1 info … 5 critical. */
  readonly severity: number;
  readonly taxonomy: string;
  readonly type: string;
  readonly identifier: string | null;
  readonly malware: string | null;
  /** Who saw it first hand. Two feeds with one upstream are one source. */
  readonly upstream: string;
  /** False while the feed, type or mapping is in `observe`: a case, no notice. */
  readonly active: boolean;
  /** The rest of the row under IntelMQ names, as JSON text. */
  readonly attributes: string;
}

/**
 * The table the rooms meet on: one row an observation, dropped at commit. Each room runs exactly one statement on it
 * and fills its own columns:
 *
 * - feeds: `observation_id` (null = seen before; every later room skips such rows)
 * - ledger: `outcome`, `access_kind`, `access_value`, `lease_id`; `outcome_before`, the answer that this one replaces
 * - directory: `line_id`, `tenure_id`, and `outcome` back to `no-lease` when nobody has the line
 * - cases: `case_id`
 *
 * Who fills a column that later rooms choose rows by analyzes it. A planner that has seen it empty expects one row, and
 * joins thousands in nested loops.
 */
const CREATE = `
  create temp table batch (
    n int not null, observation_id bigint,
    feed_id smallint not null, report_id bigint not null, report_line bigint not null, report_type text not null,
    digest uuid not null, seen_at timestamptz not null, precision_ms int not null, received_at timestamptz not null,
    realm text not null default '', address inet not null, port int, protocol smallint not null,
    class text not null, role text not null, spoofable boolean not null, severity smallint not null,
    taxonomy text not null, type text not null, identifier text, malware text, upstream text not null,
    active boolean not null, attributes jsonb not null,
    outcome text, outcome_before text, access_kind text, access_value text, lease_id bigint,
    line_id bigint, tenure_id bigint,
    case_id bigint
  ) on commit drop`;

const COLUMNS = [
  'n',
  'feed_id',
  'report_id',
  'report_line',
  'report_type',
  'digest',
  'seen_at',
  'precision_ms',
  'received_at',
  'address',
  'port',
  'protocol',
  'class',
  'role',
  'spoofable',
  'severity',
  'taxonomy',
  'type',
  'identifier',
  'malware',
  'upstream',
  'active',
  'attributes',
] as const;

// Memoize is a trap on as-of joins: it caches what is never asked again. Sorts and hashes of a batch stay in memory. And
// what a batch looks up is recent, hence in memory too: reading it by index costs no more than reading in order, and
// does not grow with the tables.
const PLANS = `set local enable_memoize = off; set local work_mem = '32MB'; set local random_page_cost = 1.1`;

/** Opens the batch of this transaction, empty, and sets the planner up for it. */
export async function openBatch(tx: Tx): Promise<void> {
  await tx.query(PLANS);
  await tx.query(CREATE);
}

/** Brings rows into the open batch and tells the planner how many there are. */
export async function fillBatch(tx: Tx, rows: readonly BatchRow[]): Promise<void> {
  await tx.copy('batch', COLUMNS, values(rows));
  await tx.query(
    'analyze batch (n, feed_id, digest, seen_at, address, port, protocol, class, role, taxonomy)',
  );
}

function* values(rows: readonly BatchRow[]): Generator<(string | number | boolean | Date | null)[]> {
  for (const r of rows)
    yield [
      r.n,
      r.feedId,
      r.reportId,
      r.reportLine,
      r.reportType,
      r.digest,
      r.seenAt,
      r.precisionMs,
      r.receivedAt,
      r.address,
      r.port,
      r.protocol,
      r.class,
      r.role,
      r.spoofable,
      r.severity,
      r.taxonomy,
      r.type,
      r.identifier,
      r.malware,
      r.upstream,
      r.active,
      r.attributes,
    ];
}
