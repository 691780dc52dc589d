import type { Instant, Role, ThreatClass } from '@lazaret/kernel';

import type { FlatEvent } from './flat-event.js';

/** One row of a report, understood. What every format must be able to say. */
export interface ParsedRow {
  /** Physical line the row starts on; a header is line 1. */
  readonly line: number;
  readonly reportType: string;
  /** The row's cells in an order that does not depend on the file's: what makes two rows the same row. */
  readonly content: string;
  /** The row as it stood. */
  readonly raw: string;
  readonly seenAt: Instant;
  readonly precisionMs: number;
  /** Canonical spelling; null where the row names none, or a whole network. */
  readonly address: string | null;
  /** The port the address spoke *from*. A listening port is in the event's `source.port` and nowhere else. */
  readonly port: number | null;
  /** IANA number, 0 when unknown. */
  readonly protocol: number;
  readonly class: ThreatClass;
  readonly role: Role;
  readonly spoofable: boolean;
  /** 1 info … 5 critical. */
  readonly severity: number;
  readonly taxonomy: string;
  readonly type: string;
  readonly identifier: string | null;
  readonly malware: string | null;
  /** The whole row under IntelMQ's names. */
  readonly event: FlatEvent;
}

/** A row put aside: it can be shown, counted and replayed, and never stops the others. */
export interface RejectedRow {
  readonly line: number;
  readonly column: string | null;
  readonly reason: string;
  readonly raw: string;
}

export interface ParsedChunk {
  readonly rows: readonly ParsedRow[];
  readonly rejected: readonly RejectedRow[];
  /** Everything up to this line is in this chunk or an earlier one: where to go on after a crash. */
  readonly toLine: number;
}

export interface ReportFormat {
  /** Changes whenever a row may come out differently; activations are bound to it. */
  readonly mappingVersion: string;
  readonly reportTypes: readonly string[];
  /** What kind of report a file of this name holds. @throws Refused when the name does not say or nobody knows it. */
  reportType(fileName: string): string;
  /**
   * Rows of a report in chunks of bounded size, whatever the file's.
   * @throws Refused when the whole report cannot be read: unknown type, no header, HTML, a required column missing.
   */
  parse(fileName: string, bytes: AsyncIterable<Uint8Array | string>): AsyncGenerator<ParsedChunk>;
}

/** How much of a bad row is kept, in characters. */
export const RAW_LIMIT = 2_000;

/** Text that can be stored and shown: cut, without U+0000 and half surrogates, which PostgreSQL refuses. */
export function storable(text: string, limit = Infinity): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return cut.replace(/[\0\p{Surrogate}]/gu, '\uFFFD');
}
