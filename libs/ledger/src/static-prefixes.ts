import { ACCESS_KINDS, AppError, IpPrefix, type Instant } from '@lazaret/kernel';
import { parse } from 'csv-parse/sync';

import type { PutAside } from './detail.js';
import type { Holder } from './holder.js';
import { prefixKey, type LeaseKey } from './lease-key.js';

/** What a prefix of ours is for. */
export const PREFIX_CLASSES = ['pool', 'cgnat', 'own', 'delegated', 'foreign'] as const;
export type PrefixClass = (typeof PREFIX_CLASSES)[number];

interface Row {
  readonly line: number;
  readonly prefix: string;
  readonly key: LeaseKey;
  /** Null: always, or for ever. */
  readonly from: Instant | null;
  readonly to: Instant | null;
}

/** A prefix that contracts give to one line. */
export interface StaticLease extends Row {
  readonly class: 'static';
  readonly holder: Holder;
}

export interface PlannedPrefix extends Row {
  readonly class: PrefixClass;
  readonly organisation: string | null;
  readonly abuseContact: string | null;
}

const COLUMNS = ['prefix', 'class', 'holder_kind', 'holder', 'organisation', 'abuse_contact', 'from', 'to'];

/**
 * Reads the address plan: CSV with the header `prefix,class,holder_kind,holder,organisation,abuse_contact,from,to`, of
 * which only the first two are needed. Class `static` is a line's own prefix, `delegated` somebody else's to look after.
 * Instants are ISO 8601 with a zone, or a date (its midnight in UTC). A bad row is put aside; the others are read.
 */
export function readStaticPrefixes(text: string): {
  leases: StaticLease[];
  prefixes: PlannedPrefix[];
  aside: PutAside[];
} {
  const leases: StaticLease[] = [];
  const prefixes: PlannedPrefix[] = [];
  const aside: PutAside[] = [];
  const seen = new Map<string, number>();
  for (const { line, cells } of rowsOf(text, aside)) {
    try {
      const row = readRow(line, cells);
      const identity = `${row.class === 'static' ? 'lease' : 'prefix'} ${row.prefix} ${row.from?.toISOString() ?? ''}`;
      const before = seen.get(identity);
      if (before !== undefined)
        throw new RowError('prefix', `${row.prefix} stands already in line ${before}`);
      seen.set(identity, line);
      if (row.class === 'static') leases.push(row);
      else prefixes.push(row);
    } catch (error) {
      if (!(error instanceof RowError) && !(error instanceof AppError)) throw error;
      const column = error instanceof RowError ? error.column : 'prefix';
      aside.push({ line, reason: `${column}: ${error.message}` });
    }
  }
  return { leases, prefixes, aside };
}

class RowError extends Error {
  constructor(
    readonly column: string,
    message: string,
  ) {
    super(message);
  }
}

type Cells = Readonly<Record<string, string>>;

function rowsOf(text: string, aside: PutAside[]): { line: number; cells: Cells }[] {
  let header: string[] | undefined;
  const rows: { line: number; cells: Cells }[] = [];
  // The type of the library's answer with `info` is wider than what comes.
  const records = parse(text, {
    bom: true,
    info: true,
    trim: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error) aside.push({ line: Number(error['lines'] ?? 1), reason: error.message });
      return undefined;
    },
  }) as unknown as { record: string[]; info: { lines: number } }[];
  for (const { record, info } of records) {
    if (!header) {
      header = record;
      const missing = ['prefix', 'class'].filter((c) => !record.includes(c));
      const strange = record.filter((c) => !COLUMNS.includes(c));
      if (missing.length > 0)
        aside.push({ line: info.lines, reason: `the header lacks ${missing.join(' and ')}` });
      if (strange.length > 0)
        aside.push({ line: info.lines, reason: `unknown columns: ${strange.join(', ')}` });
      if (missing.length > 0) return [];
    } else if (record.length !== header.length) {
      aside.push({
        line: info.lines,
        reason: `${record.length} columns where the header has ${header.length}`,
      });
    } else {
      rows.push({ line: info.lines, cells: Object.fromEntries(header.map((c, i) => [c, record[i] ?? ''])) });
    }
  }
  return rows;
}

function readRow(line: number, cells: Cells): StaticLease | PlannedPrefix {
  const prefix = IpPrefix.parse(cells['prefix'] ?? '');
  const from = readInstant('from', cells['from']);
  const to = readInstant('to', cells['to']);
  if (from && to && to <= from) throw new RowError('to', 'ends before it begins');
  const row = { line, prefix: prefix.toString(), key: prefixKey(prefix), from, to };
  const given = cells['class'] ?? '';
  if (given === 'static') return { ...row, class: 'static', holder: readHolder(cells) };
  const known = PREFIX_CLASSES.find((c) => c === given);
  if (!known)
    throw new RowError('class', `${JSON.stringify(given)} is none of static, ${PREFIX_CLASSES.join(', ')}`);
  return {
    ...row,
    class: known,
    organisation: cells['organisation'] || null,
    abuseContact: cells['abuse_contact'] || null,
  };
}

function readHolder(cells: Cells): Holder {
  const kind = ACCESS_KINDS.find((k) => k === (cells['holder_kind'] || 'static'));
  if (!kind) throw new RowError('holder_kind', `is none of ${ACCESS_KINDS.join(', ')}`);
  const value = cells['holder'] ?? '';
  if (value === '') throw new RowError('holder', 'a static prefix needs the access identifier that holds it');
  return { kind, value };
}

function readInstant(column: string, text = ''): Instant | null {
  if (text === '') return null;
  const full = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(full)
    ? Date.parse(full)
    : Number.NaN;
  if (Number.isNaN(at))
    throw new RowError(column, `${JSON.stringify(text)} is no date and no instant with its zone`);
  return new Date(at);
}
