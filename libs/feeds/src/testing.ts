import { createHash } from 'node:crypto';

import type { BatchRow } from '@lazaret/platform';

let made = 0;

/** A row for the batch: TCP sinkhole evidence against 192.0.2.1 port 40000, unlike any other made here. */
export function aBatchRow(facts: Partial<BatchRow> = {}): BatchRow {
  made++;
  return {
    n: 0,
    feedId: 1,
    reportId: 1,
    reportLine: made + 1,
    reportType: 'event4_sinkhole',
    digest: createHash('md5').update(`row ${made}`).digest('hex'),
    seenAt: new Date('2026-11-12T08:00:00Z'),
    precisionMs: 1_000,
    receivedAt: new Date('2026-11-12T09:00:00Z'),
    address: '192.0.2.1',
    port: 40_000,
    protocol: 6,
    class: 'infected',
    role: 'actor',
    spoofable: false,
    severity: 5,
    taxonomy: 'malicious-code',
    type: 'infected-system',
    identifier: 'mirai',
    malware: 'mirai',
    upstream: 'shadowserver',
    active: true,
    attributes: '{}',
    ...facts,
  };
}

/** Cells of one row by column name. */
export type ReportRow = Readonly<Record<string, string | number | null>>;

/**
 * A report in Shadowserver's CSV layout: a quoted header, quoted text, bare numbers, nothing for null. The columns are
 * those of the first row, in its order, and any that a later row adds.
 */
export function aReportCsv(rows: readonly ReportRow[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => columns.map((column) => cellOf(row[column] ?? null)).join(','));
  return [columns.map(cellOf).join(','), ...lines, ''].join('\n');
}

/** A row of `event4_sinkhole`: what an infected device behind `src_ip` leaves at a sinkhole. */
export function aSinkholeRow(facts: ReportRow = {}): ReportRow {
  return {
    timestamp: '2026-11-12 08:00:00',
    protocol: 'tcp',
    src_ip: '192.0.2.1',
    src_port: 40_000,
    dst_ip: '198.51.100.7',
    dst_port: 80,
    severity: 'critical',
    infection: 'mirai',
    family: 'mirai',
    tag: 'mirai',
    ...facts,
  };
}

function cellOf(value: string | number | null): string {
  if (value === null) return '';
  return typeof value === 'number' ? String(value) : `"${value.replaceAll('"', '""')}"`;
}
