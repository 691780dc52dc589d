import type { Instant } from '@lazaret/kernel';
import type { BatchRow } from '@lazaret/platform';

import { RAW_LIMIT, storable, type ParsedChunk, type ParsedRow, type RejectedRow } from './report-format.js';

/** What a row becomes an observation *of*: its feed and report, and whether its type may lead to notices yet. */
export interface BatchContext {
  readonly feedId: number;
  readonly feedName: string;
  readonly upstream: string;
  readonly reportId: number;
  readonly receivedAt: Instant;
  readonly isActive: (reportType: string) => boolean;
  /** 32 hexadecimal digits. */
  readonly md5: (text: string) => string;
}

const DAY = 86_400_000;

/** Why a row that was parsed well cannot be an observation, or null when it can. */
export function whyNot(row: ParsedRow, receivedAt: Instant): string | null {
  if (row.address === null) return 'names no single address, so nobody can be behind it';
  // Clocks of sensors drift by minutes; a day ahead is a mistake of the report, and would never go silent.
  if (row.seenAt.getTime() > receivedAt.getTime() + DAY)
    return `seen at ${row.seenAt.toISOString()}, more than a day after it was received`;
  return null;
}

/** The rows of a chunk as `batch` takes them, numbered from 0, and what was put aside: by the parser, or here. */
export function toBatch(
  chunk: ParsedChunk,
  context: BatchContext,
): { readonly rows: readonly BatchRow[]; readonly rejected: readonly RejectedRow[] } {
  const rows: BatchRow[] = [];
  const rejected = [...chunk.rejected];
  for (const row of chunk.rows) {
    const reason = whyNot(row, context.receivedAt);
    if (reason === null) rows.push(toBatchRow(row, rows.length, context));
    else rejected.push({ line: row.line, column: null, reason, raw: storable(row.raw, RAW_LIMIT) });
  }
  return { rows, rejected };
}

function toBatchRow(row: ParsedRow, n: number, context: BatchContext): BatchRow {
  return {
    n,
    feedId: context.feedId,
    reportId: context.reportId,
    reportLine: row.line,
    reportType: row.reportType,
    digest: context.md5(`${context.feedName}\u001E${row.reportType}\u001E${row.content}`),
    seenAt: row.seenAt,
    precisionMs: row.precisionMs,
    receivedAt: context.receivedAt,
    address: row.address ?? '',
    port: row.port,
    protocol: row.protocol,
    class: row.class,
    role: row.role,
    spoofable: row.spoofable,
    severity: row.severity,
    taxonomy: row.taxonomy,
    type: row.type,
    identifier: row.identifier,
    malware: row.malware,
    upstream: context.upstream,
    active: context.isActive(row.reportType),
    attributes: row.event.attributes(),
  };
}
